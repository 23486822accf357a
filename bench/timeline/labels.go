package timeline

import (
	"daxwait/bench/pattern"
	"daxwait/bench/trace"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// label tells of a place in the model.
func (t *teller) label(x *told, i int, r *record) {
	switch task.Label(r.sub) {
	case task.FaultStart:
		t.endFault(x, r.at)
		x.fault = *x.event(r.at, trace.PTEFault)
		if uint8(r.b) == daxcore.PMD {
			x.fault.Kind = trace.PMDFault
		}
		x.fault.Index, x.fault.Write = r.a, x.op.yes
		x.unmapped, x.fellBack = false, false
	case task.Start:
		t.grab(x, r)
	case task.Grabbed:
		x.grabbing, x.granted, x.word = false, true, trace.Word(r.b)
		e := x.event(r.at, trace.GrabRet)
		e.Entry = x.word
		t.say(x, e)
	case task.Inserting:
		e := x.event(r.at, trace.Insert)
		e.Index, e.Entry = x.fault.Index, trace.Word(r.a)
		t.say(x, e)
	case task.Inserted:
		if x.word = trace.Word(r.b); x.word.Zero() {
			t.loadHole(x, r)
		}
	case task.Releasing:
		x.word = trace.Word(r.b >> 16)
		x.unmapped = daxcore.Result(r.b)&daxcore.NoPage == 0
	case task.RangeStart:
		t.beginRange(x, r)
	case task.RangeEntry:
		t.beginRemoval(x, r)
	case task.RangeLoop:
		t.endRemoval(x, i, r.at)
		if r.a > r.b { // that was the last
			x.truncating = false
		}
	case task.WritebackWait:
		t.beginGet(x, r.at, r.a, daxcore.PTE)
	case task.WritebackFlush:
		if x.word = trace.Word(r.b); !x.flushing {
			x.flushing = true
			e := x.event(r.at, trace.Flush)
			e.Size = pagesOf(x.word) << 12
			t.say(x, e)
		}
	}
}

// grab is the beginning of a grab, or of another try of it.
func (t *teller) grab(x *told, r *record) {
	if x.fault.Kind == trace.Other {
		return // an invalidation of one entry begins alike
	}
	t.beginFault(x, r.at)
	if !x.grabbing {
		x.grabbing = true
		e := x.event(r.at, trace.Grab)
		e.Index, e.Order = r.a, uint8(r.b)
		t.say(x, e)
	}
	t.beginGet(x, r.at, r.a, uint8(r.b))
}

// loadHole writes that a fault maps the zero page.
func (t *teller) loadHole(x *told, r *record) {
	e := x.event(r.at, trace.PTELoadHole)
	if x.word.PMD() {
		e.Kind = trace.PMDLoadHole
	}
	e.Index, e.Entry, e.Write, e.Result = r.a, x.word, x.fault.Write, "NOPAGE"
	t.say(x, e)
}

// beginRange is the beginning of a write-back, a scan or a truncation, as the
// operation says.
func (t *teller) beginRange(x *told, r *record) {
	if x.ranging {
		return
	}
	switch pattern.Kind(x.op.sub) {
	case pattern.Fsync:
		x.ranging = true
		e := x.event(r.at, trace.WritebackRange)
		e.Index, e.End = r.a, r.b
		t.say(x, e)
	case pattern.Scan:
		x.ranging = true
		e := x.event(r.at, trace.BusyRange)
		e.Index, e.End = r.a<<12, (r.b+1)<<12-1
		t.say(x, e)
	default:
		x.truncating = true
	}
}

// endRange is the end of a write-back.
func (t *teller) endRange(x *told, now int64) {
	if x.ranging && pattern.Kind(x.op.sub) == pattern.Fsync {
		x.ranging = false
		e := x.event(now, trace.WritebackRangeDone)
		e.Index, e.End = x.op.b+1, x.op.b
		t.say(x, e)
	}
}

// beginRemoval writes that one entry is to go.
func (t *teller) beginRemoval(x *told, r *record) {
	x.removing, x.removed = true, false
	e := x.event(r.at, trace.Invalidate)
	e.Index = r.a >> 8
	if x.truncating {
		e.Trunc = 1
	}
	t.say(x, e)
	t.beginGet(x, r.at, e.Index, daxcore.PTE)
}

// endRemoval writes whether it went.
func (t *teller) endRemoval(x *told, i int, now int64) {
	if !x.removing {
		return
	}
	x.removing = false
	t.endGet(x, i)
	e := x.event(now, trace.InvalidateRet)
	if x.removed {
		e.Ret = 1
	}
	t.say(x, e)
}
