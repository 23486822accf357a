package results

import (
	"path/filepath"
	"runtime"
	"testing"
	"weak"
)

// TestVerifyKeepsNoRecord: of a record that was verified nothing is left, not even its
// head, when those behind it are read.
func TestVerifyKeepsNoRecord(t *testing.T) {
	var given []weak.Pointer[Record]
	kept := 0
	each := func(yield func(*Record, error) bool) {
		defer func() { // before verify goes on
			runtime.GC()
			for _, r := range given {
				if r.Value() != nil {
					kept++
				}
			}
		}()
		for tasks := range 20 {
			r := &Record{Schema: Schema, Engine: "sim", Pattern: "p", Strategy: "s", Tasks: tasks + 1, Set: []Setting{{Axis: "hold"}}}
			given = append(given, weak.Make(r))
			if !yield(r, nil) {
				return
			}
		}
	}
	m := &Manifest{Engine: "sim"}
	of, err := m.begin()
	if err != nil {
		t.Fatal(err)
	}
	i := &Integrity{Dir: filepath.Join(t.TempDir(), "none")}
	if err := i.records(each, m, of); err != nil || i.Records != 20 || len(i.Wrong) != 0 {
		t.Fatalf("%d records, %v: %v", i.Records, i.Wrong, err)
	}
	if kept > 1 { // the last may be in hand
		t.Errorf("%d of 20 records are kept", kept)
	}
}

// TestKeys: a key differs where a case does, and is equal where the case is.
func TestKeys(t *testing.T) {
	base := func() *Record {
		return &Record{Engine: "sim", Pattern: "p", Strategy: "s", Tasks: 1, VCPUs: 2, Profile: "q", Hold: "sleep", Loop: "closed"}
	}
	var k keys
	cases, runs := map[key]string{}, map[key]string{}
	for _, c := range []struct {
		name   string
		change func(*Record)
		run    bool // it is the same case, run otherwise
	}{
		{"nothing", func(*Record) {}, false},
		{"engine", func(r *Record) { r.Engine = "live" }, false},
		{"pattern", func(r *Record) { r.Pattern = "pp" }, false},
		{"strategy", func(r *Record) { r.Strategy = "t" }, false},
		{"what ends one word and begins the next", func(r *Record) { r.Pattern, r.Profile = "", "pq" }, false},
		{"tasks", func(r *Record) { r.Tasks = 3 }, false},
		{"CPUs", func(r *Record) { r.VCPUs = 3 }, false},
		{"a CPU for each", func(r *Record) { r.OwnCPUs = true }, false},
		{"profile", func(r *Record) { r.Profile = "r" }, false},
		{"rate", func(r *Record) { r.Rate = 0.5 }, false},
		{"pinned", func(r *Record) { r.Pinned = true }, false},
		{"setting", func(r *Record) { r.Set = []Setting{{Axis: "a", Value: 1}} }, false},
		{"variant", func(r *Record) { r.Variant = "v" }, false},
		{"machine", func(r *Record) { r.VMachine = "m" }, false},
		{"hold", func(r *Record) { r.Hold = "run" }, true},
		{"loop", func(r *Record) { r.Loop = "open" }, true},
		{"seed", func(r *Record) { r.Seed = 7 }, true},
	} {
		r := base()
		c.change(r)
		of := k.ofCase(r)
		if as := cases[of]; as != "" != c.run {
			t.Errorf("%s: the key of a case is that of %q", c.name, as)
		}
		cases[of] = c.name
		if as := runs[k.ofRun(r)]; as != "" {
			t.Errorf("%s: the key of a run is that of %q", c.name, as)
		}
		runs[k.ofRun(r)] = c.name
		if k.ofCase(r) != of {
			t.Errorf("%s: another key the second time", c.name)
		}
	}
}
