package check_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

var update = flag.Bool("update", false, "rewrite testdata/smallest.txt")

// loss is a mistake from the history of fs/dax, as a design that makes it and
// one that does not but is alike otherwise.
type loss struct {
	name      string
	kind      step.Kind // None: any
	bad, good daxcore.Design
	words     language
}

// language is what workloads are made of.
type language struct {
	ops, entries []string
	// depends: one task keeps its entry until another has finished.
	depends bool
}

// speaks returns the language of two pages of a chunk and something else.
func speaks(op string, depends bool, entries ...string) language {
	return language{[]string{"F(0,B)", "F(0,B+1)", "I(B+1)", op}, entries, depends}
}

func kernel(p daxcore.Policy) daxcore.Design { return p.Design }

// theLosses are those of past kernels and of patches.
func theLosses() []loss {
	var (
		upstream  = kernel(daxcore.Policy{})
		next      = daxcore.WakeNext
		exclusive = [...]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive, daxcore.InScan: daxcore.QueueDefault}
		merged    = daxcore.Policy{Key: daxcore.KeyBase, PMDMeets: daxcore.WaitAtBase}
		mute      = merged
		faults    = speaks("F(9,B)", false, "", "pte B+1", "pmd", "zero-pmd")
		scans     = speaks("S(B,B+511)", false, "", "pte B+1", "pmd", "zero-pmd")
		// PMD entries are left out where a removal that wakes one would lose
		// among faults alone.
		pages   = speaks("L(B+1)", false, "", "pte B+1")
		depends = speaks("F(9,B)", true, "")
	)
	mute.Put = daxcore.PutNever
	return []loss{
		{"1 a removed entry skips the wake", step.LostWakeup, kernel(daxcore.Policy{OnRemoval: next}), upstream, faults},
		{"2 waiter and waker compute different keys", step.LostWakeup, kernel(daxcore.Policy{PMDMeets: daxcore.WaitAtBase}), upstream, faults},
		{"3 no retry after sleeping", step.None, func(r daxcore.Room) daxcore.EntryLock { return noRetry{upstream(r)} }, upstream, faults},
		{"4 a scan's cursor is behind the entry it waits for", step.LostWakeup,
			kernel(daxcore.Policy{Rules: daxcore.Rules{Scan: daxcore.ScanWaitsAdvanced}}),
			kernel(daxcore.Policy{Rules: daxcore.Rules{Scan: daxcore.ScanWaits}}), scans},
		{"5 lock-by-page waits exclusively", step.LostWakeup,
			kernel(daxcore.Policy{OnRemoval: next, Put: daxcore.PutAbsent, Wait: exclusive}),
			kernel(daxcore.Policy{OnRemoval: next, Put: daxcore.PutAbsent}), pages},
		{"6 a downgrade wakes one", step.LostWakeup, kernel(daxcore.Policy{OnDown: next}), upstream, faults},
		{"7 one key for a chunk, one wake for an unlock", step.LostWakeup, kernel(daxcore.Policy{Key: daxcore.KeyBase}), upstream, depends},
		{"8 queue tested before the lock bit is clear", step.LostWakeup,
			testsEarly(told), upstream, faults},
		{"9 a woken waiter falls back and wakes nobody", step.LostWakeup, kernel(mute), kernel(merged), faults},
	}
}

// noRetry takes the entry as it was when it fell asleep (2018).
type noRetry struct{ daxcore.EntryLock }

func (l noRetry) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	cur := m.Pages.At(index, order)
	e := daxcore.Entry(cur.FindConflict())
	if !e.Locked() || e.Order() < order {
		return l.EntryLock.Get(t, m, index, order)
	}
	t.At(task.GetLoop, index, uint64(e))
	l.Wait(t, m, index, e, daxcore.InFault, false)
	t.Lock(&m.XALock)
	return e &^ lockBit, false
}

// lockBit is bit 0 of an entry, above the tag of a value.
const lockBit = daxcore.Entry(1 << 1)

// size is how large a workload is. Sizes are tried in the order of tasks, then
// of operations; no task has more than two.
type size struct{ tasks, ops int }

var sizes = []size{{1, 1}, {1, 2}, {2, 2}, {2, 3}, {2, 4}, {3, 3}, {3, 4}, {4, 4}}

// workloads returns all of a size, without those that differ in the order of
// their tasks only.
func (l language) workloads(of size) (list []*daxtest.Scenario, err error) {
	programs := slices.Clone(l.ops)
	for _, a := range l.ops {
		for _, b := range l.ops {
			programs = append(programs, a+" then "+b)
		}
	}
	var tasks []string
	var extend func(from, ops int)
	extend = func(from, ops int) {
		if len(tasks) == of.tasks && ops == 0 {
			for _, text := range l.dependent(tasks) {
				parsed, e := daxtest.ParseTasks(text)
				err = e
				for _, entries := range l.entries {
					list = append(list, &daxtest.Scenario{Name: text, Entries: entries, Tasks: parsed})
				}
			}
		}
		for i := from; i < len(programs) && len(tasks) < of.tasks; i++ {
			n := 1 + strings.Count(programs[i], "then")
			if left := of.tasks - len(tasks) - 1; n+left > ops {
				continue
			}
			tasks = append(tasks, programs[i])
			extend(i, ops-n)
			tasks = tasks[:len(tasks)-1]
		}
	}
	extend(0, of.ops)
	return list, err
}

// dependent returns tasks as they are, and with each dependency.
func (l language) dependent(tasks []string) []string {
	all := []string{strings.Join(tasks, "; ")}
	for i, holder := range tasks {
		for j := range tasks {
			if last := holder[strings.LastIndex(holder, " ")+1:]; l.depends && i != j && last[0] == 'F' {
				with := slices.Clone(tasks)
				with[i] = fmt.Sprintf("%s until %d", holder, j)
				all = append(all, strings.Join(with, "; "))
			}
		}
	}
	return all
}

// found returns the violation of a kind, or of any, if there is one.
func found(r *check.Result, kind step.Kind) *check.Violation {
	for i, v := range r.Violations {
		if kind == step.None || v.Kind == kind {
			return &r.Violations[i]
		}
	}
	return nil
}

// smallest returns a workload that loses with the bad design and not with the
// good one, of the least size, and of that size one with the shortest schedule.
func (l *loss) smallest(t *testing.T) (at size, sc *daxtest.Scenario, v *check.Violation, searched int) {
	for _, at := range sizes {
		list, err := l.words.workloads(at)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range list {
			searched++
			f := found(search(t, w, l.bad, check.Options{}), l.kind)
			if f == nil || v != nil && f.Depth >= v.Depth {
				continue
			}
			if len(search(t, w, l.good, check.Options{}).Violations) == 0 {
				sc, v = w, f
			}
		}
		if v != nil {
			return at, sc, v, searched
		}
	}
	return at, nil, nil, searched
}

// TestSmallestLosses finds each mistake by search, and the least workload of
// its language that shows it: nothing with fewer tasks does, at two operations
// a task and four altogether, nor anything with fewer operations.
func TestSmallestLosses(t *testing.T) {
	if testing.Short() {
		t.Skip("searches thousands of workloads")
	}
	lines := make([]string, len(theLosses()))
	t.Run("all", func(t *testing.T) {
		for i, l := range theLosses() {
			t.Run(l.name, func(t *testing.T) {
				t.Parallel()
				at, sc, v, searched := l.smallest(t)
				if v == nil {
					t.Fatalf("none of %d workloads loses", searched)
				}
				lines[i] = fmt.Sprintf("%s: %d tasks, %d operations [%s] %s: %v in %d steps, %v, of %d workloads",
					l.name, at.tasks, at.ops, sc.Entries, sc.Name, v.Kind, v.Depth, v.Schedule, searched)
				t.Log(lines[i])
			})
		}
	})
	file := filepath.Join("testdata", "smallest.txt")
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.MkdirAll("testdata", 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("%s, %v: now\n%s", file, err, got)
	}
}
