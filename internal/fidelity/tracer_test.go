package fidelity

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/sim"
	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// storm is faults on one page, as a simulation does them.
type storm struct {
	strategy    string
	tasks       int
	think, hold float64 // means, in ns; drawn from exponential distributions
	sleeps      bool    // the holder
	profile     *sim.Profile
}

// trace runs the storm and writes what a kernel's tracer would have written of
// it. It returns the file.
func (s *storm) trace(t *testing.T) string {
	t.Helper()
	w := daxcore.NewWorld(daxcore.Config{Tasks: s.tasks, Files: 1, FilePages: 8, Entries: found(strategies.Find(s.strategy))[0].EntryLock, ReadDirties: true})
	var vmas []*mm.VMA
	for range s.tasks {
		vmas = append(vmas, w.Map(0, &mm.VMA{Pages: 8, Skewed: true}))
	}
	w.Files[0].Blocks.Set(0, 8, fs.Written)
	w.Files[0].Blocks.Commit()
	e := sim.New(s.tasks, sim.Options{CPUs: 2, Spins: w.Spins(), Profile: s.profile, Seed: 7, Slice: slice})
	var lines []line
	e.Run(func(st *sim.Task) {
		t := traced{st, &lines}
		rng := rand.New(rand.NewPCG(7, uint64(t.ID())))
		draw := func(mean float64) int64 { return int64(-mean * math.Log(1-rng.Float64())) }
		for t.Now() < 1e9 {
			t.Spend(task.ThinkRun, draw(s.think))
			t.say("dax_pte_fault: dev 1:1 ino 0xc shared WRITE address 0x1 pgoff 0x7")
			w.Fault(t, &daxcore.Fault{VMA: vmas[t.ID()], Index: 7, Write: true, Hold: daxcore.Hold{NS: draw(s.hold), Sleeps: s.sleeps}})
			t.say("dax_pte_fault_done: dev 1:1 ino 0xc shared WRITE address 0x1 pgoff 0x7 NOPAGE")
			vmas[t.ID()].Zap(t, 7, 7)
		}
	})
	e.Close()
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(a.at, b.at) })
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.text)
	}
	return written(t, text.String())
}

// written puts a trace into a file.
func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "linux6.1-x-2cpu-storm.trace")
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func found[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// line is a line of a trace. Tasks do not come to write theirs in order.
type line struct {
	at   int64
	text string
}

// traced is a task that says what it does.
type traced struct {
	*sim.Task
	lines *[]line
}

func (t traced) say(format string, args ...any) { t.sayAt(t.Now(), format, args...) }

func (t traced) sayAt(at int64, format string, args ...any) {
	head := fmt.Sprintf("w%02d-storm-%d [%03d] ..... %d.%09d: ", t.ID(), t.ID()+1, t.ID()%2, at/1e9, at%1e9)
	*t.lines = append(*t.lines, line{at, head + fmt.Sprintf(format, args...) + "\n"})
}

const (
	leaves  = "sched_switch: prev_comm=w%02d-storm prev_pid=%d prev_prio=120 prev_state=%s ==> next_comm=x next_pid=99 next_prio=120"
	returns = "sched_switch: prev_comm=x prev_pid=99 prev_prio=120 prev_state=S ==> next_comm=w%02d-storm next_pid=%d next_prio=120"
	wakes   = "sched_waking: comm=w%02d-storm pid=%d prio=120 target_cpu=000"
)

// Spend tells of the time that the task was off the CPU, all at its beginning.
func (t traced) Spend(c task.Cost, ns int64) {
	began, burnt := t.Now(), t.Burnt
	t.Task.Spend(c, ns)
	away := t.Now() - began - (t.Burnt - burnt)
	switch {
	case away == 0:
	case c.OffCPU():
		t.sayAt(began, leaves, t.ID(), t.ID()+1, "D")
		t.sayAt(began+away, wakes, t.ID(), t.ID()+1)
	default:
		t.sayAt(began, leaves, t.ID(), t.ID()+1, "R")
		t.sayAt(began+away, returns, t.ID(), t.ID()+1)
	}
}

func (t traced) Park() bool {
	t.say(leaves, t.ID(), t.ID()+1, "D")
	return t.Task.Park()
}

func (t traced) Wake(id int) {
	t.say(wakes, id, id+1)
	t.Task.Wake(id)
}

func (t traced) At(l task.Label, a, b uint64) {
	if l == task.Start {
		t.say("grab: ino=0xc index=%#x order=%d", a, b)
		t.say("get_entry: ino=0xc index=%#x order=%d", a, b)
	}
	t.Task.At(l, a, b)
}

func (t traced) Observe(e daxcore.Event) {
	t.Task.Observe(e)
	switch e.Kind {
	case task.Slept:
		t.say("sleep: wq=0x1")
	case task.Locked:
		t.say("get_entry_ret: entry=0x21040e1")
		t.say("grab_ret: entry=0x21040e1")
	case task.Unlocked:
		t.say("unlock: ino=0xc index=%#x entry=0x21040e1", e.Index)
		t.say("wake: ino=0xc index=%#x entry=0x21040e1 mode=1", e.Index)
	}
}
