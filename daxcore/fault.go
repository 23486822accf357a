package daxcore

import (
	"strings"

	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/daxcore/task"
)

// Result is what a fault returns, a set of bits. 0 means: look again.
type Result uint16

// The results.
const (
	NoPage    Result = 1 << iota // done (VM_FAULT_NOPAGE)
	Fallback                     // a PMD fault is to be retried with PTEs
	SigBus                       // beyond the end of the file
	NeedDSync                    // mapped read-only until the metadata is durable
	DoneCow                      // a private copy was made
	Major                        // blocks were allocated
	SigSegv                      // nothing is mapped there
	Retry                        // all was given back, and it is to begin again (VM_FAULT_RETRY)
)

func (r Result) String() string {
	if r == 0 {
		return "again"
	}
	var s []string
	for i, n := range []string{"nopage", "fallback", "sigbus", "needdsync", "done-cow", "major", "sigsegv", "retry"} {
		if r>>i&1 != 0 {
			s = append(s, n)
		}
	}
	return strings.Join(s, "|")
}

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
// shared use, as the file system does round fs/dax.
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
	m.InvalidateLock.RLock(t)
	if w.ordered(f, HandleFirst) {
		w.Journal.Start(t)
	}
	var r Result
	if order == PMD {
		r = w.PMDFault(t, f)
	} else {
		r = w.PTEFault(t, f)
	}
	w.stop(t, f, HandleFirst)
	if r&NeedDSync != 0 {
		r = w.syncs(t, f, m, order, r)
	}
	m.InvalidateLock.RUnlock(t)
	return r
}

// PTEFault maps one page. The caller holds invalidate_lock.
func (w *World) PTEFault(t Task, f *Fault) Result {
	m := w.Files[f.File]
	if f.Index >= m.Size() {
		return SigBus
	}
	w.findFirst(t, f, m)
	cookie, r := w.Grab(t, m, f.Index, PTE)
	if r != 0 {
		return r
	}
	if slot, _ := f.VMA.Look(t, f.Index, f.Write); slot == mm.Huge {
		// Somebody mapped the 2 MiB meanwhile: the access is repeated.
		releasing(t, f.Index, cookie, NoPage)
		w.Unlock(t, m, f.Index, cookie)
		return NoPage
	}
	t.At(task.Finding, f.Index, uint64(cookie))
	if w.ordered(f, EntryFirst) {
		w.Journal.Start(t)
	}
	cookie, r = w.mapPTE(t, f, m, cookie)
	releasing(t, f.Index, cookie, r)
	w.stop(t, f, EntryFirst)
	w.Unlock(t, m, f.Index, cookie)
	return r
}

// releasing labels what a fault carries on while it gives its entry back.
func releasing(t Task, index uint64, cookie Entry, r Result) {
	t.At(task.Releasing, index, outcome{cookie, r}.word())
}

// mapPTE is what a PTE fault does with its entry locked.
func (w *World) mapPTE(t Task, f *Fault, m *Mapping, cookie Entry) (Entry, Result) {
	f.Hold.Spend(t)
	x := w.find(t, f, m, cookie)
	r := NoPage
	if f.Write && f.VMA.Private {
		if x.Kind == fs.Written {
			t.Spend(task.CopyPage, 0)
		} else {
			t.Spend(task.Zero4K, 0)
		}
		f.VMA.MapPTE(t, f.Index, true)
		return cookie, r | DoneCow // the entry stays as it is
	}
	if !f.Write && x.Kind != fs.Written {
		cookie = w.insert(t, f, m, cookie, MakeEntry(zeroPFN, FlagZero), false)
		f.VMA.MapPTE(t, f.Index, false)
		return cookie, r
	}
	if x.Kind != fs.Written {
		w.allocate(t, m, f.Index, 1, x.Kind)
		r |= Major
	}
	pending := w.pending(f, m, f.Index, 1)
	pending = pending && !w.commitInside(t, m)
	cookie = w.insert(t, f, m, cookie, MakeEntry(m.Blocks.PFN(f.Index), 0), pending)
	if pending {
		return cookie, r | NeedDSync
	}
	if !f.VMA.MapPTE(t, f.Index, f.Write) {
		r = r &^ NoPage
	}
	return cookie, r
}

// zeroPFN is the frame of the zero page, which belongs to no file.
const zeroPFN = 0

// allocate gives n pages blocks with zeroes in them.
func (w *World) allocate(t Task, m *Mapping, index, n uint64, was fs.Kind) {
	if was == fs.Hole {
		t.Spend(task.AllocBlocks, 0)
	}
	if n == 1 {
		t.Spend(task.Zero4K, 0)
	} else {
		t.Spend(task.Zero2M, 0)
	}
	m.Blocks.Set(index, n, fs.Written)
	w.changes(m)
}
