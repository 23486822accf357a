package daxcore

import (
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// Fault is one page fault.
type Fault struct {
	File  int
	VMA   *mm.VMA
	Index uint64
	Write bool
	// Hold is time spent with the entry locked, besides what the steps cost.
	Hold Hold
}

// Hold is a stretch of time in nanoseconds, on the CPU or asleep.
type Hold struct {
	NS     int64
	Sleeps bool
}

// Spend spends it.
func (h Hold) Spend(t Task) {
	switch {
	case h.Sleeps:
		t.Spend(task.HoldSleep, h.NS)
	case h.NS != 0:
		t.Spend(task.HoldRun, h.NS)
	}
}

// Fault does what the kernel does for an access to a page that is not mapped
// as it must be: a PMD fault where there is no page table yet, and a PTE fault
// if there is one or the PMD fault fell back. It takes invalidate_lock for
// shared use, as the file system does round fs/dax. docs/model.md walks one
// through in seven steps: this is the first; fault has the second, Grab the next
// three, mapLocked the last two.
func (w *World) Fault(t Task, f *Fault) Result {
	m := w.Files[f.File]
	if slot, mapped := f.VMA.Look(t, f.Index, f.Write); mapped {
		return NoPage
	} else if slot != mm.Table && f.VMA.Suits(f.Index) {
		if r := w.fault(t, f, m, PMD); r&Fallback == 0 {
			return r
		}
		f.VMA.Split(t, f.Index)
	}
	return w.fault(t, f, m, PTE)
}

// fault is one fault of the given order below invalidate_lock, with the second
// half of a synchronous one.
func (w *World) fault(t Task, f *Fault, m *Mapping, order uint8) Result {
	t.At(task.FaultStart, f.Index, uint64(order))
	at := f.request(m, order)
	m.InvalidateLock.RLock(t)
	w.fs.Enter(t, at, fs.HandleFirst)
	var r Result
	if order == PMD {
		r = w.PMDFault(t, f)
	} else {
		r = w.PTEFault(t, f)
	}
	w.fs.Leave(t, at, fs.HandleFirst)
	if r&NeedDSync != 0 {
		r = w.commit(t, f, at, order, r)
	}
	m.InvalidateLock.RUnlock(t)
	return r
}

// request is what a fault of the given order asks the file system about.
func (f *Fault) request(m *Mapping, order uint8) fs.Request {
	at := m.part(f.Index>>order<<order, 1<<order)
	at.Writes = f.Write && !f.VMA.Private
	at.Sync = at.Writes && f.VMA.Sync
	return at
}

// commit is the second half of a synchronous fault, with its handle stopped and
// its entry unlocked, unless it is to be retried for that.
func (w *World) commit(t Task, f *Fault, at fs.Request, order uint8, r Result) Result {
	if w.fs.Retries(t) {
		return Retry
	}
	w.Fsync(t, f.File, at.Index, at.Index+at.Pages-1)
	return r&^NeedDSync | w.insertMkwrite(t, f, w.Files[f.File], order)
}

// PTEFault maps one page. The caller holds invalidate_lock.
func (w *World) PTEFault(t Task, f *Fault) Result {
	m := w.Files[f.File]
	if f.Index >= m.Size() {
		return SigBus
	}
	at := f.request(m, PTE)
	w.fs.Enter(t, at, fs.MappingFirst)
	cookie, r := w.Grab(t, m, f.Index, PTE)
	if r != 0 {
		return r
	}
	if slot, _ := f.VMA.Look(t, f.Index, f.Write); slot == mm.Huge {
		// Somebody mapped the 2 MiB meanwhile: the access is repeated.
		releasing(t, extent{f.Index, PTE}, cookie, NoPage)
		w.UnlockEntry(t, m, f.Index, cookie)
		return NoPage
	}
	return w.mapLocked(t, f, m, at, cookie)
}

// mapLocked maps what a fault is for, with its entry locked, and unlocks that.
func (w *World) mapLocked(t Task, f *Fault, m *Mapping, at fs.Request, cookie Entry) (r Result) {
	t.At(task.Finding, asked(at).word(), uint64(cookie))
	w.fs.Enter(t, at, fs.EntryFirst)
	f.Hold.Spend(t)
	if at.Pages == Chunk {
		cookie, r = w.mapPMD(t, f, m, at, cookie)
	} else {
		cookie, r = w.mapPTE(t, f, m, at, cookie)
	}
	releasing(t, asked(at), cookie, r)
	w.fs.Leave(t, at, fs.EntryFirst)
	w.UnlockEntry(t, m, at.Index, cookie)
	return r
}

// releasing labels what a fault carries on while it gives its entry back.
func releasing(t Task, of extent, cookie Entry, r Result) {
	t.At(task.Releasing, of.word(), outcome{cookie, r}.word())
}

// mapPTE asks for the block of a page and maps it.
func (w *World) mapPTE(t Task, f *Fault, m *Mapping, at fs.Request, cookie Entry) (Entry, Result) {
	x := w.fs.Find(t, at)
	switch {
	case f.Write && f.VMA.Private:
		if x.Kind == fs.Written {
			t.Spend(task.CopyPage, 0)
		} else {
			t.Spend(task.Zero4K, 0)
		}
		f.VMA.MapPTE(t, f.Index, true)
		return cookie, NoPage | DoneCow // the entry stays as it is
	case !f.Write && x.Kind != fs.Written:
		if !cookie.IsZero() && !cookie.IsEmpty() {
			m.violated(t, f.Index, task.StaleZero)
		}
		cookie = w.insert(t, m, at, cookie, MakeEntry(zeroPFN, FlagZero), false)
		f.VMA.MapPTE(t, f.Index, false)
		return cookie, NoPage
	}
	cookie, r := w.back(t, m, at, cookie, x.Kind, 0)
	if r&NeedDSync == 0 && !f.VMA.MapPTE(t, f.Index, f.Write) {
		r &^= NoPage
	}
	return cookie, r
}

// zeroPFN is the frame of the zero page, which belongs to no file.
const zeroPFN = 0

// back puts the storage of a page or of 2 MiB into the entry, and allocates it
// if it must. NeedDSync says that it may be mapped for writing only when its
// metadata is durable.
func (w *World) back(t Task, m *Mapping, at fs.Request, cookie Entry, was fs.Kind, flags Flag) (Entry, Result) {
	r := NoPage
	if was != fs.Written {
		w.fs.Allocate(t, at, was)
		r |= Major
	}
	owes := w.fs.Owes(t, at)
	cookie = w.insert(t, m, at, cookie, MakeEntry(m.Blocks.PFN(at.Index), flags), owes)
	if owes {
		r |= NeedDSync
	}
	return cookie, r
}
