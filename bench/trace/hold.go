package trace

// within takes note of what happens inside an operation.
func (a *actor) within(e *Event) {
	if a.open == nothing || a.open == busy {
		return
	}
	a.waking = e.Kind == Wake
	switch e.Kind {
	case Grab:
		a.op.Grabbed = true
	case GetEntry:
		a.looking, a.slept, a.woken = true, false, false
		a.key = keyOf(e.file(), e.Index, e.Order)
		if a.open == faulting {
			a.take(e)
		}
	case Sleep:
		if a.woken = false; a.looking && !a.slept {
			a.slept, a.sleep = true, e.Time
			a.miss()
			a.pause(e)
		}
	case GetEntryRet:
		if a.looking = false; a.slept {
			a.slept = false
			a.op.WaitNS += max(e.Time-a.sleep, 0)
			if a.own = a.now(e); a.open == faulting {
				a.take(e)
			}
		}
		if (a.open == invalidating || a.open == ranging) && e.Entry.Value() {
			a.size(e.Entry.PMD())
			a.take(e)
		}
	case GrabRet:
		a.made = e.Entry.Empty()
		switch {
		case a.open != faulting:
		case e.Entry.Internal():
			a.miss()
		case !a.held:
			a.take(e)
		}
	case Flush:
		if a.open == writing && !a.held {
			a.take(e)
		}
	case Unlock:
		if a.made = a.made && !e.Entry.Zero() && !e.Entry.Empty(); a.open == faulting {
			a.unlocked = a.held
			a.unhold(e)
		}
	case Wake, WritebackOne:
		switch {
		case a.open != faulting:
			a.unhold(e)
		case a.unlocked: // the tree was locked between the two
			now := a.now(e)
			a.op.HoldNS += onCPU(a.own, now)
			a.own, a.unlocked = now, false
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

// take begins the hold of an entry.
func (a *actor) take(e *Event) {
	a.pause(e)
	a.held, a.hold = true, a.now(e)
}

// miss takes back that the entry was taken: it could not be had.
func (a *actor) miss() {
	if a.held {
		a.held, a.own = false, a.hold
	}
}

// pause ends a stretch that OwnNS counts.
func (a *actor) pause(e *Event) {
	if a.own.set {
		a.op.OwnNS += onCPU(a.own, a.now(e))
		a.own = moment{}
	}
}

// unhold ends the hold of an entry. It reports false, as what is held then.
func (a *actor) unhold(e *Event) bool {
	if a.held {
		a.unholdAt(a.now(e))
	}
	return false
}

func (a *actor) unholdAt(now moment) {
	a.op.HoldNS += onCPU(a.hold, now) + now.slept - a.hold.slept
	a.op.HoldSleeps = a.op.HoldSleeps || now.slept > a.hold.slept
	a.op.Entries++
	a.held, a.own = false, now
}
