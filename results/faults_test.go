package results_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/store"
	"daxwait/results/store/faulty"
)

// plan is three cases, and their manifest.
func plan(t *testing.T) ([]*results.Record, *results.Manifest) {
	t.Helper()
	var records, heads []*results.Record
	for _, s := range []string{"a", "b", "c"} {
		r := made.Simulated(s, made.Ten(100, 1)[:1], made.Ten(0, 0)[:1])
		r.Schema = results.Schema
		head := *r
		head.Samples, head.Waits = nil, nil
		records, heads = append(records, r), append(heads, &head)
	}
	m := &results.Manifest{Windows: 1, Shard: 1, Of: 1, Has: []int{0, 1, 2}}
	if err := m.Describe(heads); err != nil {
		t.Fatal(err)
	}
	return records, m
}

// fill begins in a folder and adds the cases that are missing. It returns how many were
// added that the caller knows to be kept.
func fill(on store.FS, dir string, m *results.Manifest, records []*results.Record, how results.How) (kept int, err error) {
	log, _, err := results.Begin(on, dir, m, how)
	if err != nil {
		return 0, err
	}
	kept = len(log.Old())
	for _, r := range records[kept:] {
		if err = log.Append(r); err != nil {
			break
		}
		kept++
	}
	return kept, errors.Join(err, log.Close())
}

// TestFaultAtEveryCall: wherever a run goes wrong, what was finished is there, whole, and
// gone on with it is what it is without a fault, byte for byte.
func TestFaultAtEveryCall(t *testing.T) {
	records, m := plan(t)
	whole := filepath.Join(t.TempDir(), "whole")
	if _, err := fill(nil, whole, m, records, results.Fresh); err != nil {
		t.Fatal(err)
	}
	want := faulty.Contents(t, whole)
	for name, before := range map[string]int{"begun": 0, "resumed": 2} {
		t.Run(name, func(t *testing.T) {
			dir, kept := "", 0
			faulty.Every(t, func(on store.FS) (err error) {
				dir = filepath.Join(t.TempDir(), "out")
				how := results.Fresh
				if before != 0 {
					how = results.Resume
					if _, err := fill(nil, dir, m, records[:before], results.Fresh); err != nil {
						t.Fatal(err)
					}
				}
				kept, err = fill(on, dir, m, records, how)
				return err
			}, func(t *testing.T, err error) {
				there, damaged, _ := results.Read(dir)
				for _, d := range damaged {
					if !d.Cut {
						t.Errorf("damaged, and not only cut off: %v", d)
					}
				}
				least := kept
				if filepath.Base(t.Name()) == faulty.Power.String() {
					least = before
				}
				if len(there) < least {
					t.Errorf("%d records were kept, and %d are there", least, len(there))
				}
				for i, r := range there {
					if r.Strategy != records[i].Strategy {
						t.Errorf("record %d is of %s", i, r.Strategy)
					}
				}
				if _, err := fill(nil, dir, m, records, results.Resume); err != nil {
					t.Errorf("going on: %v", err)
				}
				faulty.Same(t, "gone on with", faulty.Contents(t, dir), want)
			})
		})
	}
}

// TestFaultAtEveryCallOfAMove: results that are moved aside are there afterwards, in one
// place or the other.
func TestFaultAtEveryCallOfAMove(t *testing.T) {
	records, m := plan(t)
	dir := ""
	faulty.Every(t, func(on store.FS) error {
		dir = filepath.Join(t.TempDir(), "out")
		if _, err := fill(nil, dir, m, records, results.Fresh); err != nil {
			t.Fatal(err)
		}
		_, err := fill(on, dir, m, records[:1], results.Aside)
		return err
	}, func(t *testing.T, err error) {
		for _, name := range []string{dir, dir + ".1"} {
			if there, _, _ := results.Read(name); len(there) == len(records) {
				return
			}
		}
		files, _ := filepath.Glob(dir + "*/*")
		t.Errorf("the records are gone: there is %v", files)
	})
}

// TestFaultAtEveryCallOfAWhole: two files are both old or both new, or the first new where
// power goes between them; and nothing is left beside them.
func TestFaultAtEveryCallOfAWhole(t *testing.T) {
	dir := ""
	write := func(on store.FS, text string) error {
		return store.Write(on,
			store.Whole{Path: filepath.Join(dir, "a"), Write: faulty.Saying(text)},
			store.Whole{Path: filepath.Join(dir, "b"), Write: faulty.Saying(text)})
	}
	faulty.Every(t, func(on store.FS) error {
		dir = t.TempDir()
		if err := write(nil, "old"); err != nil {
			t.Fatal(err)
		}
		return write(on, "new")
	}, func(t *testing.T, err error) {
		for _, name := range []string{"a", "b"} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if text := string(data); err != nil || text != "old" && text != "new" {
				t.Errorf("%s is %q, %v", name, text, err)
			}
		}
		if err := write(nil, "again"); err != nil {
			t.Error(err)
		}
		faulty.Same(t, "written again", faulty.Contents(t, dir), map[string]string{"a": "again", "b": "again"})
	})
}
