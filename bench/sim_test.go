package bench

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
	"daxwait/results"
	"daxwait/strategies"
)

// simulated runs a pattern on two virtual CPUs and returns the record.
func simulated(t *testing.T, name, strategy string, tasks, windows int) string {
	t.Helper()
	p, err := pattern.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := strategies.Find(strategy)
	if err != nil {
		t.Fatal(err)
	}
	prof := sim.Zero()
	prof.WakeLatency = sim.Time{Mean: 3000, Drawn: true}
	prof.Costs[task.WakeOne] = sim.Time{Mean: 1000}
	prof.Costs[task.InstallPTE] = sim.Time{Mean: 500}
	c := Case{Pattern: p[0], Strategy: s[0], Tasks: tasks, Seed: 1, Sim: &Sim{CPUs: 2, Profile: prof, Slice: 3_000_000}}
	b, err := json.Marshal(c.Simulate(t.Context(), windows, 20*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSimulationRepeats: the same seed gives the same bytes.
func TestSimulationRepeats(t *testing.T) {
	for _, name := range []string{"pte-same", "mixed-pmd", "inval-rounds", "punch", "zipf"} {
		a, b := simulated(t, name, "exclusive", 8, 2), simulated(t, name, "exclusive", 8, 2)
		if a != b {
			t.Errorf("%s:\n%s\n%s", name, a, b)
		}
	}
}

// TestSimulationDigests: a whole plan gives the same files whatever the number
// of workers.
func TestSimulationDigests(t *testing.T) {
	p := Plan{Windows: 2, Window: 2 * time.Millisecond, Seed: 3, Sensitivity: true}
	if testing.Short() {
		p.Windows = 1
	}
	for _, err := range []error{
		set(&p.Patterns)(pattern.Find("mix,inval-rounds")),
		set(&p.Strategies)(strategies.Find("exclusive,merged,linux-5.12")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	p.Sim = NewSim(&costs.Profile)
	pmd, err := ParseSweep("hold=1us,20us")
	if err != nil {
		t.Fatal(err)
	}
	p.Sweeps = []Sweep{pmd}
	digest := func(procs int) [32]byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		dir := t.TempDir()
		log, _, err := results.Begin(nil, dir, nil, results.Force)
		if err != nil {
			t.Fatal(err)
		}
		groups, err := p.Groups()
		if err != nil {
			t.Fatal(err)
		}
		records, err := p.Run(t.Context(), groups, log, nil)
		if err != nil || len(records) != 2*3*2*7 {
			t.Fatal(len(records), err)
		}
		var all []byte
		for _, name := range []string{results.RunsFile, results.BenchFile} {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, data...)
		}
		return sha256.Sum256(all)
	}
	one := digest(1)
	for _, procs := range []int{1, 4} {
		if digest(procs) != one {
			t.Errorf("%d workers write other files than one", procs)
		}
	}
}

// set keeps a value and passes its error on.
func set[T any](to *T) func(T, error) error {
	return func(v T, err error) error {
		*to = v
		return err
	}
}

// TestFixedSchedules: a burst under constant prices is the same whatever the
// seed, so its counts are exact: one holder and m others make m(m+1)/2 wakes if
// each release wakes all, and m if it wakes the next. With a price that is
// drawn, or a pattern that draws, nothing is exact.
func TestFixedSchedules(t *testing.T) {
	burst := found(pattern.Find("burst"))[0]
	run := func(p *pattern.Pattern, strategy, costs string) *results.Record {
		m := NewSim(&found(profile.Find(costs)).Profile)
		m.CPUs = 8
		c := Case{Pattern: p, Strategy: found(strategies.Find(strategy))[0], Tasks: 8, Seed: 1, Sim: m}
		return c.Simulate(t.Context(), 3, time.Millisecond)
	}
	for strategy, perRound := range map[string]int64{"perindex": 7 * 8 / 2, "exclusive": 7} {
		r := run(burst, strategy, "zero")
		if !r.Exact {
			t.Fatal("a burst under constant prices is not exact")
		}
		for _, s := range r.Samples {
			if s.Counts.Woken != perRound*s.Rounds {
				t.Errorf("%s: %d wakes in %d rounds, want %d in each", strategy, s.Counts.Woken, s.Rounds, perRound)
			}
		}
	}
	if run(burst, "exclusive", "default").Exact || run(found(pattern.Find("pte-same"))[0], "exclusive", "zero").Exact {
		t.Error("what is drawn is called exact")
	}
}

// TestRoundsBeginInAnyOrder: in that of their numbers, four tasks never put two
// invalidations behind one another, which is what loses a wakeup. The order goes
// by the seed.
func TestRoundsBeginInAnyOrder(t *testing.T) {
	hung := func(strategy string, start pattern.Time, seed uint64) (hung, rounds int64) {
		p := *found(pattern.Find("inval-rounds"))[0]
		p.Start = start
		c := Case{Pattern: &p, Strategy: found(strategies.Find(strategy))[0], Tasks: 4, Seed: seed, Sim: NewSim(&found(profile.Find("default")).Profile)}
		c.Sim.Machine = nil // first come first served
		s := c.Simulate(t.Context(), 1, 20*time.Millisecond).Samples[0]
		return s.HungRounds, s.Rounds
	}
	drawn := found(pattern.Find("inval-rounds"))[0].Start
	n, rounds := hung("linux-5.12", drawn, 1)
	again, roundsAgain := hung("linux-5.12", drawn, 1)
	_, others := hung("linux-5.12", drawn, 2)
	byNumber, _ := hung("linux-5.12", pattern.Time{}, 1)
	fixed, _ := hung("exclusive", drawn, 1)
	if n*100 < rounds || n != again || rounds != roundsAgain || rounds == others || byNumber != 0 || fixed != 0 {
		t.Errorf("hung: %d of %d rounds, again %d of %d, with another seed of %d; by number %d; with the fix %d", n, rounds, again, roundsAgain, others, byNumber, fixed)
	}
}

// TestStandstill: a window ends where nothing takes time.
func TestStandstill(t *testing.T) {
	for _, name := range []string{"burst", "pte-same"} {
		p := found(pattern.Find(name))[0]
		for _, axis := range []string{"hold", "think"} {
			p = found(p.Set(pattern.AxisNamed(axis), 0))
		}
		c := Case{Pattern: p, Strategy: strategies.All()[0], Tasks: 4, Seed: 1, Sim: NewSim(sim.Zero())}
		r := c.Simulate(t.Context(), 1, time.Millisecond)
		if r.Samples[0].Ops == 0 || r.Validate() != nil || len(r.Warnings) == 0 {
			t.Errorf("%s: %d operations, warnings %q, %v", name, r.Samples[0].Ops, r.Warnings, r.Validate())
		}
	}
}

// TestVariantsOfWhatIsSet: a price that is set is halved and doubled as well.
func TestVariantsOfWhatIsSet(t *testing.T) {
	p := Plan{Patterns: found(pattern.Find("pte-same")), Strategies: strategies.All()[:1], Sim: NewSim(&found(profile.Find("default")).Profile), Sensitivity: true,
		Sweeps: []Sweep{found(ParseSweep("wake-one=2us")), found(ParseSweep("cpus=4"))}}
	prices := map[string]int64{}
	for _, g := range found(p.Groups()) {
		prices[g[0].Sim.Variant] = g[0].Sim.Profile.Costs[task.WakeOne].Mean
		if g[0].Sim.CPUs != 4 {
			t.Errorf("%s on %d CPUs", g[0].Sim.Variant, g[0].Sim.CPUs)
		}
	}
	for variant, want := range map[string]int64{"": 2000, "wake-one*0.5": 1000, "wake-one*2": 4000, "recheck*2": 2000} {
		if prices[variant] != want {
			t.Errorf("%q: a wake costs %d ns, want %d", variant, prices[variant], want)
		}
	}
}

// TestHangsOfAllWindows: a record counts the hangs of all its windows.
func TestHangsOfAllWindows(t *testing.T) {
	c := Case{Pattern: found(pattern.Find("mixed-rounds"))[0], Strategy: found(strategies.Find("linux-5.2"))[0], Tasks: 8, Seed: 1,
		Sim: NewSim(&found(profile.Find("default")).Profile)}
	r := c.Simulate(t.Context(), 3, 2*time.Millisecond)
	var hung int64
	for _, s := range r.Samples {
		hung += s.HungRounds
	}
	if want := fmt.Sprintf("%d hangs; the record describes 3 of them", hung); !slices.Contains(r.Warnings, want) {
		t.Errorf("warnings %q, want %q", r.Warnings, want)
	}
}

// TestOpenLoopIsAQueue: starts are a Poisson process, so one page whose holders
// sleep for a constant time is a queue with a constant service, M/D/1, as long
// as no wake costs anything and enough tasks stand in for customers.
func TestOpenLoopIsAQueue(t *testing.T) {
	const tasks, hold, load = 32, 10e3, 0.6
	p := found(pattern.Find("pte-same"))[0]
	c := Case{Pattern: p, Strategy: found(strategies.Find("exclusive"))[0], Tasks: tasks, Seed: 1, Rate: load / hold * 1e9 / tasks, Sim: NewSim(sim.Zero())}
	c.Sim.CPUs = 0
	s := c.Simulate(t.Context(), 1, 4*time.Second).Samples[0]
	if rate := float64(s.Ops) / s.Seconds * hold / 1e9; math.Abs(rate-load) > 0.01 {
		t.Errorf("a load of %.3f, want %v", rate, load)
	}
	if want := load * hold / (2 * (1 - load)); math.Abs(s.WaitMean-want) > 0.1*want {
		t.Errorf("a mean wait of %.0f ns, theory says %.0f", s.WaitMean, want)
	}
}
