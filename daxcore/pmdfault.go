package daxcore

import (
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
)

// PMDFault maps the 2 MiB around an index, or says Fallback. The caller holds
// invalidate_lock. A fault that fails after Grab leaves its empty PMD entry in
// the tree, unlocked; the PTE fault that follows downgrades it.
func (w *World) PMDFault(t Task, f *Fault) Result {
	m := w.Files[f.File]
	at := f.request(m, PMD)
	switch {
	case at.Index >= m.Size():
		return SigBus
	case !f.VMA.Suits(f.Index), f.Write && f.VMA.Private, at.Index+Chunk > m.Size(), !w.fs.Huge():
		return w.fallBack(t, m, f.Index)
	}
	cookie, r := w.Grab(t, m, at.Index, PMD)
	if r != 0 {
		return r
	}
	if slot, _ := f.VMA.Look(t, f.Index, f.Write); slot == mm.Table {
		releasing(t, extent{at.Index, PMD}, cookie, 0)
		w.UnlockEntry(t, m, at.Index, cookie)
		return 0
	}
	if r = w.mapLocked(t, f, m, at, cookie); r&Fallback != 0 {
		w.fallBack(t, m, f.Index)
	}
	return r
}

// mapPMD asks for the blocks of 2 MiB and maps them, if they fit.
func (w *World) mapPMD(t Task, f *Fault, m *Mapping, at fs.Request, cookie Entry) (Entry, Result) {
	x := w.fs.Find(t, at)
	if x.Pages < Chunk {
		return cookie, Fallback
	}
	if !f.Write && x.Kind != fs.Written {
		cookie = w.insert(t, m, at, cookie, MakeEntry(zeroPFN, FlagZero|FlagPMD), false)
		if !f.VMA.MapZero(t, f.Index) {
			return cookie, Fallback
		}
		return cookie, NoPage
	}
	if m.Blocks.PFN(at.Index)%Chunk != 0 {
		return cookie, Fallback
	}
	cookie, r := w.back(t, m, at, cookie, x.Kind, FlagPMD)
	if r&NeedDSync == 0 && !f.VMA.MapPMD(t, f.Index, f.Write) {
		r = Fallback
	}
	return cookie, r
}
