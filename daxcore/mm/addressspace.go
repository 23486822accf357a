package mm

import (
	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/task"
)

// AddressSpace is what the threads of a process share. A task that
// faults in it holds its mmap_lock for shared use; one that maps or unmaps holds it alone; and ps and
// top, which belong to other processes, take it for shared use, too.
//
// Synchronization: ID and PerVMA are set before the first task runs. A task
// uses its own element of byVMA alone.
type AddressSpace struct {
	ID uint32
	// PerVMA: a fault takes the lock of its mapping alone, as it may from Linux
	// 6.4 on where the file system has map_pages, as XFS does and ext4 does not.
	PerVMA   bool
	MmapLock rwsem.Sem

	byVMA []bool // by task, whether its fault has the lock of its mapping
}

// Init readies s, whose fields above are set, for tasks tasks; its lock gets
// the number spin.
func (s *AddressSpace) Init(tasks int, spin int32) {
	s.MmapLock.Init(tasks, spin, task.MmapLock, s.ID)
	s.byVMA = make([]bool, tasks)
}

// Enter takes what keeps v from being unmapped during a fault: the lock of the
// mapping, if faults take that and nobody is about to change it, else mmap_lock.
// A mapping of no address space has neither.
func (v *VMA) Enter(t task.Task) {
	s := v.AddressSpace
	if s == nil {
		return
	}
	if s.PerVMA {
		t.At(task.Entering, 0, 0)
		if v.own.TryRLock(t) {
			s.byVMA[t.ID()] = true
			return
		}
	}
	t.At(task.Entering, 1, 0)
	s.MmapLock.RLock(t)
}

// Leave ends what Enter began.
func (v *VMA) Leave(t task.Task) {
	switch s := v.AddressSpace; {
	case s == nil:
	case s.byVMA[t.ID()]:
		s.byVMA[t.ID()] = false
		v.own.RUnlock(t)
	default:
		s.MmapLock.RUnlock(t)
	}
}

// Lock returns the lock of the mapping, for reports.
func (v *VMA) Lock() *rwsem.Sem { return &v.own }

// Tables returns the page-table lock, for those who look who takes it.
func (v *VMA) Tables() *task.Spin { return &v.lock }

// Change maps v or unmaps it, which leaves no table behind, with all others
// kept from it.
func (v *VMA) Change(t task.Task, mapped bool) {
	t.At(task.Mapping, boolWord(mapped), 0)
	v.AddressSpace.MmapLock.Lock(t)
	if v.AddressSpace.PerVMA {
		t.At(task.Mapping, boolWord(mapped), 1)
		v.own.Lock(t)
	}
	t.Spend(task.ChangeVMAs, 0)
	if v.IMmap != nil {
		v.IMmap.Lock(t)
	}
	t.Lock(&v.lock)
	v.unmapped = !mapped
	clear(v.chunks)
	t.Unlock(&v.lock)
	if v.IMmap != nil {
		v.IMmap.Unlock(t)
	}
	if v.AddressSpace.PerVMA {
		v.own.Unlock(t)
	}
	v.AddressSpace.MmapLock.Unlock(t)
}

// Drop is madvise(MADV_DONTNEED) of pages first to last: a Zap below mmap_lock,
// for shared use.
func (v *VMA) Drop(t task.Task, first, last uint64) {
	if v.AddressSpace == nil {
		v.Zap(t, first, last)
		return
	}
	t.At(task.Entering, 2, first)
	v.AddressSpace.MmapLock.RLock(t)
	v.Zap(t, first, last)
	v.AddressSpace.MmapLock.RUnlock(t)
}

// Mapped reports whether v is there: it was not unmapped, or mapped again.
// Preconditions: the caller is between Enter and Leave.
func (v *VMA) Mapped() bool { return !v.unmapped }

// Peek is what ps does to a process, from outside: it reads its mappings.
func (s *AddressSpace) Peek(t task.Task) {
	t.At(task.Peeking, 0, 0)
	s.MmapLock.RLock(t)
	t.Spend(task.ReadVMAs, 0)
	s.MmapLock.RUnlock(t)
}

// AppendState appends who holds mmap_lock, who is queued for it, and which
// faults go without, to dst.
func (s *AddressSpace) AppendState(dst []uint64) []uint64 {
	dst = s.MmapLock.AppendState(dst)
	if !s.PerVMA {
		return dst
	}
	for _, b := range s.byVMA {
		dst = append(dst, boolWord(b))
	}
	return dst
}

// SetState makes s what AppendState has appended, and returns the words behind
// that.
func (s *AddressSpace) SetState(src []uint64) []uint64 {
	src = s.MmapLock.SetState(src)
	if !s.PerVMA {
		return src
	}
	for i := range s.byVMA {
		s.byVMA[i] = src[i] != 0
	}
	return src[len(s.byVMA):]
}
