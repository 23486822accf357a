package results

import (
	"fmt"

	"daxwait/results/machine"
)

// Schema is the version of Record's JSON form. Readers refuse later ones.
const Schema = 3

// unsealedSchema is the version without a checksum, which is still read.
const unsealedSchema = 2

// Record is what one case found.
type Record struct {
	Schema   int    `json:"schema"`
	Engine   string `json:"engine"`
	Pattern  string `json:"pattern"`
	Strategy string `json:"strategy"`
	Tasks    int    `json:"tasks"`
	// VCPUs and Profile are the virtual CPUs and the cost profile of a
	// simulation.
	VCPUs   int    `json:"vcpus,omitempty"`
	OwnCPUs bool   `json:"own_cpus,omitempty"` // one for each task
	Profile string `json:"profile,omitempty"`
	// VMachine is the machine that was simulated, where it is not fifo: how its CPUs are
	// scheduled and where they are.
	VMachine string `json:"vmachine,omitempty"`
	// Variant says which price was not the profile's, such as "wake-one*2":
	// such a record tells how far a conclusion depends on it.
	Variant string `json:"variant,omitempty"`
	// Set is what else was set to another value than the pattern's or the
	// machine's.
	Set []Setting `json:"set,omitempty"`
	// Hold is the regime: "sleep" if holders leave the CPU, else "run".
	Hold string `json:"hold"`
	// Loop is "closed", or "open" with Rate operations a second for each task, or
	// for all together as many as the load in Set says, a share of Capacity.
	Loop string  `json:"loop"`
	Rate float64 `json:"rate,omitempty"`
	// Capacity is what upstream's design does in a closed loop, all else equal, in
	// operations a second. Only a record with a load has it.
	Capacity float64 `json:"capacity,omitempty"`
	Seed     uint64  `json:"seed"`
	// Window is the planned length of a window in ns; Pinned says that each
	// task had an OS thread of its own.
	Window int64 `json:"window_ns"`
	Pinned bool  `json:"pinned,omitempty"`
	// Exact: a fixed schedule, in which nothing is drawn. Its counts have no
	// spread and need no interval; those of two designs differ or do not.
	Exact bool `json:"exact,omitempty"`
	// Samples are the windows, in order; more than nothing unless all hung.
	Samples []Sample `json:"samples"`
	// Waits is the distribution over all windows of the time that an operation
	// waited for entries, in ns; operations that did not wait are at 0.
	Waits []Bin `json:"waits"`
	// Hangs says, for the first few hangs, who waits for whom.
	Hangs []string `json:"hangs,omitempty"`
	// Pileups are how hangs of a simulation came about.
	Pileups []Pileup `json:"pileups,omitempty"`
	// Broken says that the design did not come back, and how: then there are no samples.
	Broken   *Broken  `json:"broken,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
	// LockOrder is that of the locks of all windows, if it was asked for.
	LockOrder *LockOrder `json:"lock_order,omitempty"`
	// settings is what is set, in words, of a record that was read; empty is not known.
	settings string
	Machine  *machine.Machine `json:"machine"`
}

// Sample is one window, or one batch of rounds.
type Sample struct {
	Seconds float64 `json:"seconds"`
	Ops     int64   `json:"ops"` // operations finished
	Counts  Counts  `json:"counts"`
	// Wait percentiles over all operations, as HdrHistogram has them (to three
	// digits, the rank rounded to the nearest), in ns.
	WaitMean float64 `json:"wait_mean_ns"`
	WaitP50  int64   `json:"wait_p50_ns"`
	WaitP99  int64   `json:"wait_p99_ns"`
	WaitP999 int64   `json:"wait_p999_ns"`
	WaitMax  int64   `json:"wait_max_ns"`
	// Latency percentiles: in an open loop of all operations that were due in the
	// window, from their intended start, see Open; else of those that finished, from
	// the start.
	LatencyP50  int64 `json:"latency_p50_ns"`
	LatencyP99  int64 `json:"latency_p99_ns"`
	LatencyP999 int64 `json:"latency_p999_ns"`
	// What else there is to compare with published latencies: of patterns only
	// that are about what stands around an entry lock.
	LatencyMean float64 `json:"latency_mean_ns,omitempty"`
	LatencyMin  int64   `json:"latency_min_ns,omitempty"`
	LatencyMax  int64   `json:"latency_max_ns,omitempty"`
	// Jain is the fairness index of operations over tasks of one role, Gini
	// their Gini coefficient; of the least fair role.
	Jain float64 `json:"jain"`
	Gini float64 `json:"gini"`
	// Roles are the operations by role, where tasks have more than one: a sum of
	// cheap and dear ones moves with their mix. Records of before have none.
	Roles []RoleOps `json:"roles,omitempty"`
	// Open is what became of what was due in the window of an open loop.
	Open *Open `json:"open,omitempty"`
	// Contention is what only a simulation can tell.
	Contention *Contention `json:"contention,omitempty"`
	// Unseen is how many sleeps and wakes of a simulation nobody observed: then what
	// was counted of them says nothing.
	Unseen int64 `json:"unseen,omitempty"`
	// Rounds and HungRounds count episodes; both 0 outside of rounds.
	Rounds     int64 `json:"rounds,omitempty"`
	HungRounds int64 `json:"hung_rounds,omitempty"`
	// Hung says that the window ended with tasks asleep for ever.
	Hung bool `json:"hung,omitempty"`
}

// RoleOps is how many operations tasks of a role finished, such as "PMD faults".
type RoleOps struct {
	Role string `json:"role"`
	Ops  int64  `json:"ops"`
}

// Counts are the events of a window, as task.Tally counts them.
type Counts struct {
	Waits    int64 `json:"waits"`
	Sleeps   int64 `json:"sleeps"`
	Resleeps int64 `json:"resleeps"`
	Wakes    int64 `json:"wakes"`
	Woken    int64 `json:"woken"`
	// Hits are the wakes that woke any; records of before 2026-12 have none.
	Hits       int64 `json:"hits,omitempty"`
	Foreign    int64 `json:"foreign"`
	Locks      int64 `json:"locks"`
	Fallbacks  int64 `json:"fallbacks"`
	Skipped    int64 `json:"skipped"`
	Removed    int64 `json:"removed"`
	Refused    int64 `json:"refused"`
	Downgrades int64 `json:"downgrades"`
	SemSleeps  int64 `json:"sem_sleeps"`
	Violations int64 `json:"violations"`
	// Unpaid are the sleeps and wakes of a simulation that a design did not pay for,
	// which are violations, too.
	Unpaid int64 `json:"unpaid,omitempty"`
}

// Bin is a part of a distribution: Count values of at most NS.
type Bin struct {
	NS    int64 `json:"ns"`
	Count int64 `json:"n"`
}

// Busy says which other work disturbed a record of the live engine so much that
// nothing is called clear; of a simulation, nothing does.
func (r *Record) Busy() string {
	if r.Engine == "sim" || r.Machine == nil {
		return ""
	}
	return r.Machine.Busy()
}

// Name returns the benchmark's name, whose parts are the dimensions.
func (r *Record) Name() string {
	name := fmt.Sprintf("Fault/engine=%s/pattern=%s/strategy=%s/tasks=%d", r.Engine, r.Pattern, r.Strategy, r.Tasks)
	if r.VCPUs != 0 {
		name += fmt.Sprintf("/vcpus=%d", r.VCPUs)
	}
	if r.VMachine != "" {
		name += "/machine=" + r.VMachine
	}
	if len(r.Set) != 0 {
		name += "/" + settings(r.Set, "/")
	}
	if r.Variant != "" {
		name += "/variant=" + r.Variant
	}
	return name
}
