package check_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/footprint"
	"daxwait/bench/policy"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
	"daxwait/strategies"
)

// parted are cells searched with and without shares; both must say the same of each,
// but for who was searched and how long. It returns those with shares.
func parted(t *testing.T, designs []*strategies.Strategy, scenarios []*daxtest.Scenario, within check.Limits) []*check.Cell {
	t.Helper()
	within.MaxStates = shorter(1_000_000, 400)
	alone := within
	alone.NoShare = true
	apart := check.Cells(designs, scenarios, alone)
	check.Search(t.Context(), apart, 2, check.Watch{}, nil)
	cells := check.Cells(designs, scenarios, within)
	check.Search(t.Context(), cells, 2, check.Watch{}, nil)
	for i, c := range cells {
		a := apart[i]
		if c.Err != nil || a.Err != nil {
			t.Fatalf("%s in %s: %v; alone %v", c.Strategy.Name, c.Scenario.Name, c.Err, a.Err)
		}
		if a.Verdict.SharedWith != "" {
			t.Fatalf("%s in %s has a share of a search that is not to be shared", a.Strategy.Name, a.Scenario.Name)
		}
		if c.Verdict.SharedWith != "" {
			if a, b := whole(c.Result), whole(a.Result); a != b {
				t.Errorf("%s in %s, shared with %s: %s; alone %s", c.Strategy.Name, c.Scenario.Name, c.Verdict.SharedWith, a, b)
			}
		}
		if got, want := bare(t, c.Verdict), bare(t, a.Verdict); got != want {
			t.Errorf("shared with %q: %s; alone %s", c.Verdict.SharedWith, got, want)
		}
	}
	return cells
}

// shares is how many cells have a share.
func shares(cells []*check.Cell) (n int) {
	for _, c := range cells {
		if c.Verdict.SharedWith != "" {
			n++
		}
	}
	return n
}

// whole is all that a search has found.
func whole(r *check.Result) string {
	text := fmt.Sprint(says(r), r.States, r.Edges, r.Reduced, r.Evidence, r.Order.Edges())
	for _, v := range r.Violations {
		text += fmt.Sprint(v)
	}
	return text
}

// bare is a verdict but for how it was come by.
func bare(t *testing.T, v *results.Verdict) string {
	t.Helper()
	b := *v
	b.Seconds, b.SharedWith = 0, ""
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSharedAgrees holds searches that designs share against one for each: of the
// catalogue, and of policies that nobody has thought of.
func TestSharedAgrees(t *testing.T) {
	all := daxtest.Scenarios()
	if testing.Short() {
		all = scenarios(t, "entry/pte-pte", "entry/pmd-meets-pte", "around/page-locks-evict", "entry/held-for-another", "around/stale-fault")
	}
	if n := shares(parted(t, strategies.All(), all, check.Limits{})); n < len(all)*shorter(10, 5) {
		t.Errorf("only %d of %d cells have a share", n, len(all)*len(strategies.All()))
	}
	rng := rand.New(rand.NewPCG(11, 13))
	n := 0
	for range shorter(2, 1) {
		n += shares(parted(t, drawn(rng, shorter(80, 16)), all[:min(len(all), shorter(40, 2))], check.Limits{}))
	}
	if n == 0 {
		t.Error("no policy that was drawn has a share")
	}
}

// drawn are policies near each other: each differs from upstream in a decision or two.
func drawn(rng *rand.Rand, n int) (designs []*strategies.Strategy) {
	decisions := policy.Decisions()
	for i := range n {
		p := daxcore.Policy{}
		for range 1 + rng.IntN(2) {
			d := decisions[rng.IntN(len(decisions))]
			p = d.With(p, rng.IntN(len(d.Values)))
		}
		designs = append(designs, &strategies.Strategy{Name: fmt.Sprintf("drawn-%d", i), Policy: p})
	}
	return designs
}

// decisive are small scenarios that ask for all decisions.
var decisive = []string{
	"entry/first-slot-k63", "entry/pmd-meets-pte", "entry/pmd-pmd", "entry/invalidations-of-pmd", "entry/dirty-invalidation", "entry/downgrade",
	"entry/scan", "entry/delete-range", "entry/writeback-of-chosen", "entry/whole-faults", "around/page-lock-tail", "around/page-lock-evict",
}

// TestEachDecisionIsAsked: upstream and the kernel of the radix tree with one decision changed, for
// each there is. What differs has no share; and each decision is asked for somewhere.
func TestEachDecisionIsAsked(t *testing.T) {
	told := map[string]bool{}
	bases, err := strategies.Find("exclusive,linux-4.19")
	if err != nil {
		t.Fatal(err)
	}
	for _, base := range bases {
		designs := []*strategies.Strategy{{Name: "base", Policy: base.Policy}}
		for _, d := range policy.Decisions() {
			for i, value := range d.Values {
				if p := d.With(base.Policy, i); p != base.Policy {
					designs = append(designs, &strategies.Strategy{Name: d.Key + "=" + value, Policy: p})
				}
			}
		}
		for _, c := range parted(t, designs, scenarios(t, decisive...), check.Limits{}) {
			key, _, _ := strings.Cut(c.Strategy.Name, "=")
			told[key] = told[key] || c.Verdict.SharedWith != "base"
		}
	}
	for _, d := range policy.Decisions() {
		if !told[d.Key] {
			t.Errorf("%s: no scenario tells a value of it from another", d.Key)
		}
	}
}

// TestSharedReplays plays the schedule of each violation that was found for another
// design: its ticket has the name and the digest of its own.
func TestSharedReplays(t *testing.T) {
	cells := check.Cells(strategies.All(), scenarios(t, "entry/pmd-meets-pte", "entry/invalidations", "around/sync-in-entry", "around/stale-fault"), check.Limits{})
	check.Search(t.Context(), cells, 2, check.Watch{}, nil)
	played := 0
	for _, c := range check.Losing(cells) {
		if c.Err != nil || c.Verdict.SharedWith == "" {
			continue
		}
		ticket, err := check.ParseTicket(c.Verdict.Schedule)
		if err != nil || ticket.Strategy != c.Strategy.Name {
			t.Fatalf("%s: %v", c.Verdict.Schedule, err)
		}
		if err := ticket.Stale(c.Scenario, c.Strategy.EntryLock); err != nil {
			t.Errorf("%s: %v", c.Verdict.Schedule, err)
		}
		v, err := check.Judge(c.Scenario, c.Strategy.EntryLock, ticket.Schedule)
		if err != nil || v == nil || v.Kind.String() != c.Verdict.Kind {
			t.Errorf("%s is %v, %v; want %s", c.Verdict.Schedule, v, err, c.Verdict.Kind)
		}
		played++
	}
	if played < 20 {
		t.Errorf("only %d schedules were shared", played)
	}
}

// TestWhoSharesNot: random schedules, cells that are to be alone, designs that are code,
// and those that are searched otherwise since something is expected of them.
func TestWhoSharesNot(t *testing.T) {
	sc := scenarios(t, "entry/pte-pte")
	twins := []*strategies.Strategy{{Name: "a"}, {Name: "b"}}
	coded := []*strategies.Strategy{{Name: "a", New: daxcore.Policy{}.Design}, {Name: "b", New: daxcore.Policy{}.Design}}
	expected := *sc[0]
	expected.Expect = []daxtest.Expectation{{Strategies: []string{"b"}}}
	for _, c := range []struct {
		name    string
		designs []*strategies.Strategy
		sc      []*daxtest.Scenario
		within  check.Limits
		random  int
		want    string
	}{
		{"twins", twins, sc, check.Limits{}, 0, "a"},
		{"with fewer reductions", twins, sc, check.Limits{Without: check.Movers}, 0, "a"},
		{"alone", twins, sc, check.Limits{NoShare: true}, 0, ""},
		{"with no reductions", twins, sc, check.Limits{Without: check.AllReductions}, 0, ""},
		{"code", coded, sc, check.Limits{}, 0, ""},
		{"random", twins, sc, check.Limits{}, 3, ""},
		{"one is expected to lose", twins, []*daxtest.Scenario{&expected}, check.Limits{}, 0, ""},
	} {
		cells := check.Cells(c.designs, c.sc, c.within)
		for _, cell := range cells {
			cell.Random = c.random
		}
		check.Search(t.Context(), cells, 2, check.Watch{}, nil)
		if cells[1].Err != nil || cells[1].Verdict.SharedWith != c.want || cells[0].Verdict.SharedWith != "" {
			t.Errorf("%s: %v, shared with %q, want %q", c.name, cells[1].Err, cells[1].Verdict.SharedWith, c.want)
		}
	}
}

// TestAnInterruptIsNotShared: how far a search was says nothing of another.
func TestAnInterruptIsNotShared(t *testing.T) {
	cells := check.Cells([]*strategies.Strategy{{Name: "a"}, {Name: "b"}}, scenarios(t, "entry/invalidations"), check.Limits{})
	ctx, interrupt := context.WithCancel(t.Context())
	check.Search(ctx, cells, 1, check.Watch{Tell: func(int, int) { interrupt() }}, nil)
	if cells[0].Verdict.Bounds.Hit != check.Interrupted || cells[1].Verdict != nil || !errors.Is(cells[1].Err, context.Canceled) {
		t.Errorf("%+v; then %+v, %v", cells[0].Verdict, cells[1].Verdict, cells[1].Err)
	}
}

// TestSharedFootprint: what a search may leave out depends on the design, and a design
// of which less may be left out is no peer.
func TestSharedFootprint(t *testing.T) {
	sc := scenario(t, "pte B+1", "P(B+1,w); P(B+2,w)")
	pages := daxcore.Policy{Rules: daxcore.Rules{Holes: daxcore.HolePagesAll}}
	peers := daxcore.NewPeers([]daxcore.Policy{pages})
	footprint.Of(sc, sc.World(peers.Of(daxcore.Policy{})))
	if peers.Alike(0) {
		t.Error("a design with pages of the page cache has the footprint of one without")
	}
}
