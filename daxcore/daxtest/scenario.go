package daxtest

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/step"
)

// Scenario is a small world, what its tasks do, and what is expected of it. A
// file of it has lines of a key and a value; # begins a comment.
//
//	# What it is about, in the first comment.
//	column: 5
//	entries: pte B+1, pte B+2 dirty
//	tasks: F(0,B+1); I(B) then F(9,B)
//	spurious: 1
//	alloc-fails: 1
//	refusals: 1
//	journal: order=handle-first sync=nofsync copy=prefault
//	nofsync: B+1, B+2
//	vma-locks: on
//	blocks: written, unwritten B+4 B+7
//	pte-mappings: 0
//	expect lost wakeup: linux-5.2, linux-4.19
//
//	schedule: 0 1 0 0
//	strategy: linux-5.2
//	----
//	a transcript, up to the next empty line
//
// Entries are in the words of [NewWorld], tasks in those of [ParseTasks]. With a
// journal all mappings are synchronous, and tasks are threads of one process. A
// strategy that no expectation names is expected to be proved safe. Schedules
// are played with the strategies below them, and must give the transcript.
type Scenario struct {
	Name, About string
	File        string // that it was read from, if it does not ship
	Source      string // the text that it was read from
	Column      int    // of the table of history (strategies.Shapes), which bench/check tests; 0 is none
	Entries     string
	Tasks       []Task
	// Spurious is how many sleeps may end without a wake, AllocFails how many
	// allocations may fail, and Refusals how many invalidations may find that
	// the file system keeps a clean entry, in one schedule.
	Spurious, AllocFails, Refusals int
	// VMALocks: faults take the lock of their mapping in place of mmap_lock.
	VMALocks bool
	// Blocks are those that the file has at first besides what entries need.
	Blocks string
	// PTEMappings are the tasks whose mapping has PTE faults only.
	PTEMappings []int
	// Journal is that of the file system, or nil.
	Journal *Journal
	Expect  []Expectation
	Plays   []Play
	// Build, if any, makes the world instead, of a scenario that is written in Go.
	Build func(d daxcore.Design, tasks int) *daxcore.World

	blocks []blocks // that Blocks says
}

// Expectation is a violation that strategies are expected to have: those that
// are named, or "all".
type Expectation struct {
	Kind       step.Kind
	Strategies []string
}

// Play is a schedule, the strategies to play it with, and what then happens.
type Play struct {
	Schedule   string
	Strategies []string
	Transcript string
	Line       int // of ----
}

// Expected returns what a strategy is expected to violate.
func (s *Scenario) Expected(strategy string) (kinds []step.Kind) {
	for _, e := range s.Expect {
		if slices.Contains(e.Strategies, strategy) || slices.Contains(e.Strategies, allStrategies) {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

// allStrategies is the name by which an expectation is of every strategy.
const allStrategies = "all"

// Hopeless reports whether every strategy is expected to fail: then the
// scenario tells of what stands around entries, and not of designs.
func (s *Scenario) Hopeless() bool { return s.Expected(allStrategies) != nil }

// clone returns a copy that shares nothing that can be changed.
func (s *Scenario) clone() *Scenario {
	c := *s
	c.Tasks, c.Expect, c.Plays = slices.Clone(s.Tasks), slices.Clone(s.Expect), slices.Clone(s.Plays)
	for i, t := range s.Tasks {
		c.Tasks[i] = slices.Clone(t)
	}
	for i, e := range s.Expect {
		c.Expect[i].Strategies = slices.Clone(e.Strategies)
	}
	for i, p := range s.Plays {
		c.Plays[i].Strategies = slices.Clone(p.Strategies)
	}
	if s.Journal != nil {
		j := *s.Journal
		j.Flagged = slices.Clone(j.Flagged)
		c.Journal = &j
	}
	return &c
}

// OfDesigns returns the scenarios that ship and tell of designs: all but those that
// are hopeless.
func OfDesigns() []*Scenario { return slices.DeleteFunc(Scenarios(), (*Scenario).Hopeless) }

// World returns the world as it is at first, with the design under test.
func (s *Scenario) World(d daxcore.Design) *daxcore.World {
	if s.Build != nil {
		return s.Build(d, len(s.Tasks))
	}
	w, err := newWorld(d, len(s.Tasks), s.setup(), s.Entries)
	if err != nil {
		panic(err) // ParseScenario has made one
	}
	return w
}

// Makes is the error of a design that panics when it is made.
func (s *Scenario) Makes(d daxcore.Design) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the design cannot be made for %s: its New panics: %v", s.Name, r)
		}
	}()
	s.World(d)
	return nil
}

// maps are the mappings of tasks up to the last that needs one, and one at
// least, since some rules look whether there is any.
func (s *Scenario) maps() []mapping {
	maps := make([]mapping, len(s.Tasks))
	n := 1
	for i, t := range s.Tasks {
		maps[i].sync = s.Journal != nil
		for _, op := range t {
			maps[i].sync = maps[i].sync || op.verb.sync
			if op.verb.maps {
				n = i + 1
			}
		}
	}
	for _, id := range s.PTEMappings {
		if id < len(maps) { // or unmapped tells
			maps[id].skewed = true
		}
	}
	return maps[:n]
}

// setup is what the world has besides entries.
func (s *Scenario) setup() setup {
	u := setup{maps: s.maps(), journal: s.Journal, blocks: s.blocks}
	if s.Journal != nil {
		u.process = &process{s.VMALocks}
	}
	for _, t := range s.Tasks {
		closes := false
		for _, op := range t {
			closes = closes || op.verb.closes
			if op.verb.threads {
				u.process = &process{s.VMALocks}
			}
		}
		if closes { // it has a reference to the file at first
			u.references++
		}
	}
	return u
}

// closed returns the task that uses the file with no reference to it, where
// others close it and it may go.
func closed(tasks []Task) error {
	for id, t := range tasks {
		state := "" // of its reference
		for _, op := range t {
			switch {
			case op.verb.closes && state == "closed":
				return fmt.Errorf("task %d: %s drops a reference that it has dropped: E() comes once", id, op.Name)
			case op.verb.closes:
				state = "closed"
			case op.verb.byPage:
			case state == "closed":
				return fmt.Errorf("task %d: %s uses the file after E(): put E() behind all but L", id, op.Name)
			default:
				state = op.Name
			}
		}
		if state != "" && state != "closed" {
			return fmt.Errorf("task %d: %s holds a reference to the file, so it is never freed: put E() behind it, as others do", id, state)
		}
	}
	return nil
}

// unmapped returns the first of PTEMappings that its task has no use for. Threads
// share the mapping of task 0.
func (s *Scenario) unmapped() (task int, ok bool) {
	for _, id := range s.PTEMappings {
		if id >= len(s.Tasks) {
			return id, true
		}
		maps := false
		for _, op := range s.Tasks[id] {
			maps = maps || op.verb.maps
		}
		if shared := id == 0 && s.setup().process != nil; !maps && !shared {
			return id, true
		}
	}
	return 0, false
}

// AtFirst says what the file and its mappings are before any task runs; nothing
// for an empty file that PMDs fit into.
func (s *Scenario) AtFirst() string {
	var words []string
	if s.Entries != "" {
		words = append(words, s.Entries)
	}
	if s.Blocks != "" {
		words = append(words, "blocks: "+s.Blocks)
	}
	if s.PTEMappings != nil {
		words = append(words, "pte-mappings: "+strings.Trim(strings.ReplaceAll(fmt.Sprint(s.PTEMappings), " ", ", "), "[]"))
	}
	return strings.Join(words, "; ")
}

// Operations returns how many operations all tasks have together.
func (s *Scenario) Operations() (n int) {
	for _, t := range s.Tasks {
		n += len(t)
	}
	return n
}

// TaskText returns the tasks as ParseTasks reads them.
func (s *Scenario) TaskText() string {
	var words []string
	for _, t := range s.Tasks {
		words = append(words, t.String())
	}
	return strings.Join(words, "; ")
}

// MaxBudget keeps spurious wakeups and failures from making a search endless.
const MaxBudget = 8
