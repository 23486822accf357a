package space

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
)

// PackedFile is the name of a file that is kept, and compressed.
const PackedFile = File + ".gz"

// Read returns the records of the file in a folder, or of the compressed one,
// and the options with which it was written, to which o adds. A last line that
// was cut off is left out; a file of another space is refused.
func (s *Space) Read(dir string, o Options) ([]*Record, Options, error) {
	data, name, err := load(dir)
	if err != nil {
		return nil, o, err
	}
	h, rest, err := header(data[:bytes.LastIndexByte(data, '\n')+1], name)
	if err != nil {
		return nil, o, err
	}
	o.First, o.MaxStates = h.First, h.MaxStates
	if how := h.differs(s.header(o)); how != "" {
		return nil, o, command.Advise(fmt.Errorf("%s:1: not the space of this program: %s", name, how), "%s makes it anew", command.Of("space"))
	}
	records, err := s.records(rest, name)
	return records, o, err
}

// load returns what is in the file, and the name of that.
func load(dir string) (data []byte, name string, err error) {
	name = filepath.Join(dir, File)
	if data, err = bounded.ReadFile(name, limit()); !errors.Is(err, fs.ErrNotExist) {
		return data, name, err
	}
	packed := filepath.Join(dir, PackedFile)
	f, perr := bounded.Open(packed)
	if errors.Is(perr, fs.ErrNotExist) {
		return nil, name, err
	}
	if perr != nil {
		return nil, packed, perr
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err == nil {
		data, err = bounded.ReadAll(r, packed, limit())
	}
	if err != nil && !errors.As(err, new(*bounded.Exceeded)) {
		err = fmt.Errorf("%s: %w", packed, err)
	}
	return data, packed, err
}

// limit is how large a file may be: ten times that of the whole space.
func limit() bounded.Limit { return bounded.Limit{Bytes: 64 * bounded.MiB, Of: "a space"} }

// header reads the first of some whole lines, and returns the others.
func header(lines []byte, name string) (h Header, rest []byte, err error) {
	first, rest, ok := bytes.Cut(lines, []byte("\n"))
	if !ok {
		return h, nil, fmt.Errorf("%s:1: not a space", name)
	}
	if err := json.Unmarshal(first, &h); err != nil {
		return h, nil, fmt.Errorf("%s:1: not the header of a space: %w", name, err)
	}
	return h, rest, nil
}

// records reads the whole lines behind a header.
func (s *Space) records(lines []byte, name string) (records []*Record, err error) {
	n := 1
	for line := range bytes.Lines(lines) {
		n++
		r := new(Record)
		if err := json.Unmarshal(line, r); err != nil {
			return nil, fmt.Errorf("%s:%d: not a record: %w", name, n, err)
		}
		switch {
		case n > len(s.Designs)+1:
			return nil, fmt.Errorf("%s:%d: a line too many: there are %d designs", name, n, len(s.Designs))
		case r.Design != s.Designs[n-2].Name:
			return nil, fmt.Errorf("%s:%d: design %q: want %q", name, n, r.Design, s.Designs[n-2].Name)
		case r.Verdict != Safe && r.Verdict != unsafe && r.Verdict != Incomplete || (r.Verdict == unsafe) != (len(r.Violations) != 0):
			return nil, fmt.Errorf("%s:%d: verdict %q with %s", name, n, r.Verdict, phrase.Count(len(r.Violations), "violation"))
		}
		records = append(records, r)
	}
	return records, nil
}
