package results

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"daxwait/results/store"
)

// Names of the two files in a folder of results. Of one that is kept and not
// written any more, the first may be compressed, and the second, which follows
// from it, left out.
const (
	RunsFile   = "runs.jsonl"
	PackedRuns = RunsFile + ".gz"
	BenchFile  = "bench.txt"
)

// Log is a folder of results that is being written, by one process. Each record is
// with the system when Append returns.
type Log struct {
	on          store.FS
	dir         string
	held        *store.Held
	runs, bench *store.Lines
	// old are the records that were there; disordered: some of the plan that belong before
	// them were not.
	old        []*Record
	disordered bool
}

// open opens the two files behind the records that are there, which are as many as
// old, in so many bytes.
func (l *Log) open(keep int64, newline bool) (err error) {
	if l.runs, err = store.OpenLines(l.on, filepath.Join(l.dir, RunsFile), keep); err != nil {
		return err
	}
	if newline {
		if _, err := l.runs.Write([]byte("\n")); err != nil {
			return err
		}
	}
	// The other file follows from the first, which an interrupted run may have left a
	// record ahead.
	text, err := benchText(l.old)
	if err != nil {
		return err
	}
	name := filepath.Join(l.dir, BenchFile)
	if err := store.Write(l.on, store.Whole{Path: name, Write: said(text)}); err != nil {
		return err
	}
	l.bench, err = store.OpenLines(l.on, name, int64(len(text)))
	return err
}

// Old are the records that were there when the folder was opened to go on with.
func (l *Log) Old() []*Record { return l.old }

// Describe says of which plan the records are.
func (l *Log) Describe(m *Manifest) error { return m.Write(l.on, l.dir) }

// Append adds a record to both files.
func (l *Log) Append(r *Record) error {
	line, err := encoded(r)
	if err != nil {
		return err
	}
	text, err := benchText([]*Record{r})
	if err != nil {
		return err
	}
	if l.bench.Size() != 0 {
		text = bytes.TrimPrefix(text, []byte(benchUnits()))
	}
	if _, err := l.runs.Write(line); err != nil {
		return err
	}
	_, err = l.bench.Write(text)
	return err
}

// encoded is the line of a record, sealed.
func encoded(r *Record) ([]byte, error) {
	now := *r
	now.Schema = Schema
	return store.Line(&now)
}

// Close closes both files and gives the folder up.
func (l *Log) Close() error {
	var errs []error
	for _, f := range []*store.Lines{l.runs, l.bench} {
		if f != nil {
			errs = append(errs, f.Close())
		}
	}
	return errors.Join(append(errs, l.held.Release())...)
}

// Discard closes both files, in which there is nothing, and removes them.
func (l *Log) Discard() error {
	names := []string{l.runs.Name(), l.bench.Name()}
	errs := []error{l.runs.Close(), l.bench.Close()}
	for _, name := range names {
		errs = append(errs, l.on.Remove(name))
	}
	return errors.Join(append(errs, l.held.Release())...)
}

// Settle puts the records of a plan, all of them, into its order, where damage had cost
// that.
func (l *Log) Settle(records []*Record) error {
	if !l.disordered {
		return nil
	}
	return l.All(records)
}

// All writes records at once, in place of those that are there.
func (l *Log) All(records []*Record) error {
	files, err := whole(l.dir, records)
	if err != nil {
		return err
	}
	return store.Write(l.on, files...)
}

// whole are the two files of records.
func whole(dir string, records []*Record) ([]store.Whole, error) {
	text, err := benchText(records)
	return []store.Whole{
		{Path: filepath.Join(dir, RunsFile), Write: func(w io.Writer) error {
			for _, r := range records {
				line, err := encoded(r)
				if err != nil {
					return err
				}
				if _, err := w.Write(line); err != nil {
					return err
				}
			}
			return nil
		}},
		{Path: filepath.Join(dir, BenchFile), Write: said(text)},
	}, err
}

// said returns what writes a text.
func said(text []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(text); return err }
}

// packedError is the error of a folder whose records are compressed, and cannot be
// added to.
func packedError(name string) error {
	return fmt.Errorf("%s: records that are compressed cannot be added to; gunzip it first", name)
}
