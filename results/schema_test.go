package results_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// schema is as much of JSON Schema as the committed files use. A key that it
// does not know is an error.
type schema struct {
	Schema      string             `json:"$schema"`
	Title       string             `json:"title"`
	Description string             `json:"description"`
	Defs        map[string]*schema `json:"$defs"`
	Ref         string             `json:"$ref"`
	Type        types              `json:"type"`
	Properties  map[string]*schema `json:"properties"`
	Required    []string           `json:"required"`
	Additional  *bool              `json:"additionalProperties"`
	Items       *schema            `json:"items"`
	AnyOf       []*schema          `json:"anyOf"`
	Enum        []any              `json:"enum"`
	Const       any                `json:"const"`
	Minimum     *float64           `json:"minimum"`
}

// types is a type or a list of them.
type types []string

func (t *types) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]string)(t))
	}
	*t = types{""}
	return json.Unmarshal(data, &(*t)[0])
}

func readSchema(t *testing.T, name string) *schema {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("schema", name))
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	s := new(schema)
	if err := d.Decode(s); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return s
}

// check returns what of a value, at a path, is not as s says.
func (s *schema) check(root *schema, at string, v any) (wrong []string) {
	if s.Ref != "" {
		return root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")].check(root, at, v)
	}
	say := func(format string, args ...any) { wrong = append(wrong, at+": "+fmt.Sprintf(format, args...)) }
	if s.AnyOf != nil && !slices.ContainsFunc(s.AnyOf, func(o *schema) bool { return o.check(root, at, v) == nil }) {
		say("%v is none of what it may be", v)
	}
	if s.Type != nil && !slices.ContainsFunc(s.Type, func(t string) bool { return isType(t, v) }) {
		say("%v is no %s", v, strings.Join(s.Type, " or "))
		return wrong
	}
	if s.Enum != nil && !slices.Contains(s.Enum, v) || s.Const != nil && s.Const != v {
		say("%v: want %v%v", v, s.Enum, s.Const)
	}
	switch v := v.(type) {
	case float64:
		if s.Minimum != nil && v < *s.Minimum {
			say("%v is below %v", v, *s.Minimum)
		}
	case []any:
		for i, x := range v {
			wrong = append(wrong, s.Items.check(root, fmt.Sprintf("%s[%d]", at, i), x)...)
		}
	case map[string]any:
		for _, k := range s.Required {
			if _, ok := v[k]; !ok {
				say("no %s", k)
			}
		}
		for k, x := range v {
			if p := s.Properties[k]; p != nil {
				wrong = append(wrong, p.check(root, at+"."+k, x)...)
			} else if s.Additional != nil && !*s.Additional {
				say("%s is not described", k)
			}
		}
	}
	return wrong
}

func isType(t string, v any) bool {
	switch v := v.(type) {
	case nil:
		return t == "null"
	case string:
		return t == "string"
	case bool:
		return t == "boolean"
	case float64:
		return t == "number" || t == "integer" && v == float64(int64(v))
	case []any:
		return t == "array"
	}
	return t == "object"
}

// unused returns the properties that s describes and v, which has all, has not.
func (s *schema) unused(root *schema, at string, v any) (names []string) {
	for s.Ref != "" || s.AnyOf != nil {
		if s.AnyOf != nil {
			s = s.AnyOf[0]
			continue
		}
		s = root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")]
	}
	if list, ok := v.([]any); ok {
		return s.Items.unused(root, at+"[]", list[0])
	}
	fields, _ := v.(map[string]any)
	for k, p := range s.Properties {
		if x, ok := fields[k]; ok {
			names = append(names, p.unused(root, at+"."+k, x)...)
		} else {
			names = append(names, at+"."+k)
		}
	}
	return names
}

// generic is a value as its JSON form has it.
func generic(t *testing.T, v any) any {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var g any
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// fullRecord has all that a record can have, and fullVerdict all of a verdict.
func fullRecord() *results.Record {
	r := made.Record("p", "x", made.Ten(1000, 1), made.Ten(5, 1))
	r.VCPUs, r.OwnCPUs, r.Profile, r.Variant, r.Rate, r.Pinned, r.Exact = 2, true, "default", "wake-one*2", 10, true, true
	r.Set = []results.Setting{{"hold", 1000, "ns"}}
	for i := range r.Samples {
		s := &r.Samples[i]
		s.Contention, s.Rounds, s.HungRounds, s.Hung = &results.Contention{}, 5, 1, true
		s.LatencyMean, s.LatencyMin, s.LatencyMax = 1.5, 1, 2
	}
	r.Waits, r.Hangs, r.Warnings = []results.Bin{{10, 1}}, []string{"who"}, []string{"what"}
	r.Pileups = []results.Pileup{{Stops: []results.Stop{{Lost: true, Behind: -1}}, Going: []string{"reader"}}}
	r.LockOrder = &results.LockOrder{Edges: []results.LockEdge{{}}, Inversions: []results.Inversion{fullInversion()}}
	return r
}

func fullInversion() results.Inversion {
	return results.Inversion{Cycle: "a > b > a", Chains: []string{"a > b"}, Deadlock: results.DeadlockFound, Schedule: "v1:"}
}

func fullVerdict() *results.Verdict {
	return &results.Verdict{Strategy: "x", Scenario: "y", Verdict: results.Violation, Kind: "lost wakeup", Kinds: []string{"lost wakeup"}, Findings: []string{"herd"},
		Inversions: []results.Inversion{fullInversion()}, Depth: 4, Schedule: "v1:", Preemptions: 1, States: 5, Edges: 6, Seconds: 0.1,
		Bounds: results.Bounds{Tasks: 2, Operations: 2, MaxStates: 10, Hit: "states"}, Expected: results.Proved, Hopeless: true}
}

// The schemas describe every field that there is, and no other.
func TestSchemasDescribeAllFields(t *testing.T) {
	for name, v := range map[string]any{"record.schema.json": fullRecord(), "verdict.schema.json": fullVerdict()} {
		s := readSchema(t, name)
		g := generic(t, v)
		for _, w := range s.check(s, "", g) {
			t.Errorf("%s: %s", name, w)
		}
		for _, p := range s.unused(s, "", g) {
			t.Errorf("%s describes %s, which there is not", name, p)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	s := readSchema(t, "record.schema.json")
	for what, change := range map[string]func(map[string]any){
		".schema: 1":                  func(r map[string]any) { r["schema"] = 1.0 },
		".tasks: 0 is below 1":        func(r map[string]any) { r["tasks"] = 0.0 },
		".tasks: 1.5 is no integer":   func(r map[string]any) { r["tasks"] = 1.5 },
		": no strategy":               func(r map[string]any) { delete(r, "strategy") },
		": colour is not described":   func(r map[string]any) { r["colour"] = "red" },
		".hold: perhaps":              func(r map[string]any) { r["hold"] = "perhaps" },
		".samples[0]: 3 is no object": func(r map[string]any) { r["samples"] = []any{3.0} },
		".machine: here is none":      func(r map[string]any) { r["machine"] = "here" },
		".samples[0].counts: no waits": func(r map[string]any) {
			delete(r["samples"].([]any)[0].(map[string]any)["counts"].(map[string]any), "waits")
		},
	} {
		g := generic(t, fullRecord()).(map[string]any)
		change(g)
		if got := strings.Join(s.check(s, "", g), "\n"); !strings.HasPrefix(got, what) {
			t.Errorf("%q, want %s", got, what)
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

// The records behind the README are as the schema says, and are read and
// written back byte by byte.
func TestReferenceIsAsTheSchemaSays(t *testing.T) {
	s := readSchema(t, "record.schema.json")
	for _, dir := range []string{"reference/comparison", "reference/live", "reference/q5-pile-up", "reference/q6-munmap"} {
		data := raw(t, filepath.Join(dir, results.RunsFile))
		records, err := results.Read(dir)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range bytes.Lines(data) {
			var g any
			if err := json.Unmarshal(line, &g); err != nil {
				t.Fatal(err)
			}
			for _, w := range s.check(s, "", g) {
				t.Errorf("%s:%d: %s", dir, n+1, w)
			}
			if again, err := json.Marshal(records[n]); err != nil || !bytes.Equal(again, bytes.TrimSpace(line)) {
				t.Fatalf("%s:%d is written back otherwise: %v", dir, n+1, err)
			}
			n++
		}
		if n == 0 || n != len(records) {
			t.Errorf("%s: %d lines, %d records", dir, n, len(records))
		}
	}
}
