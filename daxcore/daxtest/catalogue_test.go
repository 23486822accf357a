package daxtest_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/command"
	"daxwait/strategies"
)

// TestShippedScenarios: each says what it is about, has a name of its own with
// and without its folder, and names only strategies that there are.
func TestShippedScenarios(t *testing.T) {
	seen := map[string]string{}
	about := map[string]string{}
	for _, s := range daxtest.Scenarios() {
		if s.About == "" || !strings.HasSuffix(s.About, ".") {
			t.Errorf("%s: it is about %q", s.Name, s.About)
		}
		if other, ok := about[s.About]; ok {
			t.Errorf("%s is about the same as %s", s.Name, other)
		}
		about[s.About] = s.Name
		for _, name := range slices.Compact([]string{path.Base(s.Name), s.Name}) {
			if other, ok := seen[name]; ok {
				t.Errorf("%s: %q is %s, too", s.Name, name, other)
			}
			seen[name] = s.Name
			if found, err := daxtest.ScenarioNamed(name); err != nil || found.Name != s.Name {
				t.Errorf("%s is found by %q as %v, %v", s.Name, name, found, err)
			}
		}
		var named []string
		for _, e := range s.Expect {
			for i, name := range e.Strategies {
				if slices.Contains(e.Strategies[:i], name) {
					t.Errorf("%s: %v is expected of %s twice", s.Name, e.Kind, name)
				}
			}
			named = append(named, e.Strategies...)
			if len(e.Strategies) == 0 {
				t.Errorf("%s: %v is expected of nobody", s.Name, e.Kind)
			}
		}
		for _, p := range s.Plays {
			named = append(named, p.Strategies...)
			for _, name := range p.Strategies {
				hangs := slices.ContainsFunc(s.Expected(name), func(k step.Kind) bool { return k == step.LostWakeup || k == step.LockCycle })
				if strings.Contains(p.Transcript, "hung: ") && !hangs {
					t.Errorf("%s, line %d: %s hangs, and nothing says that this is expected", s.Name, p.Line, name)
				}
			}
		}
		for _, name := range named {
			if name != "all" && !slices.Contains(strategies.Names(), name) {
				t.Errorf("%s: there is no strategy %q", s.Name, name)
			}
		}
		if w := s.World(daxcore.Policy{}.Design); w.Tasks() != len(s.Tasks) {
			t.Errorf("%s: a world for %d tasks, not %d", s.Name, w.Tasks(), len(s.Tasks))
		}
	}
	if len(seen) < 40 {
		t.Errorf("only %d names", len(seen))
	}
}

// TestScenariosAreInTheOrderOfTheirColumns: those without one come last.
func TestScenariosAreInTheOrderOfTheirColumns(t *testing.T) {
	last, without := 0, false
	for _, s := range daxtest.Scenarios() {
		switch {
		case s.Column == 0:
			without = true
		case without || s.Column < last:
			t.Errorf("%s of column %d stands behind column %d, or behind those without", s.Name, s.Column, last)
		default:
			last = s.Column
		}
	}
}

func TestScenariosAreNotShared(t *testing.T) {
	a, b := daxtest.Scenarios(), daxtest.Scenarios()
	a[0].Tasks[0] = nil
	a[0].Name = "mine"
	if b[0].Name == "mine" || b[0].Tasks[0] == nil {
		t.Error("who changes a scenario changes that of others")
	}
}

func TestUnknownScenario(t *testing.T) {
	for name, want := range map[string]string{
		"": "daxwait list scenarios", "entry": "daxwait list scenarios", "entry/": "daxwait list scenarios",
		"pmd-meets": `"entry/pmd-meets-pte"`, "other/pmd-meets-pte": `"entry/pmd-meets-pte"`, "pmd-meets-pte.txt": `"entry/pmd-meets-pte"`,
	} {
		if s, err := daxtest.ScenarioNamed(name); err == nil {
			t.Errorf("%q is %s", name, s.Name)
		} else if says := fmt.Sprint(err, command.Advice(err, "daxwait")); !strings.Contains(says, want) {
			t.Errorf("%q: the error does not say what there is: %s", name, says)
		}
	}
}
