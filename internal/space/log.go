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

	"daxwait/internal/bounded"
	"daxwait/results"
)

// File is the name of the file in its folder.
const File = "space.jsonl"

// Log is a file of records that is being written, a line each, in the order of
// the designs. Each is with the system when Append returns.
type Log struct {
	f *results.LineFile
	// Records are those of the designs that are done.
	Records []*Record
	// Cut: the last line that was there had been cut off, and was dropped.
	Cut bool
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
		if keep, l.Records, l.Cut, err = s.resume(name, head, o); err != nil {
			return nil, fmt.Errorf("%w"+remedy, err)
		}
	}
	if l.f, err = results.OpenLineFile(name, int64(len(keep))); err != nil {
		return nil, err
	}
	if len(keep) == 0 {
		if err := l.line(head); err != nil {
			return nil, errors.Join(err, l.f.Close())
		}
	}
	return l, nil
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

// resume reads the records of a file and returns the part of it that stays.
func (s *Space) resume(name string, head []byte, o Options) (keep []byte, records []*Record, cut bool, err error) {
	data, err := bounded.ReadFile(name, limit())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, cut, nil
	}
	if err != nil {
		return nil, nil, cut, err
	}
	keep = data[:bytes.LastIndexByte(data, '\n')+1]
	cut = len(keep) < len(data)
	if len(keep) == 0 {
		if !bytes.HasPrefix(head, data) {
			return nil, nil, cut, fmt.Errorf("%s:1: not a space", name)
		}
		return nil, nil, cut, nil
	}
	h, rest, err := header(keep, name)
	if err != nil {
		return nil, nil, cut, err
	}
	if how := h.differs(s.header(o)); how != "" {
		return nil, nil, cut, fmt.Errorf("%s:1: cannot resume: %s", name, how)
	}
	records, err = s.records(rest, name)
	return keep, records, cut, err
}

// Append adds a record.
func (l *Log) Append(r *Record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if err := l.line(text); err != nil {
		return err
	}
	l.Records = append(l.Records, r)
	return nil
}

func (l *Log) line(text []byte) error {
	_, err := l.f.Write(append(text, '\n'))
	return err
}

// Close closes the file.
func (l *Log) Close() error { return l.f.Close() }
