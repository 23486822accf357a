package mm

import (
	"daxwait/daxcore/rwsem"
	"daxwait/daxcore/task"
)

// Space is an address space: what the threads of a process share. Who faults
// in it holds its mmap_lock for shared use; who maps or unmaps holds it alone;
// and ps and top, which belong to other processes, take it for shared use, too.
//
// Synchronization: what precedes MmapLock is set before the first task runs.
type Space struct {
	ID uint32
	// PerVMA: a fault takes the lock of its mapping alone, as it may from Linux
	// 6.4 on where the file system has map_pages, as XFS does and ext4 does not.
	PerVMA   bool
	MmapLock rwsem.Sem
}

// Init readies s, whose fields above are set, for tasks tasks; its lock gets
// the number spin.
func (s *Space) Init(tasks int, spin int32) {
	s.MmapLock.Init(tasks, spin, task.MmapLock, s.ID)
}

// Enter takes what keeps v from being unmapped during a fault: the lock of the
// mapping, if faults take that and nobody is about to change it, else mmap_lock.
// Leave gives back what Enter returned. A mapping of no space has neither.
func (v *VMA) Enter(t task.Task) *rwsem.Sem {
	switch {
	case v.Space == nil:
		return nil
	case v.Space.PerVMA && v.own.TryRLock(t):
		return &v.own
	}
	v.Space.MmapLock.RLock(t)
	return &v.Space.MmapLock
}

// Leave ends what Enter began.
func Leave(t task.Task, held *rwsem.Sem) {
	if held != nil {
		held.RUnlock(t)
	}
}

// Change takes what keeps all others from using v, to map or unmap it; Changed
// gives it back.
func (v *VMA) Change(t task.Task) {
	v.Space.MmapLock.Lock(t)
	if v.Space.PerVMA {
		v.own.Lock(t)
	}
}

// Changed ends what Change began.
func (v *VMA) Changed(t task.Task) {
	if v.Space.PerVMA {
		v.own.Unlock(t)
	}
	v.Space.MmapLock.Unlock(t)
}
