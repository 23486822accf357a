package bench

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/strategies"
)

// TestOddValues: each axis refuses a value with what it wants, or a case with it
// runs and ends: of the first pattern that has such an axis.
func TestOddValues(t *testing.T) {
	patterns, err := pattern.Find("pte-same,mix,inval-rounds,replay-inval,rocksdb")
	if err != nil {
		t.Fatal(err)
	}
	found, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	costs := &profile.Default().Profile
	refused := map[string]bool{}
	for _, a := range Axes() {
		for _, v := range []float64{0, -1, 0.5, 1, 3, 1e9, 5e-324, 1e308, math.Inf(1), math.Inf(-1), math.NaN()} {
			ran := false
			for _, p := range patterns {
				plan := Plan{Patterns: []*pattern.Pattern{p}, Strategies: found, Sim: NewSim(costs), Sweeps: []Sweep{{a, []float64{v}}}, Windows: 1, Window: 1000, Seed: 1, GiveUp: 1}
				if a.Name == "preempt" { // which no other machine has
					plan.Sim.Machine = nil
				}
				name := fmt.Sprintf("%s=%g of %s", a.Name, v, p.Name)
				groups, err := plan.Groups()
				if wrong := (*AxisError)(nil); errors.As(err, &wrong) {
					refused[a.Name] = true
					if says := wrong.Err.Error(); wrong.Axis != a.Name || !strings.Contains(says, "want ") && !strings.Contains(says, p.Name) && !strings.Contains(says, "more than") {
						t.Errorf("%s: %v does not say what is wanted", name, err)
					}
					continue
				}
				if err != nil || len(groups) != 1 {
					t.Fatalf("%s: %d groups, %v", name, len(groups), err)
				}
				if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 || v == 1e308 {
					t.Errorf("%s is taken", name)
					continue
				}
				if ran {
					continue
				}
				ran = true
				if r := groups[0][0].Simulate(t.Context(), plan.Windows, plan.Window); len(r.Samples) != 1 {
					t.Errorf("%s: %d windows", name, len(r.Samples))
				}
			}
		}
		if !refused[a.Name] {
			t.Errorf("%s refuses nothing", a.Name)
		}
	}
}

// TestOddWords: what stands for a value on a command line is read, or refused with
// its axis.
func TestOddWords(t *testing.T) {
	for _, a := range Axes() {
		for _, word := range []string{"", "x", "1e", "0x", "1,1", "NaN", "1e309", "--", "9223372036854775808ns"} {
			s, err := ParseSweep(a.Name + "=" + word)
			if a.Unit != "ns" && word == "NaN" {
				if err != nil || len(s.Values) != 1 { // what it is worth is for the case to say
					t.Errorf("%s=NaN: %v, %v", a.Name, s.Values, err)
				}
				continue
			}
			if err == nil || !strings.HasPrefix(err.Error(), a.Name+": ") {
				t.Errorf("%s=%s: %v, %v", a.Name, word, s.Values, err)
			}
		}
	}
}
