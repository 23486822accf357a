package space

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/store"
)

// PackedFile is the name of a file that is kept, and compressed.
const PackedFile = File + ".gz"

// Read returns the records of the file in a folder, or of the compressed one,
// and the options with which it was written, to which o adds. A last line that
// was cut off is left out, a design whose line is damaged is incomplete; a file of another
// space is refused.
func (s *Space) Read(dir string, o Options) ([]*Record, []*results.Damage, Options, error) {
	data, name, err := load(dir)
	if err != nil {
		return nil, nil, o, err
	}
	h, rest, err := header(data[:bytes.LastIndexByte(data, '\n')+1], name)
	if err != nil {
		return nil, nil, o, err
	}
	o.First, o.MaxStates = h.First, h.MaxStates
	if how := h.differs(s.header(o)); how != "" {
		return nil, nil, o, command.Advise(fmt.Errorf("%s:1: not the space of this program: %s", name, how), "%s makes it anew", command.Of("space"))
	}
	f, err := s.records(rest, name, sealedHead(data))
	return f.records, f.damaged, o, err
}

// In returns the space that a folder has, by its header.
func In(dir string) (*Space, error) {
	data, name, err := load(dir)
	if err != nil {
		return nil, err
	}
	h, _, err := header(data[:bytes.LastIndexByte(data, '\n')+1], name)
	if err != nil {
		return nil, err
	}
	var scenarios []*daxtest.Scenario
	for _, n := range h.Scenarios {
		sc, err := daxtest.ScenarioNamed(n)
		if err != nil {
			return nil, fmt.Errorf("%s:1: %w", name, err)
		}
		scenarios = append(scenarios, sc)
	}
	var decide []string
	for _, d := range h.Decisions {
		decide = append(decide, d.Key+"="+strings.Join(d.Values, ","))
	}
	s, err := New(scenarios, decide)
	if err != nil {
		return nil, fmt.Errorf("%s:1: %w", name, err)
	}
	return s, nil
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

// sealedHead reports whether the first of some lines has a checksum: then all have.
func sealedHead(lines []byte) bool {
	first, _, _ := bytes.Cut(lines, []byte("\n"))
	sealed, err := store.Unseal(first)
	return sealed && err == nil
}

// found are the records that were read, one for each design up to the last line. Of a
// line that is damaged the design is not known to be safe or unsafe.
type found struct {
	records []*Record
	damaged []*results.Damage
	// whole is how many records, and size how many bytes, are before the first damage.
	whole, size int
}

// records reads the whole lines behind a header.
func (s *Space) records(lines []byte, name string, sealed bool) (f found, err error) {
	for line := range bytes.Lines(lines) {
		n := len(f.records) + 2
		if n > len(s.Designs)+1 {
			return f, fmt.Errorf("%s:%d: a line too many: there are %d designs", name, n, len(s.Designs))
		}
		of := &s.Designs[n-2]
		r, err := read(bytes.TrimSuffix(line, []byte("\n")), sealed)
		if err == nil {
			err = r.check(s, of.Name)
		}
		if other := (*otherDesign)(nil); errors.As(err, &other) { // a line is gone, or there twice
			f.damaged = append(f.damaged, &results.Damage{File: name, Line: n, Err: fmt.Errorf("%w: it and what is behind it is left out", err)})
			return f, nil
		}
		if err != nil {
			f.damaged = append(f.damaged, &results.Damage{File: name, Line: n, Err: err})
			r = &Record{Design: of.Name, Verdict: Incomplete, Limits: []Limit{{Hit: "its line is damaged"}}}
		}
		f.records = append(f.records, r)
		if len(f.damaged) == 0 {
			f.whole, f.size = len(f.records), f.size+len(line)
		}
	}
	return f, nil
}

// read reads the line of a record.
func read(line []byte, sealed bool) (*Record, error) {
	has, err := store.Unseal(line)
	if err != nil {
		return nil, err
	}
	r := new(Record)
	if err := json.Unmarshal(line, r); err != nil {
		return nil, fmt.Errorf("not a record: %w", err)
	}
	if !has {
		return r, store.Unsealed(line, !sealed)
	}
	return r, nil
}

// otherDesign is the error of a record that is in another's place.
type otherDesign struct{ is, want string }

func (o *otherDesign) Error() string { return fmt.Sprintf("design %q: want %q", o.is, o.want) }

// check returns what cannot be of a record.
func (r *Record) check(s *Space, design string) error {
	switch {
	case r.Design != design:
		return &otherDesign{r.Design, design}
	case r.Verdict != Safe && r.Verdict != unsafe && r.Verdict != Incomplete || (r.Verdict == unsafe) != (len(r.Violations) != 0):
		return fmt.Errorf("verdict %q with %s", r.Verdict, phrase.Count(len(r.Violations), "violation"))
	case r.Verdict == Incomplete && len(r.Limits) == 0:
		return errors.New("incomplete, and no limit was hit")
	case r.States < 0 || r.Combinations < 0:
		return fmt.Errorf("%d states, %d combinations", r.States, r.Combinations)
	}
	for _, v := range r.Violations {
		known := slices.ContainsFunc(s.Scenarios, func(sc *daxtest.Scenario) bool { return sc.Name == v.Scenario })
		if !known || !slices.Contains(step.KindNames(), v.Kind) || v.Depth < 1 {
			return fmt.Errorf("a violation %q of scenario %q at step %d", v.Kind, v.Scenario, v.Depth)
		}
	}
	return nil
}
