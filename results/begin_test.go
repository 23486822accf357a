package results_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/store"
	"daxwait/results/store/faulty"
)

// how goes on with what is there, or writes over it.
func how(resume bool) results.How {
	if resume {
		return results.Resume
	}
	return results.Force
}

// TestBegin: what becomes of the manifest and of the records that are there.
func TestBegin(t *testing.T) {
	record := made.Simulated("exclusive", made.Ten(100, 1), made.Ten(0, 0))
	manifest := func(seed uint64, shard, of int) *results.Manifest {
		m := &results.Manifest{Schema: results.ManifestSchema, Plan: "plan", Version: "1", Engine: "sim", Seed: seed, Windows: 10, Window: 1e8, Cases: 1, Shard: shard, Of: of}
		if seed != 1 {
			m.Plan = "another"
		}
		if shard == 1 {
			m.Has = []int{0}
		}
		return m
	}
	whole, other, part := manifest(1, 1, 1), manifest(2, 1, 1), manifest(1, 1, 2)
	for name, c := range map[string]struct {
		there   *results.Manifest // nil: none
		records bool
		now     *results.Manifest
		how     results.How
		keeps   bool   // the records that were there, in their place
		aside   bool   // they are elsewhere
		refuses string // with this in the error; all is as it was
	}{
		"fresh, in nothing":                    {nil, false, whole, results.Fresh, false, false, ""},
		"fresh, over the same plan":            {whole, true, whole, results.Fresh, false, false, ""},
		"fresh, over another plan":             {other, true, whole, results.Fresh, true, false, "1 records of another plan (seed 2 against 1"},
		"fresh, over another shard":            {manifest(1, 2, 2), true, part, results.Fresh, true, false, "it is shard 2/2"},
		"fresh, over records of no plan":       {nil, true, whole, results.Fresh, true, false, "it has no plan.json"},
		"fresh, no plan, over records":         {whole, true, nil, results.Fresh, true, false, "this is no one plan"},
		"fresh, over a plan without records":   {other, false, whole, results.Fresh, false, false, ""},
		"forced, over another plan":            {other, true, whole, results.Force, false, false, ""},
		"aside, another plan":                  {other, true, whole, results.Aside, false, true, ""},
		"aside, the same plan":                 {whole, true, whole, results.Aside, false, true, ""},
		"aside, nothing":                       {nil, false, whole, results.Aside, false, false, ""},
		"resumed, in nothing":                  {nil, false, whole, results.Resume, false, false, ""},
		"resumed, the same plan":               {whole, true, whole, results.Resume, true, false, ""},
		"resumed, another plan":                {other, true, whole, results.Resume, true, false, "seed 2 against 1"},
		"resumed, records of no plan":          {nil, true, whole, results.Resume, true, false, "no such file"},
		"resumed, a shard made whole":          {part, true, whole, results.Resume, true, false, ""},
		"resumed, another plan with no record": {other, false, whole, results.Resume, false, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			log, _, err := results.Begin(nil, dir, c.there, results.Force)
			if err == nil && c.records {
				err = log.Append(record)
			}
			if err := errors.Join(err, log.Close()); err != nil {
				t.Fatal(err)
			}
			before := faulty.Contents(t, dir)
			log, found, err := results.Begin(nil, dir, c.now, c.how)
			if (err != nil) != (c.refuses != "") || err != nil && !strings.Contains(err.Error(), c.refuses) {
				t.Fatalf("%v, want %q", err, c.refuses)
			}
			if err != nil {
				faulty.Same(t, "what was refused", faulty.Contents(t, dir), before)
				return
			}
			if err := log.Close(); err != nil {
				t.Fatal(err)
			}
			if m, err := results.ReadManifest(dir); err != nil || m.Plan != c.now.Plan || m.Shard != c.now.Shard {
				t.Errorf("the manifest is %+v, %v", m, err)
			}
			kept, _, err := results.Read(dir)
			if err != nil || (len(kept) != 0) != c.keeps {
				t.Errorf("%d records, %v", len(kept), err)
			}
			if (found.Moved != "") != c.aside {
				t.Fatalf("moved to %q", found.Moved)
			}
			if c.aside {
				faulty.Same(t, "what was moved", faulty.Contents(t, found.Moved), before)
			}
		})
	}
}

// TestGenerations: as many are kept as is said, the newest first, and nothing that is not
// results goes.
func TestGenerations(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	for n := range store.Kept + 3 {
		log, _, err := results.Begin(nil, dir, nil, results.Aside)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(log.Append(made.Record("p", string(rune('a'+n)), made.Ten(1, 1), made.Ten(1, 1))), log.Close()); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"": "f", ".1": "e", ".2": "d", ".3": "c"} {
		if r, _, err := results.Read(dir + name); err != nil || len(r) != 1 || r[0].Strategy != want {
			t.Errorf("out%s: %v, want %s", name, err, want)
		}
	}
	if left, _ := filepath.Glob(dir + ".4"); left != nil {
		t.Errorf("%v is left", left)
	}
	mine := filepath.Join(dir+".3", "mine")
	if err := os.WriteFile(mine, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, _, err := results.Begin(nil, dir, nil, results.Aside); err == nil || !strings.Contains(err.Error(), "more in it than results") {
		t.Errorf("a folder with something else in it: %v", err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

// TestOneWriter: who comes second is told of the first, and changes nothing.
func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	log, _, err := results.Begin(nil, dir, nil, results.Force)
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Append(made.Record("p", "s", made.Ten(1, 1), made.Ten(1, 1))); err != nil {
		t.Fatal(err)
	}
	before := faulty.Contents(t, dir)
	for _, h := range []results.How{results.Fresh, results.Force, results.Aside, results.Resume} {
		_, _, err := results.Begin(nil, dir, nil, h)
		if busy := (*store.Busy)(nil); !errors.As(err, &busy) || busy.PID != os.Getpid() {
			t.Errorf("%d: %v", h, err)
		}
	}
	faulty.Same(t, "what is being written", faulty.Contents(t, dir), before)
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	if log, _, err = results.Begin(nil, dir, nil, results.Resume); err != nil || len(log.Old()) != 1 {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(dir + "/.*"); left != nil {
		t.Errorf("%v is left", left)
	}
}
