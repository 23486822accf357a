package daxcore

import (
	"daxwait/daxcore/bitmap"
	"daxwait/daxcore/task"
)

// Stateful is what an [EntryLock] implements that keeps anything of its own
// beside the wait table and the timers of its [Room]: it is then part of the state of a world.
type Stateful interface {
	// AppendState appends what there is to dst, in the same words for the same
	// state, however it came about. SetState takes it back, and returns the
	// words behind it.
	AppendState(dst []uint64) []uint64
	SetState(src []uint64) []uint64
}

// AppendState appends all that tasks may change to dst, in words: worlds of
// one [Config] are in the same state if and only if they append the same. No
// task is inside a section. Pins are not part of it, since no operation
// changes them.
func (w *World) AppendState(dst []uint64) []uint64 {
	dst = w.Table.AppendState(dst)
	dst = bitmap.Append(dst, w.associated)
	for _, s := range w.AddressSpaces {
		dst = s.AppendState(dst)
	}
	if w.mortal {
		dst = w.readers.AppendState(dst)
	}
	if w.Journal != nil {
		dst = w.Journal.AppendState(dst)
	}
	for _, m := range w.Files {
		if w.mortal {
			dst = m.Inode.AppendState(dst)
		}
		dst = append(dst, m.NrPages<<32|m.size)
		dst = m.Pages.AppendState(dst)
		dst = m.InvalidateLock.AppendState(dst)
		if len(w.AddressSpaces) != 0 {
			dst = m.IMmap.AppendState(dst)
		}
		dst = m.Blocks.AppendState(dst)
		for _, v := range m.vmas {
			dst = v.AppendState(dst)
		}
	}
	dst = w.timers.AppendState(dst)
	if s, ok := w.Entries.(Stateful); ok {
		dst = s.AppendState(dst)
	}
	return dst
}

// Hide makes any look at entries panic, until Show; ShowFor and HideFor end
// and renew that for what a spinlock guards. So an engine finds code that uses
// entries without xa_lock.
func (w *World) Hide() {
	for _, m := range w.Files {
		m.Pages.Hide()
	}
}

// Show ends Hide.
func (w *World) Show() {
	for _, m := range w.Files {
		m.Pages.Show()
	}
}

// Hidden returns the files whose entries are hidden.
func (w *World) Hidden() (files []uint32) {
	for _, m := range w.Files {
		if m.Pages.Hidden() {
			files = append(files, m.ID)
		}
	}
	return files
}

// ShowFor is called when the lock is taken, while all is hidden.
func (w *World) ShowFor(s *task.Spin) {
	if m := w.guardedBy(s); m != nil {
		m.Pages.Show()
	}
}

// HideFor is called when it is dropped.
func (w *World) HideFor(s *task.Spin) {
	if m := w.guardedBy(s); m != nil {
		m.Pages.Hide()
	}
}

func (w *World) guardedBy(s *task.Spin) *Mapping {
	for _, m := range w.Files {
		if s == &m.XALock {
			return m
		}
	}
	return nil
}

// SetState makes w what a world of the same Config and mappings was when it
// appended src. No task is inside a section.
func (w *World) SetState(src []uint64) {
	src = w.Table.SetState(src)
	src = bitmap.Set(w.associated, src)
	for _, s := range w.AddressSpaces {
		src = s.SetState(src)
	}
	if w.mortal {
		src = w.readers.SetState(src)
	}
	if w.Journal != nil {
		src = w.Journal.SetState(src)
	}
	for _, m := range w.Files {
		if w.mortal {
			src = m.Inode.SetState(src)
		}
		m.NrPages, m.size = src[0]>>32, src[0]&(1<<32-1)
		src = m.Pages.SetState(src[1:])
		src = m.InvalidateLock.SetState(src)
		if len(w.AddressSpaces) != 0 {
			src = m.IMmap.SetState(src)
		}
		src = m.Blocks.SetState(src)
		for _, v := range m.vmas {
			src = v.SetState(src)
		}
	}
	src = w.timers.SetState(src)
	if s, ok := w.Entries.(Stateful); ok {
		s.SetState(src)
	}
}
