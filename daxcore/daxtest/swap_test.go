package daxtest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// swappable are scenarios of tasks that do the same, with all that a world keeps
// by task but a journal.
var swappable = []string{
	"F(0,B+1); F(0,B+1); F(0,B+1); I(B+1)",
	"P(B+1,w) then P(B+2,w); P(B+1,w) then P(B+2,w); F(0,B+1)",
	"A(B+1,w); A(B+1,w); A(B+1,w); M()",
	"U(B,B+3); U(B,B+3); U(B,B+3); T(B)",
	"L(B+1) then E(); L(B+1) then E(); L(B+1)",
}

// TestSwap: what two equal tasks have done is, after a swap, what a world is in
// which each did what the other did.
func TestSwap(t *testing.T) {
	const a, b = 0, 1
	other := func(id int) int {
		switch id {
		case a:
			return b
		case b:
			return a
		}
		return id
	}
	differ := 0
	for _, text := range swappable {
		sc := &daxtest.Scenario{Entries: "pte B+1", VMALocks: true}
		sc.Tasks, _ = daxtest.ParseTasks(text)
		for seed := range uint64(60) {
			rng := rand.New(rand.NewPCG(seed, 5))
			one, two := daxtest.NewStepper(sc.World(daxcore.Policy{}.Design), sc.Tasks), daxtest.NewStepper(sc.World(daxcore.Policy{}.Design), sc.Tasks)
			for range rng.IntN(30) {
				ready := one.Ready()
				if len(ready) == 0 {
					break
				}
				id := ready[rng.IntN(len(ready))]
				if err := one.Step(id); err != nil {
					t.Fatal(err)
				}
				if err := two.Step(other(id)); err != nil {
					t.Fatalf("%s: %v", text, err)
				}
			}
			as := one.World.AppendState(nil)
			if places(one.World, a) != places(two.World, b) || places(one.World, b) != places(two.World, a) {
				t.Errorf("%s, seed %d: a task's place is not what it is where the other did what it did", text, seed)
			}
			one.World.Swap(a, b)
			got, want := one.World.AppendState(nil), two.World.AppendState(nil)
			if !slices.Equal(got, want) {
				t.Errorf("%s, schedule %v: swapped\n%#x, want\n%#x", text, one.Schedule(), got, want)
			}
			if !slices.Equal(as, got) {
				differ++
			}
			one.World.Swap(a, b)
			if back := one.World.AppendState(nil); !slices.Equal(back, as) {
				t.Errorf("%s, schedule %v: swapped twice\n%#x, want\n%#x", text, one.Schedule(), back, as)
			}
			// The world goes on as the other does.
			one.World.SetState(got)
			if again := one.World.AppendState(nil); !slices.Equal(again, want) {
				t.Errorf("%s: set to what it was, it is another", text)
			}
			one.Stop()
			two.Stop()
		}
	}
	if differ < 80 {
		t.Errorf("only %d worlds are another after a swap", differ)
	}
}

func places(w *daxcore.World, id int) string { return fmt.Sprint(w.AppendPlace(nil, id)) }

// TestPlaces: two tasks in one queue never stand in the same place.
func TestPlaces(t *testing.T) {
	sc := &daxtest.Scenario{Entries: "pte B+1"}
	sc.Tasks, _ = daxtest.ParseTasks("F(0,B+1); F(0,B+1); F(0,B+1); F(0,B+1)")
	s := daxtest.NewStepper(sc.World(daxcore.Policy{}.Design), sc.Tasks)
	defer s.Stop()
	for _, id := range []int{3, 1, 0, 2} {
		if err := s.Step(id); err != nil {
			t.Fatal(err)
		}
	}
	if s.Status(0) != step.Asleep || s.Status(1) != step.Asleep || s.Status(2) != step.Asleep {
		t.Fatal("they do not sleep")
	}
	if places(s.World, 0) == places(s.World, 1) || places(s.World, 1) == places(s.World, 2) || places(s.World, 0) == places(s.World, 2) {
		t.Errorf("%s, %s, %s", places(s.World, 0), places(s.World, 1), places(s.World, 2))
	}
}
