package strategies_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/internal/command"
	"daxwait/strategies"
)

func namesOf(list []*strategies.Strategy) string {
	var names []string
	for _, s := range list {
		names = append(names, s.Name)
	}
	return strings.Join(names, ",")
}

func TestCatalogue(t *testing.T) {
	var rows []string
	seen := map[string]bool{}
	for _, s := range strategies.All() {
		w := daxcore.NewWorld(daxcore.Config{Tasks: 1, Files: 1, FilePages: 8, Buckets: 4, Entries: s.EntryLock})
		if seen[s.Name] || s.Origin == "" || s.Claim == "" || s.Loses == "" || w.Entries == nil {
			t.Errorf("%s is there twice, or lacks a part of its story", s.Name)
		}
		seen[s.Name] = true
		if s.Row != "" {
			rows = append(rows, s.Row)
		}
		for _, other := range strategies.All() {
			if s.New == nil && other.New == nil && s.Name != other.Name && s.Policy == other.Policy {
				t.Errorf("%s and %s are the same policy", s.Name, other.Name)
			}
		}
	}
	slices.Sort(rows)
	if got, want := strings.Join(rows, " "), "A A' B C D E F G H I J K L M N"; got != want {
		t.Errorf("rows %s of the table of history, want %s", got, want)
	}
}

// TestFind: nothing finds what benchmarks compare, "all" the catalogue, and a
// list its names once each, all in their order.
func TestFind(t *testing.T) {
	var compared []*strategies.Strategy
	for _, s := range strategies.All() {
		if !s.CheckOnly {
			compared = append(compared, s)
		}
	}
	for list, want := range map[string]string{
		"":                                 namesOf(compared),
		"all":                              namesOf(strategies.All()),
		"linux-6.16, exclusive,linux-6.16": "linux-6.16,exclusive",
	} {
		if found, err := strategies.Find(list); err != nil || namesOf(found) != want {
			t.Errorf("Find(%q) is %s, %v; want %s", list, namesOf(found), err, want)
		}
	}
	if compared[0].Name != strategies.Baseline || strings.Join(strategies.Names(), ",") != namesOf(strategies.All()) {
		t.Errorf("names are %v, and those that are compared begin with %s", strategies.Names(), compared[0].Name)
	}
	if _, err := strategies.Find("exclusive,linux-7"); err == nil || !strings.Contains(err.Error(), `"linux-7"`) || !slices.Equal(command.Advice(err, "daxwait"), []string{"daxwait list strategies names all"}) {
		t.Errorf("unknown name: %v", err)
	}
}
