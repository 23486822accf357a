package results

import "slices"

// Verdict is what a check found out about a strategy in a scenario. It is one
// line of daxwait check --format json.
type Verdict struct {
	Strategy string `json:"strategy"`
	Scenario string `json:"scenario"`
	// Verdict is Proved, Violation or Incomplete.
	Verdict string `json:"verdict"`
	// Kind is what is violated, in the losing schedule of fewest steps; Kinds
	// are all that were met, in the order of their depth.
	Kind  string   `json:"kind,omitempty"`
	Kinds []string `json:"kinds,omitempty"`
	// Findings are what is no violation but worth knowing.
	Findings []string `json:"findings,omitempty"`
	// Inversions of the order of locks hang somebody, or might elsewhere.
	Inversions []Inversion `json:"inversions,omitempty"`
	// Depth is the least number of steps of any losing schedule.
	Depth int `json:"depth,omitempty"`
	// Schedule is the losing one of fewest preemptions, then of fewest steps,
	// as daxwait replay takes it, and Preemptions how many it has.
	Schedule    string `json:"schedule,omitempty"`
	Preemptions int    `json:"preemptions"`
	// States and Edges are the size of the graph that was searched.
	States  int64   `json:"states"`
	Edges   int64   `json:"edges"`
	Seconds float64 `json:"seconds"`
	Bounds  Bounds  `json:"bounds"`
	// SharedWith is the design with which the graph was searched, where this one answered
	// the same to all that the scenario asked; then Seconds are of that search, which was
	// made once.
	SharedWith string `json:"shared_with,omitempty"`
	// Expected is the verdict that the scenario wants of the strategy, and
	// AsExpected whether that is so.
	Expected   string `json:"expected"`
	AsExpected bool   `json:"as_expected"`
	// Hopeless: the scenario wants every design to fail, so that this tells of
	// what stands around the queues, and nothing of the design.
	Hopeless bool `json:"hopeless,omitempty"`
}

// The verdicts.
const (
	Proved     = "PROVED"
	Violation  = "VIOLATION"
	Incomplete = "INCOMPLETE"
)

// Validate returns what cannot be of a verdict that was read.
func (v *Verdict) Validate() error {
	var d domain
	if v.Verdict != Proved && v.Verdict != Violation && v.Verdict != Incomplete {
		d.fail("%.40q is no verdict", v.Verdict)
	}
	for _, f := range [][2]string{{"strategy", v.Strategy}, {"scenario", v.Scenario}} {
		if f[1] == "" {
			d.fail("no %s", f[0])
		}
		d.word(f[0], f[1])
	}
	d.word("shared_with", v.SharedWith)
	lost := v.Verdict == Violation
	switch {
	case lost != (v.Kind != "") || lost != (v.Depth > 0) || lost != (v.Schedule != ""):
		d.fail("%s with kind %q, a depth of %d and the schedule %.40q: a violation has all three, and nothing else has one", v.Verdict, v.Kind, v.Depth, v.Schedule)
	case v.Verdict == Proved && v.Bounds.Hit != "":
		d.fail("%s, and the limit %q was hit", v.Verdict, v.Bounds.Hit)
	case v.Verdict == Incomplete && v.Bounds.Hit == "":
		d.fail("%s, and no limit was hit", v.Verdict)
	case len(v.Kinds) != 0 && v.Kinds[0] != v.Kind:
		d.fail("kind %q is not the first of %q", v.Kind, v.Kinds)
	}
	for _, n := range []count{
		{"depth", int64(v.Depth)}, {"preemptions", int64(v.Preemptions)}, {"states", v.States}, {"edges", v.Edges},
		{"tasks", int64(v.Bounds.Tasks)}, {"operations", int64(v.Bounds.Operations)}, {"spurious", int64(v.Bounds.Spurious)},
		{"alloc_fails", int64(v.Bounds.AllocFails)}, {"refusals", int64(v.Bounds.Refusals)}, {"max_states", v.Bounds.MaxStates},
	} {
		d.count(n.Name, n.N)
	}
	d.real("seconds", v.Seconds, 0, mostSeconds)
	return d.err
}

// manyDesigns is how many have to fail in a scenario before that is said to be
// the scenario's doing, where it does not say so itself.
const manyDesigns = 5

// Defeats returns the scenarios, in the order met, in which every design of many
// fails, or of any number if the scenario wants that. These tell of what stands
// around the queues, and nothing of designs.
func Defeats(verdicts []*Verdict) (all []string) {
	checked, bad, meant := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, v := range verdicts {
		checked[v.Scenario]++
		meant[v.Scenario] = meant[v.Scenario] || v.Hopeless
		if v.Verdict == Violation {
			bad[v.Scenario]++
		}
	}
	for _, v := range verdicts {
		n := checked[v.Scenario]
		if bad[v.Scenario] == n && (meant[v.Scenario] || n >= manyDesigns) && !slices.Contains(all, v.Scenario) {
			all = append(all, v.Scenario)
		}
	}
	return all
}

// Bounds are what a verdict holds within. A limit that was hit is named in
// Hit, and the verdict is then Incomplete unless a violation was found before.
type Bounds struct {
	Tasks int `json:"tasks"`
	// Operations of all tasks together.
	Operations int `json:"operations"`
	// Spurious is how many sleeps may end without a wake, AllocFails how many
	// allocations may fail, Refusals how many invalidations may be refused, in
	// one schedule.
	Spurious   int `json:"spurious"`
	AllocFails int `json:"alloc_fails"`
	Refusals   int `json:"refusals"`
	// MaxStates is the limit on stored states, MaxMemory that on bytes of memory, if
	// there is one.
	MaxStates int64  `json:"max_states"`
	MaxMemory int64  `json:"max_memory,omitempty"`
	Hit       string `json:"hit,omitempty"`
	// NoLivelock: none was looked for.
	NoLivelock bool `json:"no_livelock,omitempty"`
	// Reduced is what the search left out, since it leads to nothing else; empty if
	// it made all schedules.
	Reduced []string `json:"reduced,omitempty"`
}

// Columns is a schedule as people read it: a column for each task, a row for
// each step.
type Columns struct {
	Strategy string `json:"strategy"`
	Scenario string `json:"scenario"`
	Schedule string `json:"schedule"`
	Kind     string `json:"kind,omitempty"`
	// Entries says what the file has at first, such as "pte B+1".
	Entries string `json:"entries"`
	// Tasks heads the columns: what each task does, such as "F(0,B+1)".
	Tasks []string `json:"tasks"`
	Steps []Step   `json:"steps"`
	// NoReturn is the number of the step, from 1, after which no schedule can
	// avoid the loss; 0 if there is none or it is not known.
	NoReturn int `json:"no_return,omitempty"`
	// Ending says in words how it ends: who sleeps on which key, who should
	// have woken it, why not.
	Ending string `json:"ending"`
}

// Step is an atomic section of one task.
type Step struct {
	Task int `json:"task"`
	// Does is what the task does in it, such as "locks pte B+1" or "sleeps on
	// key B"; it may be a few things.
	Does []string `json:"does"`
	// After the step: what each task is doing, by task.
	After []State `json:"after"`
}

// State is what a task is doing between two steps.
type State struct {
	// Status is "ready", "asleep", "blocked" or "finished".
	Status string `json:"status"`
	// Holds is the entry that it has locked, such as "pte B+1", or empty.
	Holds string `json:"holds,omitempty"`
	// Key is the wait key that it sleeps on, such as "B+1", or empty.
	Key string `json:"key,omitempty"`
}
