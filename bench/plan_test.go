package bench_test

import (
	"testing"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/strategies"
)

// TestARunWithoutALog returns its records, on either engine.
func TestARunWithoutALog(t *testing.T) {
	patterns, err := pattern.Find("pte-same")
	if err != nil {
		t.Fatal(err)
	}
	designs, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	for name, host := range map[string]*bench.Sim{"sim": bench.NewSim(&profile.Default().Profile), "live": nil} {
		p := bench.Plan{Patterns: patterns, Strategies: designs, Sim: host, Windows: 2, Window: 1e6, Seed: 1}
		groups, err := p.Groups()
		if err != nil {
			t.Fatal(err)
		}
		found, err := p.Run(t.Context(), groups, nil, nil)
		if err != nil || len(found) != 1 || len(found[0].Samples) != 2 {
			t.Errorf("%s: %d records, %v", name, len(found), err)
		}
	}
}
