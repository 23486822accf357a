package space

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"daxwait/results"
)

// File is the name of the file in its folder.
const File = "space.jsonl"

// Log is a file of records that is being written, a line each, in the order of
// the designs. Each is with the system when Append returns.
type Log struct {
	f *os.File
	// Records are those of the designs that are done.
	Records []*Record
}

// Open makes the file in a folder or, to resume, reads what is there. A last
// line that was cut off is dropped; a file of anything else is refused.
func (s *Space) Open(dir string, o Options, resume bool) (*Log, error) {
	head, err := json.Marshal(s.header(o))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	name := filepath.Join(dir, File)
	l := &Log{}
	var keep []byte
	if resume {
		if keep, err = s.resume(l, name, head, o); err != nil {
			return nil, err
		}
	}
	if l.f, err = os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666); err != nil {
		return nil, err
	}
	if err := l.f.Truncate(int64(len(keep))); err != nil {
		return nil, errors.Join(err, l.f.Close())
	}
	if _, err := l.f.Seek(int64(len(keep)), 0); err != nil {
		return nil, errors.Join(err, l.f.Close())
	}
	if len(keep) == 0 {
		if err := l.line(head); err != nil {
			return nil, errors.Join(err, l.f.Close())
		}
	}
	return l, nil
}

// remedy is what to do about a file that is refused.
const remedy = "; without --resume it is written anew, with another --out it is kept"

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

// resume reads the records of a file and returns the part of it that stays.
func (s *Space) resume(l *Log, name string, head []byte, o Options) (keep []byte, err error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	keep = data[:bytes.LastIndexByte(data, '\n')+1]
	if len(keep) == 0 {
		if !bytes.HasPrefix(head, data) {
			return nil, fmt.Errorf("%s:1: not a space"+remedy, name)
		}
		return nil, nil
	}
	for n, line := range bytes.Split(keep[:len(keep)-1], []byte("\n")) {
		if n == 0 {
			var h Header
			if err := json.Unmarshal(line, &h); err != nil {
				return nil, fmt.Errorf("%s:1: not the header of a space: %w"+remedy, name, err)
			}
			if how := h.differs(s.header(o)); how != "" {
				return nil, fmt.Errorf("%s:1: cannot resume: %s"+remedy, name, how)
			}
			continue
		}
		r := new(Record)
		if err := json.Unmarshal(line, r); err != nil {
			return nil, fmt.Errorf("%s:%d: not a record: %w"+remedy, name, n+1, err)
		}
		switch {
		case n > len(s.Designs):
			return nil, fmt.Errorf("%s:%d: a line too many: there are %d designs"+remedy, name, n+1, len(s.Designs))
		case r.Design != s.Designs[n-1].Name:
			return nil, fmt.Errorf("%s:%d: design %q: want %q"+remedy, name, n+1, r.Design, s.Designs[n-1].Name)
		case r.Verdict != Safe && r.Verdict != Unsafe && r.Verdict != Incomplete || (r.Verdict == Unsafe) != (len(r.Violations) != 0):
			return nil, fmt.Errorf("%s:%d: verdict %q with %s"+remedy, name, n+1, r.Verdict, results.Count(len(r.Violations), "violation"))
		}
		l.Records = append(l.Records, r)
	}
	return keep, nil
}

// Append adds a record.
func (l *Log) Append(r *Record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	l.Records = append(l.Records, r)
	return l.line(text)
}

func (l *Log) line(text []byte) error {
	_, err := l.f.Write(append(text, '\n'))
	return err
}

// Close closes the file.
func (l *Log) Close() error { return l.f.Close() }
