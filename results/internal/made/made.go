// Package made makes records for tests: what they hold is chosen, not measured.
package made

import (
	"math/rand/v2"

	"daxwait/results"
	"daxwait/results/machine"
)

// Record returns a live record whose windows have the given operations and
// sleeps.
func Record(pattern, strategy string, ops, sleeps []int64) *results.Record {
	r := &results.Record{Schema: results.Schema, Engine: "live", Pattern: pattern, Strategy: strategy, Tasks: 8, Hold: "sleep",
		Loop: "closed", Machine: &machine.Machine{CPUs: 8, GOMAXPROCS: 8, CPU: "x", Kernel: "6.1", Go: "go1", Governor: "performance", OS: "linux", Arch: "amd64"}}
	for i := range ops {
		r.Samples = append(r.Samples, results.Sample{Seconds: 0.5, Ops: ops[i], Counts: results.Counts{Sleeps: sleeps[i]}, Jain: 1})
	}
	return r
}

// Ten returns ten numbers with a step between them.
func Ten(from, step int64) []int64 {
	v := make([]int64, 10)
	for i := range v {
		v[i] = from + int64(i)*step
	}
	return v
}

// Point is a simulated record on axes, whose windows do so many operations in a
// second, give or take noise that strategies share.
func Point(strategy, variant string, ops float64, tasks int, set ...results.Setting) *results.Record {
	r := &results.Record{Schema: results.Schema, Engine: "sim", Pattern: "p", Strategy: strategy, Tasks: tasks, VCPUs: 2, Profile: "default",
		Hold: "sleep", Loop: "closed", Variant: variant, Set: set, Machine: &machine.Machine{}}
	rng := rand.New(rand.NewPCG(1, uint64(tasks)))
	for range 10 {
		r.Samples = append(r.Samples, results.Sample{Seconds: 1, Ops: int64(ops * (1 + 0.02*rng.NormFloat64())), Jain: 1, Contention: &results.Contention{}})
	}
	return r
}

// On is a value of an axis.
func On(axis string, v float64) results.Setting { return results.Setting{Axis: axis, Value: v} }

// Piled is a record of one pile-up: task 3 is lost at 100 ns, and the others stop
// behind it until 400 ns.
func Piled() *results.Record {
	return &results.Record{
		Schema: results.Schema, Engine: "sim", Pattern: "rocksdb", Strategy: "linux-5.2", Tasks: 5, Hold: "sleep",
		Samples: []results.Sample{{Seconds: 1, Hung: true}}, Hangs: []string{"a hang"},
		Pileups: []results.Pileup{{
			Ops: 10, Tasks: 5, Going: []string{"appender"},
			Stops: []results.Stop{
				{Task: 1, Role: "mapper", On: "invalidate_lock", Behind: 3, NS: 50},
				{Task: 3, Role: "reader", On: results.OnEntry, Lost: true, Behind: -1, NS: 100},
				{Task: 2, Role: "reader", On: "mmap_lock", Behind: 1, NS: 200},
				{Task: 4, Role: "ps", On: "mmap_lock", Behind: 1, NS: 400},
			},
		}},
	}
}

// Map has two axes, pmd and tasks. With 8 tasks b does half as much again as a and
// "same", but half as much at pmd=50 if a wake takes twice as long; with 2 tasks
// nobody is ahead, and b hung at pmd=0.
func Map() (records []*results.Record) {
	for _, tasks := range []int{2, 8} {
		for _, pmd := range []float64{0, 50} {
			at := On("pmd", pmd)
			fast := 1.0
			if tasks == 8 {
				fast = 1.5
			}
			records = append(records, Point("a", "", 1e6, tasks, at), Point("b", "", 1e6*fast, tasks, at), Point("same", "", 1e6, tasks, at),
				Point("a", "wake-one*2", 1e6, tasks, at), Point("b", "wake-one*2", 1e6*fast, tasks, at))
			if tasks == 8 && pmd == 50 {
				records[len(records)-1] = Point("b", "wake-one*2", 0.5e6, tasks, at)
			}
		}
	}
	records[1].Samples[3].Hung = true
	return records
}

// Simulated returns a record of the simulator whose windows have the given
// operations and sleeps, of seeds from 1.
func Simulated(strategy string, ops, sleeps []int64) *results.Record {
	r := Record("p", strategy, ops, sleeps)
	r.Engine, r.Profile, r.VCPUs, r.Seed, r.Machine = "sim", "default", 2, 1, nil
	return r
}
