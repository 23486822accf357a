package check

import (
	"time"

	"daxwait/daxcore/daxtest"
)

// Mode is how a search takes steps from states.
type Mode uint8

// The modes. They must find the same.
const (
	Pooled  Mode = iota // a coroutine from the pool
	Replay              // all steps from the start again, for each edge
	History             // from the pool, and believing no label
)

// Options of a search. The zero value takes no budgets and the default limit.
type Options struct {
	// Spurious is how many sleeps may end without a wake (where only that could
	// save a task, it is lost), AllocFails how many allocations may fail, and
	// Refusals how many invalidations may find that the file system keeps the
	// entry, in one schedule.
	Spurious, AllocFails, Refusals int
	// MaxStates is the limit on stored states; 0 is DefaultStates, or none where
	// there is another limit. MaxMemory is the limit on what a search has in memory,
	// in bytes; 0 is none. Levels that are large wait in files.
	MaxStates int
	MaxMemory int64
	// Workers share a search; 0 is 1. They do not change what it finds.
	Workers int
	Mode    Mode
	// DepthFirst searches in another order, to compare.
	DepthFirst bool
	// NoLivelock: none is looked for, and half the memory does. Compact keeps half of
	// each fingerprint, too, so that a state may be taken for another: then nothing is
	// proved.
	NoLivelock, Compact bool
	// Places: note which places are taken at the same time.
	Places bool
	// First: the first violation ends the search, and is told as it was met.
	First bool
	// Reduce is what is left out; a zero value leaves nothing out.
	Reduce Reductions
	// Progress is called now and then with how far it is; stop ends the search.
	Progress func(states, edges int) (stop bool) `json:"-"`
	// StepLimit is how long a step may take; 0 is daxtest.StepLimit.
	StepLimit time.Duration

	watch *daxtest.Watch
	// ordered has the task that ran last in the state, and searches in the
	// order of preemptions, then of length.
	ordered bool
}

// For returns options with the budgets of a scenario.
func For(sc *daxtest.Scenario) Options {
	return Options{Spurious: sc.Spurious, AllocFails: sc.AllocFails, Refusals: sc.Refusals}
}

// states is the limit on stored states.
func (o *Options) states() int {
	switch {
	case o.MaxStates != 0:
		return o.MaxStates
	case o.MaxMemory != 0:
		return MostStates
	}
	return DefaultStates
}

// DefaultStates is the limit where none is given.
const DefaultStates = 4_000_000

// DefaultMemory is the limit on what a search has in memory where none is given, and
// LeastMemory enough to begin with.
const (
	DefaultMemory = 1_600_000_000
	LeastMemory   = 1_000_000
)

// MostStates is what numbers of states and edges have room for.
const MostStates = 1 << 29

// Finding is what is no violation, but worth knowing; a set of bits.
type Finding uint8

// The findings.
const (
	// Stranded: a task sleeps that, woken now, would not sleep again; nobody holds any
	// part of the range that it asked for; and nobody can run but holders of other
	// entries, one of which happens to wake it.
	Stranded Finding = 1 << iota
	// FalseSharing: an unlock woke a task that waits for another entry, and left
	// one asleep that waits for the entry unlocked.
	FalseSharing
	// Herd: one release woke two tasks or more.
	Herd
	// ImmediateFallback: a PMD fault fell back without a wait.
	ImmediateFallback
	// Skipped: a scan or write-back passed a locked entry by.
	Skipped
	numFindings = iota
)

var FindingNames = [numFindings]string{"stranded", "false-sharing stall", "herd", "immediate fallback", "skipped"}

// Names returns the findings in words.
func (f Finding) Names() []string {
	var names []string
	for i, n := range FindingNames {
		if f>>i&1 != 0 {
			names = append(names, n)
		}
	}
	return names
}
