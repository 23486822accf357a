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

// actor is a task as the replay sees it.
type actor struct {
	pid    int
	tgid   int
	name   string
	worker bool
	ops    []Op
	total  int // operations, those beyond the bound included
	faults int

	// Off the CPU: how long until now, and since when.
	preempted, asleep int64
	away, awayPreempt bool
	awayAt            int64
	warmth            warmth

	since moment // end of the previous operation

	open  opening
	op    Op
	line  int    // where op began
	until moment // end of a punch so far
	deep  bool   // inside one invalidation of it

	held     bool   // has the entry, or would if it were unlocked
	hold     moment // since when
	unlocked bool   // the fault has given it back, and not yet looked for waiters
	looking  bool   // in get_unlocked_entry
	slept    bool   // and has slept there
	sleep    int64  // since when
	woken    bool   // out of that sleep
	waking   bool   // has just called for the waiters of its entry, and done nothing since
	key      key    // that it looks for, or has
	made     bool   // the fault makes the entry
	own      moment // since when it does what OwnNS counts; not set while it does not
}

// kept reports whether the actor matters for the result.
func (a *actor) kept() bool { return a.total > 0 }

// discard frees the operations of a task that turned out to be no worker.
func (a *actor) discard() {
	if !a.worker {
		a.ops = nil
	}
}

// begin starts an operation.
func (p *replayer) begin(a *actor, e *Event) {
	now := a.now(e)
	if e.Kind == Invalidate && e.Trunc != 0 {
		if a.open == ranging && !a.deep && e.Index > a.op.End && p.same(a, e) {
			a.deep, a.own = true, a.until
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
	file, ok := p.file(e)
	if !ok {
		return
	}
	a.op = Op{File: file, Index: e.Index, End: e.Index, Write: e.Write, StartNS: max(e.Time-p.first, 0)}
	a.line, a.deep, a.own = e.Line, false, now
	a.held, a.unlocked, a.looking, a.slept = false, false, false, false
	a.key, a.made = keyOf(e.file(), e.Index, 0), false
	if a.since.set {
		a.op.ThinkNS = onCPU(a.since, now)
		a.op.IdleNS = now.slept - a.since.slept
	}
	switch e.Kind {
	case PTEFault:
		a.open, a.op.Kind = faulting, OpPTEFault
	case PMDFault:
		a.open, a.op.Kind, a.op.Order = faulting, OpPMDFault, pmdOrder
		a.op.Page = e.Index
		a.op.Index &^= 1<<pmdOrder - 1
		a.op.End = a.op.Index | (1<<pmdOrder - 1)
	case WritebackRange:
		a.open, a.op.Kind, a.op.End = writing, OpWriteback, e.End
		p.reads.wrote(a.key)
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
	n, ok := p.files.of[e.file()]
	return ok && n.n == a.op.File
}

// done closes an operation, if it is the one that is open.
func (p *replayer) done(a *actor, e *Event) {
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
			a.pause(e)
			a.deep, a.until = false, a.now(e)
			return
		}
	}
	if a.open != want || want == faulting && (e.Kind == PMDFaultDone) != (a.op.Kind == OpPMDFault) {
		p.warnings.add(NoPartner, e.Line, 1)
		return
	}
	switch want {
	case invalidating:
		a.unhold(e)
		if e.Ret == 1 {
			p.reads.invalidated(a.key)
		}
	case writing:
		p.reads.wrote(a.key)
	case faulting:
		a.faults++
		a.op.FellBack = e.FallBack
		p.reads.faulted(a.key, a.made, a.op.Write)
	}
	a.miss()
	a.pause(e)
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
	p.keep(a)
}

// keep adds the operation of a task to those that it did.
func (p *replayer) keep(a *actor) {
	a.total++
	if (a.worker || !p.workers) && len(a.ops) < p.maxOps {
		a.ops = append(a.ops, a.op)
	}
}
