package bench

import (
	"math/rand/v2"
	"sync/atomic"

	"github.com/HdrHistogram/hdrhistogram-go"

	"daxwait/bench/pattern"
	"daxwait/bench/timeline"
	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// longest is the longest wait that histograms tell from longer ones, in ns.
const longest = int64(100e9)

// worker does the operations of one task's stream, on whatever engine.
type worker struct {
	scene    *scene
	id       int
	role     string // its name
	maps     bool   // a new mapping is munmap and mmap, below mmap_lock if there is one
	stream   pattern.Stream
	open     openLoop
	starts   *rand.Rand          // when it begins its rounds, if that is drawn
	timeline *timeline.Recorder  // or nil
	order    *lockorder.Recorder // or nil
	watched  *lockorder.Task     // round the task, for order

	// aside: its operations do not count.
	aside bool
	// told: it says in done how many operations it has finished.
	told bool
	done atomic.Int64

	ops     int64
	inWorld int64 // operations in this world
	meter   *meter
	op      pattern.Op
}

// meter takes the waits and delays of operations, in ns. It belongs to one
// worker, or to workers that take turns.
type meter struct {
	waits, delays *hdrhistogram.Histogram
	bins          distribution // of the waits
}

func newMeter() *meter { return &meter{waits: newHistogram(), delays: newHistogram()} }

func newHistogram() *hdrhistogram.Histogram { return hdrhistogram.New(1, longest, 3) }

// reset begins a window.
func (m *meter) reset() {
	m.waits.Reset()
	m.delays.Reset()
	m.bins = distribution{}
}

// wait takes the wait of an operation.
func (m *meter) wait(ns int64) {
	ns = min(ns, longest) // the bound is the histogram's
	_ = m.waits.RecordValue(ns)
	m.bins.counts[binOf(ns)]++
}

// become has the worker do its operations as t from now on.
func (w *worker) become(t daxcore.Task) {
	if w.order != nil {
		w.watched = lockorder.Watch(t, w.order)
	}
}

// step does the next operation. waited is where the engine adds up the time
// that the task waits for entries.
func (w *worker) step(t daxcore.Task, waited *int64) {
	w.stream.Next(&w.op)
	op := &w.op
	if w.open.open() {
		// A late operation starts at once, and its delay counts from when it
		// should have started.
		if early := w.open.due - t.Now(); early > 0 {
			t.Spend(task.ThinkSleep, early)
		}
	} else {
		if op.Idle != 0 {
			t.Spend(task.ThinkSleep, op.Idle)
		}
		t.Spend(task.ThinkRun, op.Think) // 0, too: here a task can lose its CPU
	}
	began := t.Now()
	if w.open.open() {
		began = w.open.begin()
	}
	*waited = 0
	if w.timeline != nil {
		w.timeline.Begin(w.id, t.Now(), op)
	}
	if w.order != nil {
		w.do(w.watched.Begin(int(op.Kind), op.Kind.String()), op)
	} else {
		w.do(t, op)
	}
	if w.timeline != nil {
		w.timeline.End(w.id, t.Now())
	}
	w.inWorld++
	if w.told {
		w.done.Add(1)
	}
	if w.aside {
		return
	}
	w.ops++
	w.meter.wait(*waited)
	if !w.open.open() || w.open.finish() {
		_ = w.meter.delays.RecordValue(min(max(t.Now()-began, 0), longest))
	}
}

// do performs an operation on the model.
func (w *worker) do(t daxcore.Task, op *pattern.Op) {
	world := w.scene.world
	switch op.Kind {
	case pattern.Touch:
		w.touch(t, op)
	case pattern.Invalidate:
		world.InvalidateRange(t, op.File, op.Index, op.Last)
	case pattern.Fsync:
		world.Fsync(t, op.File, op.Index, op.Last)
	case pattern.Punch:
		world.Punch(t, op.File, op.Index, op.Last)
		world.Allocate(t, op.File, op.Index, op.Last)
	case pattern.Truncate:
		size := world.Files[op.File].Blocks.Pages()
		world.Truncate(t, op.File, op.Index)
		world.Truncate(t, op.File, size)
	case pattern.Write:
		world.Punch(t, op.File, op.Index, op.Last)
		for i := op.Index; i <= op.Last; i++ {
			world.Write(t, op.File, i)
		}
	case pattern.LockPage:
		if l, ok := world.LockPage(t, world.Files[op.File].Blocks.PFN(op.Index)); ok {
			op.Hold.Spend(t)
			world.UnlockPage(t, l)
		}
	case pattern.Scan:
		world.BusyPage(t, op.File, op.Index, op.Last)
	case pattern.Map:
		world.Remap(t, w.mapping(op))
	case pattern.Peek:
		world.AddressSpaces[0].Peek(t)
	case pattern.Append:
		world.Allocate(t, op.File, op.Index, op.Last)
		for i := op.Index; i <= op.Last; i++ {
			world.Write(t, op.File, i)
		}
		world.Fsync(t, op.File, op.Index, op.Last)
	case pattern.Evict:
		world.Open(op.File)
		w.touch(t, op)
		world.Close(t, op.File)
	case pattern.Access:
		f := daxcore.Fault{File: op.File, VMA: w.mapping(op), Index: op.Index, Write: op.Write, Hold: op.Hold}
		world.Access(t, &f)
	case pattern.WritePage:
		world.Append(t, int(op.Index%fs.OrdinaryPages))
	case pattern.Sync:
		world.SyncOrdinary(t)
	}
}

// mapping is the one through which an operation touches its file.
func (w *worker) mapping(op *pattern.Op) *mm.VMA {
	win := w.scene.vmas[w.id][op.File]
	if op.Small {
		return win.small
	}
	return win.large
}

// touch faults pages in and drops them again, if the pattern does not keep them.
func (w *worker) touch(t daxcore.Task, op *pattern.Op) {
	vma := w.mapping(op)
	f := daxcore.Fault{File: op.File, VMA: vma, Index: op.Index, Write: op.Write, Hold: op.Hold}
	if vma.AddressSpace == nil {
		w.scene.world.Fault(t, &f)
	} else {
		w.access(t, &f, op.Last)
	}
	switch {
	case op.Keep:
	case op.Remap && vma.AddressSpace != nil && w.maps:
		w.scene.world.Remap(t, vma)
	case op.Remap:
		vma.Unmap(t)
	case op.Small:
		vma.Drop(t, op.Index, op.Index)
	default:
		vma.Drop(t, daxcore.Base(op.Index), daxcore.Base(op.Index)+daxcore.Chunk-1)
	}
}
