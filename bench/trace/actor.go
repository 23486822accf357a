package trace

// opening says which operation a task is in.
type opening uint8

const (
	nothing opening = iota
	faulting
	invalidating
	writing
	busy    // after busy_range: a punch if an invalidation follows
	ranging // a punch that may have more entries to come
)

// moment is a point in the life of a task.
type moment struct {
	set       bool
	at        int64 // ns of the trace clock
	preempted int64 // ns off the CPU until then, while it could have run
	slept     int64 // ns off the CPU until then, otherwise
}

// actor is a task as the replay sees it.
type actor struct {
	pid    int
	name   string
	worker bool
	ops    []Op
	total  int // operations, those beyond the bound included
	faults int

	// Off the CPU: how long until now, and since when.
	preempted, asleep int64
	away, awayPreempt bool
	awayAt            int64

	since moment // end of the previous operation

	open  opening
	op    Op
	line  int    // where op began
	until moment // end of a punch so far
	deep  bool   // inside one invalidation of it

	held  bool
	hold  moment // when it got the entry
	slept bool   // in get_unlocked_entry
	sleep int64  // since when
}

// kept reports whether the actor matters for the result.
func (a *actor) kept() bool { return a.total > 0 }

// discard frees the operations of a task that turned out to be no worker.
func (a *actor) discard() {
	if !a.worker {
		a.ops = nil
	}
}

// now is the moment of an event of the task itself.
func (a *actor) now(e *Event) moment {
	a.enter(e.Time) // it runs, whether or not the switch to it was seen
	return moment{true, e.Time, a.preempted, a.asleep}
}

// leave notes that the task left the CPU.
func (a *actor) leave(e *Event) {
	a.away, a.awayPreempt, a.awayAt = true, e.preempted(), e.Time
}

// enter notes that the task is on the CPU.
func (a *actor) enter(at int64) {
	if !a.away {
		return
	}
	a.away = false
	if d := max(at-a.awayAt, 0); a.awayPreempt {
		a.preempted += d
	} else {
		a.asleep += d
	}
}

// onCPU is the time on the CPU between two moments.
func onCPU(from, to moment) int64 {
	return max(to.at-from.at-(to.preempted-from.preempted)-(to.slept-from.slept), 0)
}

// begin starts an operation.
func (p *replayer) begin(a *actor, e *Event) {
	now := a.now(e)
	if e.Kind == Invalidate && e.Trunc != 0 {
		if a.open == ranging && !a.deep && e.Index > a.op.End && p.same(a, e) {
			a.deep = true
			a.op.End = e.Index
			return
		}
		if a.open == busy && p.same(a, e) {
			a.open, a.deep = ranging, true
			a.op.Index, a.op.End = e.Index, e.Index
			return
		}
	}
	p.close(a)
	file, ok := p.file(e.Ino, e.Line)
	if !ok {
		return
	}
	a.op = Op{File: file, Index: e.Index, End: e.Index, Write: e.Write, StartNS: max(e.Time-p.first, 0)}
	a.line, a.held, a.slept, a.deep = e.Line, false, false, false
	if a.since.set {
		a.op.ThinkNS = onCPU(a.since, now)
		a.op.IdleNS = now.slept - a.since.slept
	}
	switch e.Kind {
	case PTEFault:
		a.open, a.op.Kind = faulting, OpPTEFault
	case PMDFault:
		a.open, a.op.Kind, a.op.Order = faulting, OpPMDFault, pmdOrder
		a.op.Index &^= 1<<pmdOrder - 1
		a.op.End = a.op.Index | (1<<pmdOrder - 1)
	case WritebackRange:
		a.open, a.op.Kind, a.op.End = writing, OpWriteback, e.End
	case BusyRange:
		a.open, a.op.Kind = busy, OpPunch
	case Invalidate:
		a.open, a.op.Kind = invalidating, OpInvalidate
		if e.Trunc != 0 {
			a.open, a.op.Kind, a.deep = ranging, OpPunch, true
		}
	}
}

// same reports whether an event is on the file of the operation.
func (p *replayer) same(a *actor, e *Event) bool {
	n, ok := p.files[e.Ino]
	return ok && n == a.op.File
}

// end closes an operation, if it is the one that is open.
func (p *replayer) end(a *actor, e *Event) {
	var want opening
	switch e.Kind {
	case PTEFaultDone, PMDFaultDone:
		want = faulting
	case WritebackRangeDone:
		want = writing
	case InvalidateRet:
		want = invalidating
		if a.open == ranging && a.deep {
			a.held = a.unhold(e)
			a.deep, a.until = false, a.now(e)
			return
		}
	}
	if a.open != want || want == faulting && (e.Kind == PMDFaultDone) != (a.op.Kind == OpPMDFault) {
		p.warnings.add(NoPartner, e.Line, 1)
		return
	}
	if want == invalidating {
		a.unhold(e)
	}
	if want == faulting {
		a.faults++
		a.op.FellBack = e.FallBack
	}
	a.until = a.now(e)
	p.finish(a)
}

// finish keeps the operation that a is in; it ended at a.until.
func (p *replayer) finish(a *actor) {
	if a.deep { // an invalidation of a punch without its end
		p.warnings.add(NoPartner, a.line, 1)
		a.open, a.deep = nothing, false
		return
	}
	a.open = nothing
	a.since = a.until
	a.total++
	if (a.worker || !p.workers) && len(a.ops) < p.maxOps {
		a.ops = append(a.ops, a.op)
	}
}

// within takes note of what happens inside an operation.
func (a *actor) within(e *Event) {
	if a.open == nothing || a.open == busy {
		return
	}
	switch e.Kind {
	case Grab:
		a.op.Grabbed = true
	case Sleep:
		if !a.slept {
			a.slept, a.sleep = true, e.Time
		}
	case GetEntry:
		a.slept = false
	case GetEntryRet:
		if a.slept {
			a.slept = false
			a.op.WaitNS += max(e.Time-a.sleep, 0)
		}
		if (a.open == invalidating || a.open == ranging) && e.Entry.Value() {
			a.size(e.Entry.PMD())
			a.held, a.hold = true, a.now(e)
		}
	case GrabRet:
		if a.open == faulting && !e.Entry.Internal() {
			a.held, a.hold = true, a.now(e)
		}
	case Flush:
		if a.open == writing && !a.held {
			a.held, a.hold = true, a.now(e)
		}
	case Unlock:
		if a.open == faulting {
			a.unhold(e)
		}
	case Wake, WritebackOne:
		if a.open != faulting {
			a.unhold(e)
		}
		if e.Kind == WritebackOne {
			a.size(e.Pages > 1)
		}
	}
}

// size notes that a range has an entry of 2 MiB.
func (a *actor) size(pmd bool) {
	if !pmd {
		return
	}
	a.op.Order = pmdOrder
	if a.open == invalidating || a.open == ranging {
		a.op.End |= 1<<pmdOrder - 1
	}
}

// unhold ends the hold of an entry. It reports false, as what is held then.
func (a *actor) unhold(e *Event) bool {
	if a.held {
		now := a.now(e)
		a.op.HoldNS += onCPU(a.hold, now) + now.slept - a.hold.slept
		a.op.HoldSleeps = a.op.HoldSleeps || now.slept > a.hold.slept
		a.op.Entries++
		a.held = false
	}
	return false
}
