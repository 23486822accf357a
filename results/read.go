package results

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"daxwait/internal/bounded"
	"daxwait/results/machine"
	"daxwait/results/store"
)

// maxLine is the longest line that is taken for a record, in bytes; behind endLine, no
// end of a line is looked for.
const (
	maxLine = 16 << 20
	endLine = 4 * maxLine
)

// Damage is a line of a file that is no record as it was written. Reading goes on
// behind it.
type Damage struct {
	File string
	Line int
	// Cut: it is the last, and was not written to its end, as by a run that was
	// killed. No finished case is lost.
	Cut bool
	// Err is what is wrong with it.
	Err error
}

func (d *Damage) Error() string { return fmt.Sprintf("%s:%d: %v", d.File, d.Line, d.Err) }

func (d *Damage) Unwrap() error { return d.Err }

// mostDamaged is at how many damaged lines reading ends.
const mostDamaged = 10_000

// ErrCut is the error of a last line that is cut off.
var ErrCut = errors.New("the line is cut off, as by a run that was killed")

// Read returns the records of runs.jsonl, or runs.jsonl.gz, in a folder, or of a
// file, which is compressed if its name ends in .gz. Lines that are damaged are
// beside them, and so are records of a simulation that stands in a line before; where no
// record is whole, the first of those is the error.
func Read(path string) ([]*Record, []*Damage, error) { return all(Each(path), nil) }

// ReadFrom is Read from a stream; name is for errors.
func ReadFrom(r io.Reader, name string) ([]*Record, []*Damage, error) {
	return all(EachFrom(r, name), nil)
}

// Chosen are the records of a file that a filter chooses, and how many there are.
type Chosen struct {
	Records []*Record
	Damaged []*Damage
	// Of is how many records were read, First the name of the first.
	Of    int
	First string
}

// ReadChosen is Read of what a filter chooses: the rest takes no memory. What nobody
// needs of a record, shed takes out of it; nil keeps all.
func ReadChosen(path string, f Filter, shed func(*Record)) (*Chosen, error) {
	c := &Chosen{}
	var err error
	c.Records, c.Damaged, err = all(Each(path), func(r *Record) (bool, error) {
		if c.Of++; c.Of == 1 {
			c.First = r.Name()
		}
		ok, err := f.Chooses(r)
		if ok && shed != nil {
			shed(r)
		}
		return ok, err
	})
	return c, err
}

func all(each iter.Seq2[*Record, error], wanted func(*Record) (bool, error)) (records []*Record, damaged []*Damage, err error) {
	read := 0
	for r, err := range each {
		var d *Damage
		switch {
		case err == nil:
			read++
			want := true
			if wanted != nil {
				if want, err = wanted(r); err != nil {
					return records, damaged, err
				}
			}
			if want {
				records = append(records, r)
			}
		case errors.As(err, &d):
			if damaged = append(damaged, d); len(damaged) == mostDamaged {
				return records, damaged, fmt.Errorf("%s: %d lines are no records: this is no file of records, or there is little left of it", d.File, len(damaged))
			}
		default:
			return records, damaged, err
		}
	}
	if read == 0 && len(damaged) != 0 {
		return nil, damaged, damaged[0]
	}
	return records, damaged, nil
}

// Each is Read as a stream: a record or an error at a time, in the memory of their names.
// Behind a [Damage] there may be more records; any other error is the last.
func Each(path string) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			path = runsIn(path)
		}
		f, err := bounded.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer f.Close()
		var from io.Reader = f
		if filepath.Ext(path) == ".gz" {
			if from, err = gzip.NewReader(f); err != nil {
				yield(nil, fmt.Errorf("%s: %w", path, err))
				return
			}
		}
		EachFrom(from, path)(yield)
	}
}

// EachFrom is Each from a stream; name is for errors.
func EachFrom(r io.Reader, name string) iter.Seq2[*Record, error] {
	return (&lines{r: bufio.NewReaderSize(r, 1<<16)}).each(name)
}

// each is the record or the error of each line that is not empty; name is for errors.
func (l *lines) each(name string) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		met, same := once{}, shared{}
		for l.next() {
			if len(l.text) == 0 {
				continue
			}
			rec, err := l.record()
			if err == nil {
				same.record(rec)
				err = met.again(rec, l.n)
			}
			if err != nil {
				rec, err = nil, &Damage{File: name, Line: l.n, Cut: errors.Is(err, ErrCut), Err: err}
			}
			if !yield(rec, err) {
				return
			}
		}
		if l.err != nil {
			yield(nil, fmt.Errorf("%s:%d: %w", name, l.n, l.err))
		}
	}
}

// lines are those of a stream.
type lines struct {
	r    *bufio.Reader
	text []byte // without its newline
	n    int    // from 1
	// open: it has no newline, and is the last; long: it is longer than any record,
	// and text is its beginning.
	open, long bool
	// sealed: a line before it had a checksum, and so has it.
	sealed bool
	err    error
	at     int64 // bytes up to its end
}

// next reads a line, and reports whether there is one.
func (l *lines) next() bool {
	l.text, l.long, l.open = l.text[:0], false, false
	from := l.at
	l.n++
	for {
		part, err := l.r.ReadSlice('\n')
		l.at += int64(len(part))
		if l.at-from > endLine {
			l.err = fmt.Errorf("a line of more than %d MiB: this is no file of records", endLine>>20)
			return false
		}
		if room := maxLine - len(l.text); len(part) > room {
			part, l.long = part[:room], true
		}
		l.text = append(l.text, part...)
		switch {
		case err == nil:
			l.text = bytes.TrimSuffix(l.text, []byte("\n"))
			return true
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			l.open = true
			return len(l.text) != 0
		default:
			l.err = err
			return false
		}
	}
}

// record is the line's.
func (l *lines) record() (*Record, error) {
	if l.long {
		return nil, fmt.Errorf("more than %d MiB: no record is that long", maxLine>>20)
	}
	sealed, rotten := store.Unseal(l.text)
	if rotten != nil {
		l.sealed = true
		return nil, rotten
	}
	if sealed {
		l.sealed = true
	} else if l.sealed && !l.open {
		return nil, errors.New("not a record: its checksum is missing, and those before it have one")
	}
	rec := new(Record)
	err := json.Unmarshal(l.text, rec)
	if syntax := (*json.SyntaxError)(nil); l.open && errors.As(err, &syntax) && begins(l.text) {
		return nil, ErrCut
	}
	if err == nil && !sealed {
		err = store.Unsealed(l.text, rec.Schema <= unsealedSchema)
	}
	if err == nil {
		err = rec.Validate()
	}
	if err != nil {
		return nil, fmt.Errorf("not a record: %w", err)
	}
	if rec.Machine == nil && rec.Engine != "sim" {
		rec.Machine = &machine.Machine{}
	}
	return rec, nil
}

// runsIn is the file of records in a folder.
func runsIn(dir string) string {
	plain := filepath.Join(dir, RunsFile)
	if packed := filepath.Join(dir, PackedRuns); !exists(plain) && exists(packed) {
		return packed
	}
	return plain
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// begins reports whether a line that was cut off may have been a record's.
func begins(line []byte) bool {
	const all = `{"schema":`
	return bytes.HasPrefix(line, []byte(all[:min(len(all), len(line))]))
}
