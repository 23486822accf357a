package space

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"daxwait/internal/bounded"
	"daxwait/results"
	"daxwait/results/store"
)

// File is the name of the file in its folder.
const File = "space.jsonl"

// Log is a file of records that is being written, a line each, in the order of
// the designs. Each is with the system when Append returns.
type Log struct {
	f    *store.Lines
	held *store.Held
	// Records are those of the designs that are done.
	Records []*Record
	// Damaged are the lines that were there and were dropped: from the first that is
	// damaged on, designs are searched again.
	Damaged []*results.Damage
	// Moved is where results went that were there, if they were moved aside.
	Moved string
}

// Open holds a folder and makes the file in it or, to resume, reads what is there; how
// says what becomes of another space's. A file of anything else is refused.
func (s *Space) Open(dir string, o Options, how results.How) (l *Log, err error) {
	held, err := store.Hold(o.On, dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, held.Release())
		}
	}()
	l = &Log{held: held}
	name := filepath.Join(dir, File)
	var keep []byte
	switch {
	case how == results.Resume:
		if keep, err = s.resume(l, name, o); err != nil {
			return nil, fmt.Errorf("%w"+remedy, err)
		}
	case how == results.Aside:
		if l.Moved, err = store.Aside(o.On, dir, File, PackedFile, "space.md", "space.png", "space.svg"); err != nil {
			return nil, err
		}
	case how == results.Fresh:
		if n, why := s.occupied(name, o); why != "" {
			return nil, &results.Occupied{Dir: dir, Why: why, Records: n}
		}
	}
	if l.f, err = store.OpenLines(o.On, name, int64(len(keep))); err != nil {
		return nil, err
	}
	if len(keep) == 0 {
		if err := l.line(s.header(o)); err != nil {
			return nil, errors.Join(err, l.f.Close())
		}
	}
	return l, nil
}

// occupied is why a file, which has so many records, is not to be written over; empty if
// it may be.
func (s *Space) occupied(name string, o Options) (records int, why string) {
	data, err := bounded.ReadFile(name, limit())
	if err != nil || bytes.Count(data, []byte("\n")) < 2 {
		return 0, ""
	}
	records = bytes.Count(data, []byte("\n")) - 1
	switch h, _, err := header(data, name); {
	case err != nil:
		return records, err.Error()
	default:
		return records, h.differs(s.header(o))
	}
}

// remedy is what to do about a file that is refused.
const remedy = "; not resumed, it is written anew; in another folder, it is kept"

// Verify checks the first and the last design that are done again: if the model
// or the checker has changed since, what is found now is not added to that.
func (s *Space) Verify(ctx context.Context, l *Log, o Options) error {
	m := newMemo(ctx, o)
	for _, i := range []int{0, len(l.Records) - 1} {
		if i < 0 || i >= len(l.Records) {
			continue
		}
		was := l.Records[i]
		now, err := s.check(&s.Designs[i], m)
		if err != nil {
			return err
		}
		if was.Verdict != now.Verdict || was.States != now.States || !slices.Equal(was.Violations, now.Violations) {
			return fmt.Errorf("%s:%d: cannot resume: the model or the checker has changed since: %s was %s with %d states, and is %s with %d"+remedy,
				l.f.Name(), i+2, was.Design, was.Verdict, was.States, now.Verdict, now.States)
		}
	}
	return nil
}

// resume reads the records of a file into the log, and returns the part of it that stays.
func (s *Space) resume(l *Log, name string, o Options) (keep []byte, err error) {
	data, err := bounded.ReadFile(name, limit())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	keep = data[:bytes.LastIndexByte(data, '\n')+1]
	if len(keep) == 0 {
		head, err := store.Line(s.header(o))
		if err != nil {
			return nil, err
		}
		if !bytes.HasPrefix(head, data) {
			return nil, fmt.Errorf("%s:1: not a space", name)
		}
		if len(data) != 0 {
			l.Damaged = append(l.Damaged, &results.Damage{File: name, Line: 1, Cut: true, Err: results.ErrCut})
		}
		return nil, nil
	}
	h, rest, err := header(keep, name)
	if err != nil {
		return nil, err
	}
	if how := h.differs(s.header(o)); how != "" {
		return nil, fmt.Errorf("%s:1: cannot resume: %s", name, how)
	}
	read, err := s.records(rest, name, sealedHead(keep))
	if err != nil {
		return nil, err
	}
	l.Records = read.records[:read.whole]
	if l.Damaged = read.damaged; len(keep) < len(data) {
		l.Damaged = append(l.Damaged, &results.Damage{File: name, Line: len(read.records) + 2, Cut: true, Err: results.ErrCut})
	}
	return keep[:len(keep)-len(rest)+read.size], nil
}

// Append adds a record.
func (l *Log) Append(r *Record) error {
	if err := l.line(r); err != nil {
		return err
	}
	l.Records = append(l.Records, r)
	return nil
}

func (l *Log) line(v any) error {
	line, err := store.Line(v)
	if err == nil {
		_, err = l.f.Write(line)
	}
	return err
}

// Close closes the file and gives the folder up.
func (l *Log) Close() error { return errors.Join(l.f.Close(), l.held.Release()) }
