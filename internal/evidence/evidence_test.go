package evidence_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/command"
	"daxwait/internal/evidence"
	"daxwait/results"
	"daxwait/strategies"
)

// folder makes a folder of results of a strategy.
func folder(t *testing.T, dir, strategy string) {
	t.Helper()
	r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: "pte-same", Strategy: strategy, Tasks: 8, VCPUs: 2,
		Profile: "default", Hold: "run", Loop: "closed", Seed: 1, Samples: []results.Sample{{Seconds: 1, Ops: 100, Jain: 1}}}
	log, err := results.Create(dir, false)
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
	if g.Space != "" || g.Oracle != "" || len(g.Cut) != 0 || g.Evidence.Program != "mine" {
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

// TestVerdicts: a last line that is cut off is left out, and told; any other that
// is none is an error of its line.
func TestVerdicts(t *testing.T) {
	dir := t.TempDir()
	folder(t, dir, "exclusive")
	line, err := json.Marshal(&results.Verdict{Strategy: "exclusive", Scenario: "entry/pte-pte", Verdict: results.Proved})
	if err != nil {
		t.Fatal(err)
	}
	one := string(line) + "\n"
	for text, c := range map[string]struct {
		verdicts int
		cut      bool
		says     string
	}{
		one + one:                         {2, false, ""},
		one + string(line):                {2, false, ""},
		one + string(line[:len(line)/2]):  {1, true, ""},
		string(line[:len(line)/2]):        {0, false, "verdicts.jsonl:1: "},
		one + "{\n" + one:                 {0, false, "verdicts.jsonl:2: "},
		one + "{\"verdict\":\"MAYBE\"}\n": {0, false, `verdicts.jsonl:2: "MAYBE" is no verdict`},
	} {
		file := write(t, filepath.Join(dir, "verdicts.jsonl"), text)
		g, err := open(evidence.Sources{In: []string{dir}, Verdicts: []string{file}})
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) || len(command.Advice(err, "mine")) == 0 {
				t.Errorf("%s: %v, want %q", text, err, c.says)
			}
			continue
		}
		if err != nil || len(g.Evidence.Verdicts) != c.verdicts || slices.Contains(g.Cut, file) != c.cut {
			t.Errorf("%s: %v: %+v", text, err, g)
		}
	}
}
