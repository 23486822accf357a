package trace

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
)

const (
	defaultOps = 100_000 // kept of each worker
	maxFiles   = 1 << 16 // that are told apart
	pmdOrder   = 9       // of 2 MiB in pages of 4 KiB
)

// Replay reads r to its end and extracts what the workers did. Workers are
// the tasks named wNN-…; in a trace without any, the tasks that had a fault.
// They are sorted by PID. The first maxOps operations of each are kept, or
// 100000 if maxOps is not positive. Operations that were not complete when
// the trace ended are kept as such ([Op.Open]), with a warning; those that began
// before the trace, or lost events on the way, are left out.
//
// If reading fails on the way, the workload of what could be read is
// returned with the error; it is never nil.
//
// Times are as the trace has them.
func Replay(r *Reader, maxOps int) (*Workload, error) { return ReplayWarm(r, maxOps, Warmth{}) }

// ReplayWarm is [Replay] with times on the CPU as they had been in warm caches: what w
// says that a switch costs is taken off what follows it.
func ReplayWarm(r *Reader, maxOps int, w Warmth) (*Workload, error) {
	if maxOps <= 0 {
		maxOps = defaultOps
	}
	p := replayer{warnings: r.Warnings(), maxOps: maxOps, warmth: w, tasks: make(map[int]*actor), files: files{make(map[FileID]numbered)}}
	for {
		e, err := r.Next()
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			all := p.workload()
			all.Trace = filepath.Base(r.name)
			return all, err
		}
		p.event(e)
	}
}

// replayer is a Workload in the making.
type replayer struct {
	extent
	warnings *Warnings
	maxOps   int
	warmth   Warmth
	now      int64 // of the event
	workers  bool  // one was seen, so that other tasks' operations need not be kept
	tasks    map[int]*actor
	gone     []*actor // tasks that ended, for their number may be used again
	files    files
	captured Captured
	reads    reads
}

// actor finds or makes the state of a task; nil if there are too many.
func (p *replayer) actor(pid, line int) *actor {
	a := p.tasks[pid]
	if a == nil {
		if len(p.tasks)+len(p.gone) >= maxTasks {
			p.warnings.add(TooManyTasks, line, 1)
			return nil
		}
		a = &actor{pid: pid, warmth: warmth{Warmth: p.warmth, at: p.now}}
		p.tasks[pid] = a
	}
	return a
}

func (p *replayer) event(e *Event) {
	p.now = e.Time
	p.captured.Note(e)
	if e.Kind == Lost {
		p.forget()
		return
	}
	p.note(e)
	switch e.Kind {
	case SchedSwitch:
		p.switched(e)
		return
	case SchedWaking:
		p.waking(e)
		return
	case SchedWakeup:
		if !p.captured.Has(SchedWaking) {
			if a := p.tasks[e.WokenPID]; a != nil && a.slept && !a.woken {
				p.warnings.add(WakeupOnly, e.Line, 1)
			}
			p.waking(e)
		}
		return
	case Other, Insert, PTELoadHole, PMDLoadHole:
		return
	}
	a := p.tasks[e.PID]
	if a == nil {
		switch e.Kind {
		case PTEFault, PMDFault, WritebackRange, Invalidate, BusyRange:
		default:
			if e.Kind == PTEFaultDone || e.Kind == PMDFaultDone || e.Kind == WritebackRangeDone || e.Kind == InvalidateRet {
				p.warnings.add(NoPartner, e.Line, 1)
			}
			return
		}
		if a = p.actor(e.PID, e.Line); a == nil {
			return
		}
	}
	p.name(a, e.Comm)
	if e.TGID != 0 {
		a.tgid = e.TGID
	}
	switch e.Kind {
	case PTEFault, PMDFault, WritebackRange, Invalidate, BusyRange:
		p.begin(a, e)
	case PTEFaultDone, PMDFaultDone, WritebackRangeDone, InvalidateRet:
		p.done(a, e)
	default:
		a.within(e)
	}
}

// name notes what a task is called, and that it is a worker.
func (p *replayer) name(a *actor, comm string) {
	if a.worker || comm == "" || comm == "<...>" || comm == a.name {
		return
	}
	a.name = comm
	if !isWorker(comm) {
		return
	}
	a.worker = true
	if !p.workers {
		p.workers = true
		for _, other := range p.tasks {
			other.discard()
		}
		for _, other := range p.gone {
			other.discard()
		}
	}
}

// isWorker reports whether a name is of the form wNN-…
func isWorker(comm string) bool {
	digits := 1
	for digits < len(comm) && comm[digits] >= '0' && comm[digits] <= '9' {
		digits++
	}
	return digits > 1 && comm[0] == 'w' && digits < len(comm) && comm[digits] == '-'
}

// switched keeps account of who is on a CPU.
func (p *replayer) switched(e *Event) {
	if a := p.tasks[e.PrevPID]; a != nil && e.PrevPID != 0 {
		p.name(a, e.Comm)
		a.leave(e)
		if e.dead() {
			p.close(a)
			delete(p.tasks, a.pid)
			if a.kept() {
				p.gone = append(p.gone, a)
			}
		}
	}
	if a := p.tasks[e.NextPID]; a != nil && e.NextPID != 0 {
		a.enter(e.Time)
		p.name(a, e.NextComm)
	}
}

// waking ends a sleep. The stretch in which a task wakes a waiter is the wake's.
func (p *replayer) waking(e *Event) {
	a := p.tasks[e.WokenPID]
	if a == nil {
		return
	}
	a.wake(e.Time)
	a.woken = true
	if by := p.tasks[e.PID]; a.slept && by != nil {
		by.own = moment{}
	}
}

// file numbers the file of an event.
func (p *replayer) file(e *Event) (n int, ok bool) {
	if n, ok = p.files.find(e.file(), e.Line); !ok {
		p.warnings.add(TooManyFiles, e.Line, 1)
	}
	return n, ok
}

// close ends a punch, which has no event for that, and gives up on any other
// operation that is not complete.
func (p *replayer) close(a *actor) {
	switch a.open {
	case nothing, busy: // after busy: nothing was there to be dropped
	case ranging:
		p.finish(a)
	default:
		p.warnings.add(NoPartner, a.line, 1)
	}
	a.open = nothing
}

// forget gives up on what is in flight when events are lost, and on the
// pauses around it.
func (p *replayer) forget() {
	for _, a := range p.tasks {
		if a.open == ranging {
			p.finish(a)
		}
		a.open, a.held, a.slept = nothing, false, false
		a.since, a.away = moment{}, false
	}
}

// workload makes the result.
func (p *replayer) workload() *Workload {
	w := &Workload{Captured: p.captured, CleanReads: p.reads.tells(p.files.devices()), Warnings: p.warnings, Seconds: p.seconds(), CPUs: len(p.cpus)}
	p.end()
	for _, a := range p.tasks { // sorted below
		p.gone = append(p.gone, a)
	}
	for _, a := range p.gone {
		switch {
		case !p.workers && a.faults == 0, p.workers && !a.worker:
			w.Foreign += a.total
		case a.total > 0:
			w.Workers = append(w.Workers, Worker{PID: a.pid, TGID: a.tgid, Name: a.name, Ops: a.ops})
			w.Dropped += a.total - len(a.ops)
		}
	}
	slices.SortFunc(w.Workers, func(a, b Worker) int {
		if c := cmp.Compare(a.PID, b.PID); c != 0 || len(a.Ops) == 0 || len(b.Ops) == 0 {
			return c
		}
		return cmp.Compare(a.Ops[0].StartNS, b.Ops[0].StartNS)
	})
	w.number(p.files.settle(p.warnings))
	return w
}

// number gives the files of the operations their last numbers, without the gaps
// that files of other tasks left. Operations on a file that cannot be told are
// left out, and with them what is then no worker.
func (w *Workload) number(settled []int) {
	used := make([]int, len(settled))
	for i := range w.Workers {
		worker := &w.Workers[i]
		worker.Ops = slices.DeleteFunc(worker.Ops, func(o Op) bool { return settled[o.File] < 0 })
		for j := range worker.Ops {
			o := &worker.Ops[j]
			o.File = settled[o.File]
			used[o.File] = 1
		}
	}
	w.Workers = slices.DeleteFunc(w.Workers, func(worker Worker) bool { return len(worker.Ops) == 0 })
	for n := range used {
		if used[n] != 0 {
			used[n] = w.Files
			w.Files++
		}
	}
	for _, worker := range w.Workers {
		for i := range worker.Ops {
			worker.Ops[i].File = used[worker.Ops[i].File]
		}
	}
}
