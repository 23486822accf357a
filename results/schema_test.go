package results_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/store"
)

// readSchema compiles one of the committed schemas.
func readSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join("schema", name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// unused returns the properties that s describes and v, which has all, has not.
func unused(s *jsonschema.Schema, at string, v any) (names []string) {
	for s.Ref != nil || s.AnyOf != nil {
		if s.AnyOf != nil {
			s = s.AnyOf[0]
			continue
		}
		s = s.Ref
	}
	if list, ok := v.([]any); ok {
		return unused(s.Items2020, at+"[]", list[0])
	}
	fields, _ := v.(map[string]any)
	for k, p := range s.Properties {
		if x, ok := fields[k]; ok {
			names = append(names, unused(p, at+"."+k, x)...)
		} else {
			names = append(names, at+"."+k)
		}
	}
	return names
}

// objects are those within a value, itself among them.
func objects(v any) (all []map[string]any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			all = append(all, objects(x)...)
		}
	case map[string]any:
		all = append(all, v)
		for _, x := range v {
			all = append(all, objects(x)...)
		}
	}
	return all
}

// generic is a value as its line in a file has it.
func generic(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	data = store.Seal(data)
	var g any
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// fullRecord has all that a record can have, and fullVerdict all of a verdict.
func fullRecord() *results.Record {
	r := made.Record("p", "x", made.Ten(1000, 1), made.Ten(5, 1))
	r.VCPUs, r.OwnCPUs, r.Profile, r.Variant, r.Rate, r.Capacity, r.Pinned, r.Exact = 2, true, "default", "wake-one*2", 10, 100, true, true
	r.VMachine, r.Machine.Others = "guest-2cpu", 0.5
	r.Set = []results.Setting{{"hold", 1000, "ns"}}
	for i := range r.Samples {
		s := &r.Samples[i]
		s.Contention, s.Rounds, s.HungRounds, s.Hung = &results.Contention{}, 5, 1, true
		s.Roles = []results.RoleOps{{Role: "faults", Ops: 1}}
		s.Counts.Unpaid, s.Counts.Hits, s.Unseen = 1, 1, 2
		s.Open = &results.Open{Offered: 4, Begun: 3, Finished: 2, LeftOver: 1, AtLeast: []string{"p99-latency-ns"}}
		s.LatencyMean, s.LatencyMin, s.LatencyMax = 1.5, 1, 2
	}
	r.Waits, r.Hangs, r.Warnings = []results.Bin{{10, 1}}, []string{"who"}, []string{"what"}
	r.Broken = &results.Broken{Outcome: "panicked", Reason: "panic", Says: "no", At: "mine/design.go:3", Text: "panicked: no, at mine/design.go:3"}
	r.Pileups = []results.Pileup{{Stops: []results.Stop{{Lost: true, Behind: -1}}, Going: []string{"reader"}}}
	r.LockOrder = &results.LockOrder{Edges: []results.LockEdge{{}}, Inversions: []results.Inversion{fullInversion()}}
	return r
}

func fullInversion() results.Inversion {
	return results.Inversion{Cycle: "a > b > a", Chains: []string{"a > b"}, Deadlock: results.DeadlockFound, Schedule: "v1:"}
}

func fullVerdict() *results.Verdict {
	return &results.Verdict{Strategy: "x", Scenario: "y", Verdict: results.Violation, Kind: "lost wakeup", Kinds: []string{"lost wakeup"}, Findings: []string{"herd"},
		Inversions: []results.Inversion{fullInversion()}, Depth: 4, Schedule: "v1:", Preemptions: 1, States: 5, Edges: 6, Seconds: 0.1, SharedWith: "y",
		Bounds: results.Bounds{Tasks: 2, Operations: 2, MaxStates: 10, Hit: "states", MaxMemory: 7, NoLivelock: true, Reduced: []string{"movers"}}, Expected: results.Proved, Hopeless: true}
}

// The schemas describe every field that there is, and no other.
func TestSchemasDescribeAllFields(t *testing.T) {
	for name, v := range map[string]any{"record.schema.json": fullRecord(), "verdict.schema.json": fullVerdict()} {
		s := readSchema(t, name)
		g := generic(t, v)
		if err := s.Validate(g); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, p := range unused(s, "", g) {
			t.Errorf("%s describes %s, which there is not", name, p)
		}
		for _, o := range objects(g) {
			if o["colour"] = "red"; s.Validate(g) == nil {
				t.Errorf("%s allows for a colour of %v", name, o)
			}
			delete(o, "colour")
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := readSchema(t, "record.schema.json")
	for what, change := range map[string]func(map[string]any){
		"at '/schema': value must be one of 2, 3":           func(r map[string]any) { r["schema"] = 1.0 },
		"at '/tasks': minimum: got 0, want 1":               func(r map[string]any) { r["tasks"] = 0.0 },
		"at '/tasks': got number, want integer":             func(r map[string]any) { r["tasks"] = 1.5 },
		"at '': missing property 'strategy'":                func(r map[string]any) { delete(r, "strategy") },
		"at '': additional properties 'colour' not allowed": func(r map[string]any) { r["colour"] = "red" },
		"at '/hold': value must be one of":                  func(r map[string]any) { r["hold"] = "perhaps" },
		"at '/samples/0': got number, want object":          func(r map[string]any) { r["samples"] = []any{3.0} },
		"at '/machine': got string, want object":            func(r map[string]any) { r["machine"] = "here" },
		"at '/samples/0/counts': missing property 'waits'": func(r map[string]any) {
			delete(r["samples"].([]any)[0].(map[string]any)["counts"].(map[string]any), "waits")
		},
	} {
		g := generic(t, fullRecord()).(map[string]any)
		change(g)
		if err := s.Validate(g); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%v, want %s", err, what)
		}
	}
}

// raw is what a file has, or the packed one in its place.
func raw(t *testing.T, name string) []byte {
	t.Helper()
	if _, err := os.Stat(name); err != nil {
		name += ".gz"
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if filepath.Ext(name) == ".gz" {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The records behind docs/findings.md are as the schema says, and are read and
// written back byte by byte.
func TestReferenceIsAsTheSchemaSays(t *testing.T) {
	s := readSchema(t, "record.schema.json")
	dirs := []string{"reference/live", "reference/q5-pile-up", "reference/q6-munmap", "reference/comparison"}
	if testing.Short() {
		dirs = dirs[:3]
	}
	for _, dir := range dirs {
		data := raw(t, filepath.Join(dir, results.RunsFile))
		records, _, err := results.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range bytes.Lines(data) {
			if testing.Short() && n%5 != 0 {
				n++
				continue
			}
			var g any
			if err := json.Unmarshal(line, &g); err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(g); err != nil {
				t.Errorf("%s:%d: %v", dir, n+1, err)
			}
			again, err := json.Marshal(records[n])
			if records[n].Schema == results.Schema {
				again = store.Seal(again)
			}
			if err != nil || !bytes.Equal(again, bytes.TrimSpace(line)) {
				t.Fatalf("%s:%d is written back otherwise: %v", dir, n+1, err)
			}
			n++
		}
		if n == 0 || n != len(records) {
			t.Errorf("%s: %d lines, %d records", dir, n, len(records))
		}
	}
}
