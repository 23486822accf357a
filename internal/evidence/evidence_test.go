package evidence_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/command"
	"daxwait/internal/evidence"
	"daxwait/results"
	"daxwait/results/store"
	"daxwait/strategies"
)

// folder makes a folder of results of a strategy.
func folder(t *testing.T, dir, strategy string) {
	t.Helper()
	r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: "pte-same", Strategy: strategy, Tasks: 8, VCPUs: 2,
		Profile: "default", Hold: "run", Loop: "closed", Seed: 1, Samples: []results.Sample{{Seconds: 1, Ops: 100, Jain: 1}}}
	log, _, err := results.Begin(nil, dir, nil, results.Force)
	if err == nil {
		err = errors.Join(log.Append(r), log.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// write makes a file.
func write(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

func open(s evidence.Sources) (*evidence.Gathering, error) {
	s.Catalogue, s.Program, s.Quick = strategies.All(), "mine", true
	return evidence.Open(s)
}

// TestOpen finds folders of results below others, in the order of their names, each
// once, and reads them.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b", "a", "deep/c", ".hidden"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
		folder(t, filepath.Join(dir, name), "exclusive")
	}
	g, err := open(evidence.Sources{In: []string{dir, filepath.Join(dir, "a") + "/", filepath.Join(dir, "deep")}})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range g.Evidence.Sources {
		name, _ := filepath.Rel(dir, s.Name)
		names = append(names, name)
		if len(s.Records) != 1 || s.Records[0].Strategy != "exclusive" {
			t.Errorf("%s has %d records", name, len(s.Records))
		}
	}
	if want := []string{"a", "b", "deep/c"}; !slices.Equal(names, want) {
		t.Errorf("the sources are %q, want %q", names, want)
	}
	if g.Space != "" || g.Oracle != "" || len(g.Damaged) != 0 || g.Evidence.Program != "mine" {
		t.Errorf("besides there are %+v", g.Sources)
	}
}

// TestErrorsNameTheirSource: what is wrong is known to be of one of the names that
// were given.
func TestErrorsNameTheirSource(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir, "exclusive")
	nothing := filepath.Join(dir, "nothing")
	empty := write(t, filepath.Join(t.TempDir(), "empty"), "")
	for source, s := range map[string]evidence.Sources{
		"in":       {In: []string{nothing}},
		"verdicts": {Verdicts: []string{nothing}},
		"space":    {Space: nothing},
		"oracle":   {Oracle: nothing},
		"trace":    {Traces: []string{nothing}},
	} {
		if s.In == nil {
			s.In = []string{dir}
		}
		_, err := open(s)
		if named := (*evidence.NamedError)(nil); !errors.As(err, &named) || named.Source != source || !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), nothing) {
			t.Errorf("%s: %v", source, err)
		}
	}
	_, err := open(evidence.Sources{In: []string{t.TempDir()}})
	if named := (*evidence.NamedError)(nil); !errors.As(err, &named) || !slices.Equal(command.Advice(err, "mine"), []string{"mine run makes results"}) {
		t.Errorf("a folder without results: %v", err)
	}
	_, err = open(evidence.Sources{In: []string{dir}, Verdicts: []string{empty}})
	if named := (*evidence.NamedError)(nil); !errors.As(err, &named) || named.Source != "verdicts" {
		t.Errorf("a file without verdicts: %v", err)
	}
}

// TestVerdicts: what cannot be, and what does not lose as it says, is left out and told
// with its line.
func TestVerdicts(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir, "exclusive")
	of := func(v results.Verdict, seal bool) string {
		line, err := json.Marshal(&v)
		if err != nil {
			t.Fatal(err)
		}
		if seal {
			line = store.Seal(line)
		}
		return string(line) + "\n"
	}
	proved := results.Verdict{Strategy: "exclusive", Scenario: "entry/pte-pte", Verdict: results.Proved}
	one := of(proved, true)
	sc, err := daxtest.ScenarioNamed("entry/pmd-meets-pte")
	if err != nil {
		t.Fatal(err)
	}
	cells := check.Cells(strategies.All(), []*daxtest.Scenario{sc}, check.Limits{})
	check.Search(t.Context(), cells, 1, check.Watch{}, nil)
	lost := *check.Losing(cells)[0].Verdict
	with := func(change func(v *results.Verdict)) string {
		v := lost
		change(&v)
		return of(v, true)
	}
	for text, c := range map[string]struct {
		verdicts int
		damage   string
		cut      bool
	}{
		one + one:                                      {1, "", false},
		one[:len(one)-1]:                               {1, "", false},
		of(proved, false):                              {1, "", false},
		one + of(lost, true):                           {2, "", false},
		one + one[:len(one)/2]:                         {1, "verdicts.jsonl:2: ", true},
		one[:len(one)/2]:                               {0, "verdicts.jsonl:1: ", false},
		one + "{\n" + of(lost, true):                   {2, "verdicts.jsonl:2: ", false},
		one + "{\"verdict\":\"MAYBE\"}\n":              {1, "is no verdict", false},
		strings.Replace(one, "PR", "pr", 1):            {0, "the checksum does not fit", false},
		`{"verdict":"PROVED",` + of(proved, false)[1:]: {0, "verdict is there twice", false},
		one + of(results.Verdict{Strategy: "exclusive", Scenario: "entry/pte-pte", Verdict: results.Incomplete, Bounds: results.Bounds{Hit: "states"}}, true): {1, "is INCOMPLETE, and PROVED in a line before it", false},
		one + with(func(v *results.Verdict) { v.Depth = -5 }):                      {1, "a depth of -5", false},
		one + with(func(v *results.Verdict) { v.Verdict = results.Proved }):        {1, "PROVED with kind", false},
		one + with(func(v *results.Verdict) { v.Schedule = "" }):                   {1, "a violation has all three", false},
		one + with(func(v *results.Verdict) { v.States = -1 }):                     {1, "states is -1", false},
		one + with(func(v *results.Verdict) { v.Kind, v.Kinds = "deadlock", nil }): {1, "played again, ends in", false},
		one + with(func(v *results.Verdict) { v.Strategy = "exclusive" }):          {1, "its schedule is of " + lost.Strategy, false},
		one + with(func(v *results.Verdict) {
			v.Schedule = strings.Replace(v.Schedule, lost.Strategy, "exclusive", 1)
			v.Strategy = "exclusive"
		}): {1, "verdicts.jsonl:2: ", false},
	} {
		file := write(t, filepath.Join(dir, "verdicts.jsonl"), text)
		g, err := open(evidence.Sources{In: []string{dir}, Verdicts: []string{file}})
		if c.verdicts == 0 {
			if err == nil || !strings.Contains(err.Error(), c.damage) || len(command.Advice(err, "mine")) == 0 {
				t.Errorf("%s: %v, want %q", text, err, c.damage)
			}
			continue
		}
		if err != nil || len(g.Evidence.Verdicts) != c.verdicts || (len(g.Damaged) == 1) != (c.damage != "") {
			t.Errorf("%s: %v: %+v", text, err, g)
			continue
		}
		if c.damage != "" && (!strings.Contains(g.Damaged[0].Error(), c.damage) || g.Damaged[0].Cut != c.cut) {
			t.Errorf("%v, want %q", g.Damaged[0], c.damage)
		}
	}
}
