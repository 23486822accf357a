package daxcore

import (
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// PMDFault maps the 2 MiB around an index, or says Fallback. The caller holds
// invalidate_lock. A fault that fails after Grab leaves its empty PMD entry in
// the tree, unlocked; the PTE fault that follows downgrades it.
func (w *World) PMDFault(t Task, f *Fault) Result {
	m := w.Files[f.File]
	first := Base(f.Index)
	switch {
	case first >= m.Size():
		return SigBus
	case !f.VMA.Suits(f.Index), f.Write && f.VMA.Private, first+Chunk > m.Size(),
		w.Journal != nil && w.Journaling.Order == MappingFirst:
		return w.fallBack(t, m, f.Index)
	}
	cookie, r := w.Grab(t, m, first, PMD)
	if r != 0 {
		return r
	}
	if slot, _ := f.VMA.Look(t, f.Index, f.Write); slot == mm.Table {
		releasing(t, first, cookie, 0)
		w.Unlock(t, m, first, cookie)
		return 0
	}
	t.At(task.Finding, first, uint64(cookie))
	if w.ordered(f, EntryFirst) {
		w.Journal.Start(t)
	}
	cookie, r = w.mapPMD(t, f, m, cookie)
	releasing(t, first, cookie, r)
	w.stop(t, f, EntryFirst)
	w.Unlock(t, m, first, cookie)
	if r&Fallback != 0 {
		w.fallBack(t, m, f.Index)
	}
	return r
}

// mapPMD is what a PMD fault does with its entry locked.
func (w *World) mapPMD(t Task, f *Fault, m *Mapping, cookie Entry) (Entry, Result) {
	first := Base(f.Index)
	f.Hold.Spend(t)
	t.Spend(task.MapExtent, 0)
	x := m.Blocks.At(first, Chunk)
	if x.Pages < Chunk {
		return cookie, Fallback
	}
	r := NoPage
	at := *f
	at.Index = first
	if !f.Write && x.Kind != fs.Written {
		cookie = w.insert(t, &at, m, cookie, MakeEntry(zeroPFN, FlagZero|FlagPMD), false)
		if !f.VMA.MapZero(t, f.Index) {
			r = Fallback
		}
		return cookie, r
	}
	if m.Blocks.PFN(first)%Chunk != 0 {
		return cookie, Fallback
	}
	if x.Kind != fs.Written {
		w.allocate(t, m, first, Chunk, x.Kind)
		r |= Major
	}
	pending := w.pending(f, m, first, Chunk)
	pending = pending && !w.commitInside(t, m)
	cookie = w.insert(t, &at, m, cookie, MakeEntry(m.Blocks.PFN(first), FlagPMD), pending)
	if pending {
		return cookie, r | NeedDSync
	}
	return w.mapHuge(t, f, cookie, f.Write, r)
}

func (w *World) mapHuge(t Task, f *Fault, cookie Entry, write bool, r Result) (Entry, Result) {
	if !f.VMA.MapPMD(t, f.Index, write) {
		r = Fallback
	}
	return cookie, r
}
