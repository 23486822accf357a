package results_test

import (
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestGroupsTellSettingsApart: a swept point is a group, a name and a benchmark
// of its own.
func TestGroupsTellSettingsApart(t *testing.T) {
	a := made.Point("a", "", 1, 8, results.Setting{Axis: "hold", Value: 10_000, Unit: "ns"})
	b := made.Point("a", "recheck*0.5", 1, 8, results.Setting{Axis: "hold", Value: 10_000, Unit: "ns"})
	c := made.Point("a", "", 1, 8, results.Setting{Axis: "hold", Value: 20_000, Unit: "ns"})
	if a.Group() == b.Group() || a.Group() == c.Group() || len(results.Pool([]*results.Record{a, b, c})) != 3 {
		t.Error("settings or variants are pooled")
	}
	if got, want := b.Name(), "Fault/engine=sim/pattern=p/strategy=a/tasks=8/vcpus=2/hold=10us/variant=recheck*0.5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := b.Group().Name(), "p on 2 CPUs, hold=10us, recheck*0.5"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestGroupsTellMachinesApart: what was simulated on another machine is another group,
// with other conditions, and says so in its names.
func TestGroupsTellMachinesApart(t *testing.T) {
	a, b := made.Point("a", "", 1, 8), made.Point("a", "", 1, 8)
	b.VMachine = "guest-2cpu"
	if a.Group() == b.Group() || a.Conditions() == b.Conditions() || len(results.Pool([]*results.Record{a, b})) != 2 {
		t.Error("machines are pooled")
	}
	if got, want := b.Name(), "Fault/engine=sim/pattern=p/strategy=a/tasks=8/vcpus=2/machine=guest-2cpu"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := b.Group().Name(), "p on 2 CPUs, guest-2cpu"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := b.Conditions().String(), "simulated on guest-2cpu, cost profile default, 2 CPUs, "; !strings.HasPrefix(got, want) {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestSameSeedsCountOnce: a simulation that was run again with more windows has
// the samples of the first run among its own.
func TestSameSeedsCountOnce(t *testing.T) {
	short, long := made.Point("a", "", 1e6, 8), made.Point("a", "", 1e6, 8)
	short.Samples = short.Samples[:5]
	later := made.Point("a", "", 1e6, 8)
	later.Seed = 8 // has two of the ten
	if n := len(results.Pool([]*results.Record{short, long, later})[0].Samples); n != 18 {
		t.Errorf("%d samples of the seeds 0 to 17", n)
	}
	live := made.Point("a", "", 1e6, 8)
	live.Engine = "live"
	if n := len(results.Pool([]*results.Record{live, live})[0].Samples); n != 20 {
		t.Errorf("%d samples of two live runs of ten", n)
	}
}
