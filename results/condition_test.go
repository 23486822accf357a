package results_test

import (
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestLoopOfConditions: a heading says of which loop it is, also where the rate is a
// part of a capacity.
func TestLoopOfConditions(t *testing.T) {
	for _, c := range []struct {
		rate, load float64
		along      string
		says       string
	}{
		{0, 0, "", "closed loop"},
		{10, 0, "", "open loop of 10 operations a second a task"},
		{10, 0, "rate", "open loop, the rate varies"},
		{0, 0.5, "", "open loop at 0.5 of the capacity"},
		{0, 0.5, "load", "open loop, the load varies"},
	} {
		r := made.Record("p", "x", made.Ten(1000, 1), made.Ten(5, 1))
		r.Engine, r.Rate = "sim", c.rate
		if c.load != 0 {
			r.Set = []results.Setting{{"load", c.load, ""}}
		}
		u := r.Conditions()
		if c.along != "" {
			u = u.Along(c.along)
		}
		if got := u.String(); !strings.Contains(got, c.says) {
			t.Errorf("rate %g, load %g: %q, want %q", c.rate, c.load, got, c.says)
		}
	}
}
