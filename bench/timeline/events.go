package timeline

import (
	"daxwait/bench/trace"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// event tells of an event of the model. Each but a wait's beginning and what
// tells of a sleep or a wake says that a get is over.
func (t *teller) event(x *told, i int, r *record) {
	switch k := task.Kind(r.sub); k {
	case task.WaitBegin:
		t.beginGet(x, r.at, r.a, r.order) // unless it is part of one
	case task.Slept:
		x.asleep = true
		e := x.event(r.at, trace.Sleep)
		e.Index = r.a
		t.out.Write(e)
	case task.SemSlept:
		x.asleep = true
	case task.WaitEnd:
		t.endGet(x, i)
	case task.Skipped:
		if !x.lastWaitEnd { // it looked, and was given nothing
			t.beginGet(x, r.at, r.a, daxcore.PTE)
			t.endGet(x, i)
		}
	case task.Locked:
		t.endGet(x, i)
		x.gone, x.word = false, t.locked(i)
	case task.Removed, task.Downgraded, task.Refused:
		t.endGet(x, i)
		x.word = t.wordAt(r)
		if k != task.Refused {
			delete(t.words, place{r.file, r.a})
			x.removed, x.gone = true, true
		}
	case task.Unlocked:
		t.unlock(x, i, r)
	case task.FellBack:
		t.fallBack(x, i, r)
	case task.Woke:
		t.endWake(x, i, r)
	}
}

// unlock tells that a lock bit is gone.
func (t *teller) unlock(x *told, i int, r *record) {
	x.unlocked = r.a
	if !x.gone {
		t.words[place{r.file, r.a}] = x.word
	}
	if x.granted {
		x.granted = false
		e := x.event(r.at, trace.Unlock)
		e.Index, e.Entry = r.a, x.word
		t.out.Write(e)
	}
	if end, cut := t.wake(i); end == nil && !cut {
		t.released(x, i, r.at)
	}
}

// released ends what ends when an entry was given back and who waits was woken.
func (t *teller) released(x *told, i int, now int64) {
	if x.flushing {
		x.flushing = false
		e := x.event(now, trace.WritebackOne)
		e.Index, e.Pages = x.unlocked, pagesOf(x.word)
		t.out.Write(e)
	}
	if next := int(t.after[i]); x.faulting && !x.grabbing && (next == 0 || !t.is(next, task.FellBack)) {
		t.endFault(x, now)
	}
}

// beginFault writes the beginning of a fault.
func (t *teller) beginFault(x *told, now int64) {
	if x.fault.Kind != trace.Other && !x.faulting {
		x.faulting = true
		x.fault.Time, x.fault.CPU = now, x.cpu
		t.say(x, &x.fault)
	}
}

// endFault writes the end of a fault, if there is one. One that never came to
// an entry was beyond the end of the file.
func (t *teller) endFault(x *told, now int64) {
	if x.fault.Kind == trace.Other {
		return
	}
	e := x.fault
	e.Time, e.CPU, e.FallBack = now, x.cpu, x.fellBack
	switch {
	case x.fellBack:
		e.Result = "FALLBACK"
	case !x.faulting:
		e.Result = "SIGBUS"
	case !x.unmapped:
		e.Result = "NOPAGE"
	}
	if e.Kind = trace.PTEFaultDone; x.fault.Kind == trace.PMDFault {
		e.Kind = trace.PMDFaultDone
	}
	t.beginFault(x, now)
	t.say(x, &e)
	x.fault.Kind, x.faulting = trace.Other, false
}

// fallBack tells that a PMD fault is to go on with PTEs.
func (t *teller) fallBack(x *told, i int, r *record) {
	t.beginFault(x, r.at)
	t.endGet(x, i)
	if x.grabbing {
		x.grabbing = false
		e := x.event(r.at, trace.GrabRet)
		e.Entry = trace.FallbackWord
		t.say(x, e)
	}
	x.fellBack = true
	t.endFault(x, r.at)
}

// beginGet writes that a task looks for an unlocked entry, unless it does.
func (t *teller) beginGet(x *told, now int64, index uint64, order uint8) {
	if !x.getting {
		x.getting = true
		e := x.event(now, trace.GetEntry)
		e.Index, e.Order = index, order
		t.say(x, e)
	}
}

// endGet writes what it was given, if it looked: record i shows that it was.
func (t *teller) endGet(x *told, i int) {
	if x.getting {
		x.getting = false
		e := x.event(t.records[i].at, trace.GetEntryRet)
		e.Entry = t.got(i)
		t.say(x, e)
	}
}

// got returns what a get has given that is over at record i, as its task shows
// by what it does then.
func (t *teller) got(i int) trace.Word {
	put := false
	for {
		switch r := &t.records[i]; {
		case t.is(i, task.Locked):
			w := t.locked(i)
			if _, had := t.words[place{r.file, r.a}]; w.Empty() && !had {
				return 0 // that one it has made
			}
			return w
		case t.is(i, task.Removed), t.is(i, task.Refused):
			return t.wordAt(r)
		case t.is(i, task.FellBack) && put:
			return bare(daxcore.PTE)
		case t.is(i, task.FellBack):
			return trace.ConflictWord
		case t.is(i, task.Skipped), t.isAt(i, task.RangeLoop, task.RangeEntry), r.what == begun, r.what == done:
			return 0
		}
		put = put || t.is(i, task.Woke)
		if i = int(t.after[i]); i == 0 {
			return 0
		}
	}
}

// locked returns the entry that is locked at record i, as what follows tells,
// or what came before.
func (t *teller) locked(i int) trace.Word {
	next := int(t.after[i])
	if next != 0 && t.is(next, task.WaitEnd) {
		next = int(t.after[next])
	}
	if next != 0 && t.isAt(next, task.Grabbed, task.DowngradeUnmap, task.WritebackFlush) {
		return trace.Word(t.records[next].b)
	}
	return t.wordAt(&t.records[i])
}

// wordAt returns the entry that an event names, as it was told last.
func (t *teller) wordAt(r *record) trace.Word {
	if w, told := t.words[place{r.file, r.a}]; told && w.PMD() == (r.order == daxcore.PMD) {
		return w
	}
	return bare(r.order)
}

// bare is an entry of which only the order is known.
func bare(order uint8) trace.Word {
	if order == daxcore.PMD {
		return trace.Word(daxcore.MakeEntry(0, daxcore.FlagPMD))
	}
	return trace.Word(daxcore.MakeEntry(0, 0))
}

// pagesOf returns how many pages an entry has.
func pagesOf(w trace.Word) uint64 {
	if w.PMD() {
		return daxcore.Chunk
	}
	return 1
}
