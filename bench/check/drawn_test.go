package check_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// drawnOps are what tasks of drawn scenarios do: without an address space, with
// one, and with a journal.
var drawnOps = [][]string{
	{"P(B+1,w)", "P(B+1,r)", "P(B+2,w)", "P(B,w)", "F(0,B+1)", "F(9,B)", "I(B+1)", "R(B,B+3)", "L(B+1)", "W(B,B+3)", "S(B,B+3)", "D(B,B+3)", "G(0,B+1)", "X(B,B+3)", "U(B,B+3)", "T(B+1)", "C(B+1)", "Y(B+1)"},
	{"A(B+1,w)", "A(B+1,r)", "A(B+2,w)", "M()", "V()", "F(0,B+1)", "I(B+1)", "F(9,B)", "P(B+1,w)"},
	{"access(B+1,w)", "access(B+1,r)", "append(0)", "fsync(B,B+3)", "unmap()", "I(B+1)"},
}

// TestAPTEFaultAtAPMDEntry: at the first page of the chunk a PTE fault that meets a
// PMD entry has the same index and the same entry as a PMD fault, and is none: labels
// have to tell. A drawn scenario found that.
func TestAPTEFaultAtAPMDEntry(t *testing.T) {
	sc, err := daxtest.ParseScenario(strings.NewReader("entries: pte B+1\ntasks: P(B+2,w) then F(9,B); P(B,w); D(B,B+3)\nblocks: written\n"), "test", "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []check.Mode{check.Pooled, check.Replay} {
		if r := search(t, sc, strategies.All()[0].EntryLock, check.Options{Mode: m}); len(r.Violations) != 0 {
			t.Errorf("%+v", r.Violations)
		}
	}
}

// TestReducedAgreesOnDrawnScenarios: what is left out of scenarios that nobody has
// thought of changes nothing in them either.
func TestReducedAgreesOnDrawnScenarios(t *testing.T) {
	designs, err := strategies.Find("exclusive,linux-5.12,linux-6.15,linux-4.9")
	if err != nil {
		t.Fatal(err)
	}
	entries := []string{"", "pte B+1", "zero-pmd", "pmd dirty", "pte B+1 dirty", "empty-pmd"}
	rng := rand.New(rand.NewPCG(16, 16))
	proved, less := 0, 0
	for range shorter(250, 12) {
		ops := drawnOps[[]int{0, 0, 0, 1, 2}[rng.IntN(5)]]
		text := "entries: " + entries[rng.IntN(len(entries))] + "\n"
		if len(ops) == 6 {
			text += "journal: sync=" + []string{"map-sync", "in-entry", "retry"}[rng.IntN(3)] + "\n"
		}
		var tasks []string
		for range 2 + rng.IntN(2) {
			task := ops[rng.IntN(len(ops))]
			if rng.IntN(3) == 0 {
				task += " then " + ops[rng.IntN(len(ops))]
			}
			if n := len(tasks); n != 0 && rng.IntN(3) == 0 {
				task = tasks[n-1]
			}
			tasks = append(tasks, task)
		}
		text += "tasks: " + strings.Join(tasks, "; ") + "\n"
		text += []string{"", "", "alloc-fails: 1\n", "spurious: 1\n", "refusals: 1\n", "blocks: written\n"}[rng.IntN(6)]
		sc, err := daxtest.ParseScenario(strings.NewReader(text), "drawn", text)
		if err != nil {
			continue // such as a zero entry over data
		}
		design := designs[rng.IntN(len(designs))].EntryLock
		full := search(t, sc, design, check.Options{MaxStates: shorter(6000, 1000)})
		if full.Hit != "" {
			continue
		}
		for _, which := range reductions {
			r := search(t, sc, design, check.Options{Reduce: which})
			if says(r) != says(full) {
				t.Errorf("%s%v: %s; with all schedules %s", text, which.Names(), says(r), says(full))
			}
			if len(full.Violations) == 0 && r.Reduced != which {
				t.Errorf("%s%v: not proved at the first go", text, which.Names())
			}
			if r.Reduced != 0 {
				proved++
				if r.States < full.States {
					less++
				}
			}
		}
	}
	if 4*less < proved || proved < shorter(100, 5) {
		t.Errorf("of %d proofs %d have fewer states", proved, less)
	}
}

// TestReplayAgreesOnDrawnDesigns: labels tell all of designs that nobody has thought
// of, too. linux-4.9 with resleep=passes is one where they did not: a task passes its
// wake on to the queue that it slept in, and there are two for one entry.
func TestReplayAgreesOnDrawnDesigns(t *testing.T) {
	hole := scenarios(t, "entry/hole-page")[0]
	past, err := strategies.Find("linux-4.9")
	if err != nil {
		t.Fatal(err)
	}
	passes := past[0].Policy
	passes.Resleep = daxcore.ResleepPasses
	agree := func(sc *daxtest.Scenario, p daxcore.Policy) {
		t.Helper()
		pooled := search(t, sc, p.Design, check.Options{})
		if replay := search(t, sc, p.Design, check.Options{Mode: check.Replay}); !reflect.DeepEqual(pooled, replay) {
			t.Errorf("%s in %s: pooled %+v, by replay %+v", policy.Describe(p), sc.Name, pooled, replay)
		}
	}
	agree(hole, passes)
	entry, err := daxtest.ParseScenario(strings.NewReader("entries: pte B+1, pte B+2\ntasks: F(0,B+1) then I(B+1) then F(0,B+2); F(9,B); F(0,B+2); F(0,B+2)\n"), "test", "test")
	if err != nil {
		t.Fatal(err)
	}
	agree(entry, daxcore.Policy{PMDMeets: daxcore.WaitAtEntry, Resleep: daxcore.ResleepPasses})
	rng := rand.New(rand.NewPCG(16, 17))
	decisions := policy.Decisions()
	all := searchable()
	for range shorter(300, 10) {
		sc := all[rng.IntN(len(all))]
		if sc.Journal != nil || sc.states > shorter(1000, 200) {
			continue
		}
		p := daxcore.Policy{}
		for range 3 + rng.IntN(4) {
			d := decisions[rng.IntN(len(decisions))]
			p = d.With(p, rng.IntN(len(d.Values)))
		}
		agree(sc.Scenario, p)
	}
}
