package footprint_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/bench/footprint"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// of is the footprint of a scenario as text, with a policy or a design that is none.
func of(t *testing.T, text string, design daxcore.Design) *footprint.Footprint {
	t.Helper()
	sc, err := daxtest.ParseScenario(strings.NewReader(text), "test", "test")
	if err != nil {
		t.Fatal(err)
	}
	return footprint.Of(sc, sc.World(design))
}

// TestWords holds what is left out against what an author of the scenario knows.
func TestWords(t *testing.T) {
	const (
		own  = "the page-table lock is the task's own: "
		inv  = "nobody takes invalidate_lock alone: faults of "
		mmap = "nobody takes mmap_lock alone: "
		fill = "nobody sees how a locked entry is filled in: "
	)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"bare faults take no page table", "tasks: F(0,B+1); F(0,B+1); I(B+1)", []string{"tasks 0, 1 are equal"}},
		{"whole faults of data", "tasks: P(B+1,w); P(B+1,w); I(B+1)", []string{own + "tasks 0, 1", inv + "tasks 0, 1", fill + "tasks 0, 1", "tasks 0, 1 are equal"}},
		{"another mapping is another task", "tasks: P(B+1,w); P(B+1,w)\npte-mappings: 1", []string{own + "tasks 0, 1", inv + "tasks 0, 1", fill + "tasks 0, 1"}},
		{"a range unmaps all", "tasks: P(B+1,w); P(B+1,w); R(B,B+3)", []string{inv + "tasks 0, 1", fill + "tasks 0, 1"}},
		{"so does a fault that meets a zero entry", "tasks: P(B+1,w); P(B+2,r)", []string{inv + "tasks 0, 1", fill + "tasks 0, 1"}},
		{"as one that is there at first", "entries: zero-pmd\ntasks: P(B+1,w); F(0,B+2)", []string{inv + "task 0", fill + "task 0"}},
		{"a punch takes invalidate_lock alone", "tasks: P(B+1,w); U(B,B+3)", []string{fill + "task 0"}},
		{"write-back looks at the dirty marks of locked entries", "tasks: P(B+1,w); W(B,B+3)", []string{inv + "task 0"}},
		{"lock-by-page looks at frames", "tasks: P(B+1,w); L(B+1)", []string{own + "task 0", inv + "task 0"}},
		{"a synchronous fault writes back, in all mappings", "tasks: P(B+1,w); Y(B+2)", []string{own + "task 1", inv + "tasks 0, 1"}},
		{"threads share a mapping", "tasks: A(B+1,w); A(B+1,w)", []string{inv + "tasks 0, 1", mmap + "tasks 0, 1", fill + "tasks 0, 1", "tasks 0, 1 are equal"}},
		{"a lone thread does not", "tasks: A(B+1,w); F(0,B+1)", []string{own + "task 0", inv + "task 0", mmap + "tasks 0, 1", fill + "task 0"}},
		{"munmap takes mmap_lock alone", "tasks: A(B+1,w); M(); V()", []string{inv + "task 0", fill + "task 0"}},
		{"who is waited for by name is not equal", "tasks: F(0,B+1) until 1; F(0,B+2); F(0,B+2); F(0,B+2)", []string{"tasks 2, 3 are equal"}},
		{"who waits for one task is equal", "tasks: F(0,B+1) until 2; F(0,B+1) until 2; F(0,B+2)", []string{"tasks 0, 1 are equal"}},
		{"what others do is all that they do", "tasks: P(B+1,w); F(0,B+2) then R(B,B+3)", []string{inv + "task 0", fill + "task 0"}},
		{"a journal", "journal: yes\ntasks: access(B+1,w); access(B+1,w)", []string{inv + "tasks 0, 1", mmap + "tasks 0, 1"}},
	} {
		if got := of(t, c.text, daxcore.Policy{}.Design).Words(); !slices.Equal(got, c.want) {
			t.Errorf("%s (%s):\n got %q\nwant %q", c.name, c.text, got, c.want)
		}
	}
}

// TestDesigns: what a design does by itself is not known, nor what tells a page of
// the page cache from an entry.
func TestDesigns(t *testing.T) {
	const text = "tasks: P(B+1,w); P(B+1,w)"
	for _, s := range strategies.All() {
		words := strings.Join(of(t, text, s.EntryLock).Words(), "; ")
		holes := strings.HasPrefix(s.Name, "linux-4.9")
		if fills := strings.Contains(words, "filled in"); fills == (holes || s.Name == "handoff") {
			t.Errorf("%s: %s", s.Name, words)
		}
		if equal := strings.Contains(words, "equal"); equal == (s.Name == "handoff") {
			t.Errorf("%s: %s", s.Name, words)
		}
	}
}

// TestBuilt: of a scenario that makes its world itself nothing is known.
func TestBuilt(t *testing.T) {
	sc := &daxtest.Scenario{Build: func(d daxcore.Design, tasks int) *daxcore.World {
		return daxcore.NewWorld(daxcore.Config{Tasks: tasks, Files: 1, FilePages: 1, Entries: d})
	}, Tasks: []daxtest.Task{{{Name: "a"}}, {{Name: "a"}}}}
	f := footprint.Of(sc, sc.World(daxcore.Policy{}.Design))
	if f.Movers != nil || f.Equal != nil || f.Words() != nil {
		t.Errorf("%+v", f)
	}
}
