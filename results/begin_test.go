package results_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestBegin: what becomes of the manifest and of the records that are there.
func TestBegin(t *testing.T) {
	record := made.Simulated("exclusive", made.Ten(100, 1), made.Ten(0, 0))
	manifest := func(seed uint64, shard, of int) *results.Manifest {
		m := &results.Manifest{Schema: results.ManifestSchema, Plan: "plan", Version: "1", Engine: "sim", Seed: seed, Cases: 1, Shard: shard, Of: of}
		if shard == 1 {
			m.Has = []int{0}
		}
		return m
	}
	whole, other, part, otherPart := manifest(1, 1, 1), manifest(2, 1, 1), manifest(1, 1, 2), manifest(2, 1, 2)
	for name, c := range map[string]struct {
		there   *results.Manifest // nil: none
		records bool
		now     *results.Manifest
		resume  bool
		says    bool   // there is a manifest afterwards: the new one
		keeps   bool   // the records that were there
		refuses string // ErrOtherPlan, with this in it
	}{
		"anew, in nothing":                   {nil, false, whole, false, true, false, ""},
		"anew, over another plan":            {other, true, whole, false, true, false, ""},
		"a shard anew, over another plan":    {otherPart, true, part, false, true, false, ""},
		"resumed, in nothing":                {nil, false, whole, true, true, true, ""},
		"resumed, the same plan":             {whole, true, whole, true, true, true, ""},
		"resumed, the same plan, no records": {whole, false, whole, true, true, true, ""},
		"resumed, another plan":              {other, true, whole, true, false, true, ""},
		"resumed, records of no plan":        {nil, true, whole, true, false, true, ""},
		"resumed, a shard made whole":        {part, true, whole, true, false, true, ""},
		"a shard resumed":                    {part, true, part, true, true, true, ""},
		"a shard resumed, in nothing":        {nil, false, part, true, true, true, ""},
		"a shard resumed, another plan":      {otherPart, true, part, true, true, true, "seed 2 against 1"},
		"a shard resumed, another shard":     {manifest(1, 2, 2), true, part, true, true, true, "is of shard 2/2"},
		"a shard resumed, the whole plan":    {whole, true, part, true, true, true, "is of shard 1/1"},
		"a shard resumed, records of none":   {nil, true, part, true, false, true, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			var old []*results.Record
			if c.records {
				old = append(old, record)
			}
			if c.there != nil || c.records {
				there := c.there
				if there == nil {
					there = whole
				}
				err := results.WriteFolder(dir, old, there)
				if c.there == nil {
					err = errors.Join(err, os.Remove(filepath.Join(dir, results.PlanFile)))
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			log, err := results.Begin(dir, c.now, c.resume, old)
			if errors.Is(err, results.ErrOtherPlan) != (c.refuses != "") || (err != nil) != (c.refuses != "") || err != nil && !strings.Contains(err.Error(), c.refuses) {
				t.Fatalf("%v, want %q", err, c.refuses)
			}
			want := c.now
			if err == nil {
				if err := log.Close(); err != nil {
					t.Fatal(err)
				}
			} else {
				want = c.there
			}
			m, err := results.ReadManifest(dir)
			if (err == nil) != c.says || err == nil && (m.Seed != want.Seed || m.Of != want.Of || m.Shard != want.Shard) {
				t.Errorf("the manifest is %+v, %v", m, err)
			}
			kept, err := results.Read(dir)
			if err != nil || (len(kept) != 0) != (c.records && c.keeps) {
				t.Errorf("%d records, %v", len(kept), err)
			}
		})
	}
}
