package daxcore

import "daxwait/daxcore/fs"

// Stale returns a page that has a zero page for an entry, though the file has
// data there. In the middle of a write(2) there may be some, when all have
// finished none. It is for tests, while no task runs.
func (w *World) Stale() (m *Mapping, index uint64, ok bool) {
	for _, m := range w.Files {
		cur := m.Pages.At(0, PTE)
		for word := range cur.Entries(^uint64(0)) {
			e := Entry(word)
			for i := e.Start(cur.Index()); e.IsZero() && i < e.Start(cur.Index())+1<<e.Order(); i++ {
				if m.Blocks.At(i, 1).Kind == fs.Written {
					return m, i, true
				}
			}
		}
	}
	return nil, 0, false
}
