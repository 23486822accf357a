package space

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

func TestDefaultSpace(t *testing.T) {
	s, err := New(daxtest.Scenarios(), nil)
	if err != nil {
		t.Fatal(err)
	}
	seen, sum := map[daxcore.Policy]bool{}, 0
	for _, d := range s.Designs {
		if seen[d.policy] {
			t.Errorf("%s is there twice", d.Name)
		}
		seen[d.policy] = true
		sum += d.Combinations
		if as := fold(s.policy(d.Choice)); as != d.policy {
			t.Errorf("%s is shown as %s", d.Name, policy.Describe(as))
		}
	}
	if sum != s.Combinations() || s.Designs[0].Name != "upstream" {
		t.Errorf("%d combinations are designs, of %d; the first is %s", sum, s.Combinations(), s.Designs[0].Name)
	}
	if s.Combinations() != 17_280 {
		t.Errorf("%d combinations", s.Combinations())
	}
	for c := range s.Combinations() {
		choice, d := s.At(c)
		if rep, _ := same(fold(s.policy(choice))); rep != s.Designs[d].policy {
			t.Fatalf("combination %d is taken for %s", c, s.Designs[d].Name)
		}
	}
}

// TestDecideOverrides has a space in which the policy that a rule names is not.
func TestDecideOverrides(t *testing.T) {
	s := small(t, "pte-pte", "key=found", "put=next", "pmd-meets-pte=fall-back")
	for _, d := range s.Designs {
		if words := s.words(&d); words["key"] != "found" || d.policy.Key != daxcore.KeyKernel {
			t.Fatalf("%s is shown as %v", d.Name, words)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	all := daxtest.Scenarios()
	for _, c := range []struct {
		decide []string
		want   string
	}{
		{[]string{"key"}, "want key=value,value"},
		{[]string{"kye=base"}, `(did you mean "key"?)`},
		{[]string{"key=kernel,basse"}, `(did you mean "base"?)`},
		{[]string{"key="}, "it can be kernel"},
		{[]string{"cookie=unlocked,locked"}, "cookie is not part of the space"},
		{[]string{"page-rcu=none"}, "page-rcu is not part of the space"},
		{[]string{"key=base,base"}, "has base twice"},
		{[]string{"key=base", "key=kernel"}, "decided twice"},
		{[]string{"lookup=whole-range,first-slot,exact-index", "insert=whole-range,exact", "pmd=on,off"}, "give some decisions one value"},
	} {
		if _, err := New(all, c.decide); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.decide, err, c.want)
		}
	}
	if _, err := New(nil, nil); err == nil {
		t.Error("a space with no scenario")
	}
	if _, err := New([]*daxtest.Scenario{all[0], all[0]}, nil); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a scenario that is there twice: %v", err)
	}
}

// lossesOf returns what is violated by a policy that no rule and no
// projection has touched, with depths, and the size of the graph.
func lossesOf(t *testing.T, sc *daxtest.Scenario, p daxcore.Policy) (losses []string, states, edges int) {
	t.Helper()
	r, err := check.Check(sc, p.Design,
		check.For(sc))
	if err != nil || r.Hit != "" {
		t.Fatalf("%s in %s: %v, hit %q", policy.Describe(p), sc.Name, err, r.Hit)
	}
	for _, v := range r.Violations {
		losses = append(losses, v.Kind.String())
	}
	slices.Sort(losses)
	return losses, r.States, r.Edges
}

// anyPolicy draws a policy from all there are, but for what harms the world
// itself.
func anyPolicy(r *rand.Rand) (p daxcore.Policy) {
	for _, d := range policy.Decisions() {
		if d.Key != "lookup" && d.Key != "insert" && d.Key != "page-retry" && !d.Mistakes {
			p = d.With(p, r.IntN(len(d.Values)))
		}
	}
	return p
}

// light are the scenarios that are searched in a moment.
func light(t *testing.T) []*daxtest.Scenario {
	t.Helper()
	list, err := lightOnes()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// lightOnes are found once, for all tests.
var lightOnes = sync.OnceValues(func() (list []*daxtest.Scenario, err error) {
	for _, sc := range daxtest.Scenarios() {
		o := check.For(sc)
		o.MaxStates = shorter(999, 500)
		r, err := check.Check(sc, daxcore.Policy{}.Design, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", sc.Name, err)
		}
		if r.Hit == "" {
			list = append(list, sc)
		}
	}
	return list, nil
})

// shorter is all, or with -short what must do.
func shorter(all, short int) int {
	if testing.Short() {
		return short
	}
	return all
}

// TestSameBehavesTheSame plays policies that a rule changes against what it
// makes of them.
func TestSameBehavesTheSame(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 1))
	list := light(t)
	for _, r := range rules() {
		for n, tries := 0, 0; n < shorter(6, 1); tries++ {
			if tries > 100_000 {
				t.Fatalf("no policy for the rule: %s", r.why)
			}
			p := fold(anyPolicy(rnd))
			q := p
			if !r.when(p) {
				continue
			}
			if r.as(&q); q == p {
				continue
			}
			n++
			for _, sc := range list {
				a, states, edges := lossesOf(t, sc, p)
				b, states2, edges2 := lossesOf(t, sc, q)
				// Where queues differ in order, states do too.
				alike := p.Wait != q.Wait || states == states2 && edges == edges2
				if !slices.Equal(a, b) || !alike {
					t.Errorf("%s: %s loses %v, %s loses %v; rule: %s", sc.Name, policy.Describe(p), a, policy.Describe(q), b, r.why)
				}
			}
		}
	}
}

// TestFoldBehavesTheSame has words for defaults replaced by defaults.
func TestFoldBehavesTheSame(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 2))
	list := light(t)
	for range shorter(8, 2) {
		p := anyPolicy(rnd)
		for _, sc := range list {
			a, states, edges := lossesOf(t, sc, p)
			b, states2, edges2 := lossesOf(t, sc, fold(p))
			if !slices.Equal(a, b) || states != states2 || edges != edges2 {
				t.Errorf("%s: %s is not what it is folded to", sc.Name, policy.Describe(p))
			}
		}
	}
}

// TestProjectAsksForAllThatMatters searches with decisions that a scenario is
// said not to ask for: the graph must be the same.
func TestProjectAsksForAllThatMatters(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	changed := 0
	for _, sc := range light(t) {
		for range shorter(8, 4) {
			p := anyPolicy(rnd)
			q := project(p, sc)
			if q == p {
				continue
			}
			changed++
			a, states, edges := lossesOf(t, sc, p)
			b, states2, edges2 := lossesOf(t, sc, q)
			if !slices.Equal(a, b) || states != states2 || edges != edges2 {
				t.Errorf("%s: %s: %v, %d states, %d edges; as projected %v, %d, %d", sc.Name, policy.Describe(p), a, states, edges, b, states2, edges2)
			}
		}
	}
	if changed < 100 {
		t.Errorf("only %d projections were tried", changed)
	}
	odd := &daxtest.Scenario{Tasks: []daxtest.Task{{{Name: "Z(1)"}}}}
	if p := anyPolicy(rnd); project(p, odd) != p {
		t.Error("an operation that is not known is thought to ask for nothing")
	}
}

// small makes a space of one scenario, in which each decision has the values
// given, or upstream's alone.
func small(t testing.TB, scenario string, decide ...string) *Space {
	t.Helper()
	sc, err := daxtest.ScenarioNamed(scenario)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range policy.Decisions() {
		if defaults(d.Key) != nil && !slices.ContainsFunc(decide, func(s string) bool { return strings.HasPrefix(s, d.Key+"=") }) {
			decide = append(decide, d.Key+"="+defaults(d.Key)[0])
		}
	}
	s, err := New([]*daxtest.Scenario{sc}, decide)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
