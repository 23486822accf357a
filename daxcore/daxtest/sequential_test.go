package daxtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
)

// Model is a sequential oracle: it says what the entries of a file and their
// dirty marks must be after operations that ran alone, one after the other. It
// has a map from index to entry where the world has a tree, one from page to
// permission where it has page tables, and no idea of waiting.
//
// It knows the worlds of NewWorld: one file, of which each task has mapped all,
// shared and without MAP_SYNC. A close it knows if the file was opened before; the
// last one ends the file, and nothing but L may follow. It holds for designs that lose no entry when
// nobody is about; not for those that overlook one, such as FirstSlot.
type Model struct {
	entries map[uint64]modelEntry // by first index
	written map[uint64]bool       // pages with a block and data in it
	size    uint64
	refs    int                      // to the file
	tables  []map[uint64]*modelTable // by task and base

	pfn         func(index uint64) uint64
	pmdOff      bool
	readDirties bool
}

type modelEntry struct {
	daxcore.Entry
	dirty bool
}

// modelTable is what a task has mapped of a chunk; where there is none,
// nothing. writable has the pages that are mapped.
type modelTable struct {
	huge, hugeWritable bool
	writable           map[uint64]bool
}

// NewModel returns a model of w as it is. Nothing is mapped in w yet.
func NewModel(w *daxcore.World) *Model {
	f := w.Files[0]
	m := &Model{
		entries:     map[uint64]modelEntry{},
		written:     map[uint64]bool{},
		size:        f.Size(),
		refs:        f.Inode.References(),
		tables:      make([]map[uint64]*modelTable, w.Tasks()),
		pfn:         f.Blocks.PFN,
		pmdOff:      w.Entries.Rules().PMDOff,
		readDirties: w.ReadDirties,
	}
	for id := range m.tables {
		m.tables[id] = map[uint64]*modelTable{}
	}
	for i := range uint64(FilePages) {
		if e := f.Load(i); e.Present() && e.Start(i) == i {
			cur := f.Pages.At(i, daxcore.PTE)
			m.entries[i] = modelEntry{e, cur.Marked(daxcore.Dirty)}
		}
		m.written[i] = f.Blocks.At(i, 1).Kind == fs.Written
	}
	return m
}

// Do runs an operation, in the words of ParseTasks, as a task that is alone.
func (m *Model) Do(task int, op string) error {
	if _, err := parseOp(op, 1); err != nil {
		return err
	}
	verb, rest, _ := strings.Cut(op, "(")
	args := strings.Split(strings.TrimSuffix(rest, ")"), ",")
	var n []uint64
	for _, arg := range args {
		i, _ := ParseIndex(arg) // 0 for r and w
		n = append(n, i)
	}
	switch verb {
	case "F":
		if pmd := n[0] == uint64(daxcore.PMD); !pmd || !m.pmdOff {
			m.grab(n[1], pmd)
		}
	case "P":
		m.fault(task, n[0], slices.Contains(args, "w"))
	case "I":
		m.invalidate(n[0], n[0])
	case "R":
		m.invalidate(n[0], n[1])
		m.unmap(n[0], n[1])
	case "W":
		m.writeback(n[0], n[1])
	case "D":
		m.remove(n[0], n[1])
	case "U":
		m.cut(n[0], n[1])
	case "T":
		was := m.size
		m.size = n[0]
		if n[0] < was {
			m.cut(n[0], was-1)
		}
	case "C":
		if !m.written[n[0]] {
			m.written[n[0]] = true
			m.invalidate(n[0], n[0])
			m.unmap(n[0], n[0])
		}
	case "S":
		m.unmap(n[0], n[1])
	case "E":
		if m.refs--; m.refs == 0 {
			m.remove(0, FilePages-1)
		}
	} // L locks and unlocks: nothing changes
	return nil
}

// at returns the first index of the entry that covers index.
func (m *Model) at(index uint64) (first uint64, e modelEntry) {
	first = daxcore.Base(index)
	if e := m.entries[first]; e.IsPMD() {
		return first, e
	}
	return index, m.entries[index]
}

// within returns the first indexes of the entries that meet a range.
func (m *Model) within(first, last uint64) (starts []uint64) {
	for i, e := range m.entries {
		if i <= last && i+1<<e.Order()-1 >= first {
			starts = append(starts, i)
		}
	}
	return starts
}

// grab is a fault's grab and unlock. It returns where the entry is, or false
// if a PMD request finds smaller ones in its way.
func (m *Model) grab(index uint64, pmd bool) (first uint64, ok bool) {
	first, e := m.at(index)
	if pmd {
		first = daxcore.Base(index)
		if e = m.entries[first]; e.Entry != 0 {
			return first, e.IsPMD()
		}
		if len(m.within(first, first+daxcore.Chunk-1)) != 0 {
			return first, false
		}
		m.entries[first] = modelEntry{Entry: daxcore.MakeEntry(0, daxcore.FlagPMD|daxcore.FlagEmpty)}
		return first, true
	}
	if e.IsPMD() && (e.IsZero() || e.IsEmpty()) { // it is downgraded
		if e.IsZero() {
			m.unmap(first, first+daxcore.Chunk-1)
		}
		delete(m.entries, first)
		first, e = index, modelEntry{}
	}
	if e.Entry == 0 {
		m.entries[first] = modelEntry{Entry: daxcore.MakeEntry(0, daxcore.FlagEmpty)}
	}
	return first, true
}

// invalidate removes the clean entries of a range.
func (m *Model) invalidate(first, last uint64) {
	for _, i := range m.within(first, last) {
		if !m.entries[i].dirty {
			delete(m.entries, i)
		}
	}
}

func (m *Model) remove(first, last uint64) {
	for _, i := range m.within(first, last) {
		delete(m.entries, i)
	}
}

// cut makes a range a hole.
func (m *Model) cut(first, last uint64) {
	m.unmap(first, last)
	m.remove(first, last)
	for i := first; i <= min(last, FilePages-1); i++ {
		m.written[i] = false
	}
}

func (m *Model) writeback(first, last uint64) {
	for _, i := range m.within(first, last) {
		if e := m.entries[i]; e.dirty {
			e.dirty = false
			m.entries[i] = e
			m.protect(i, i+1<<e.Order()-1)
		}
	}
}

// Compare returns where w is not as the model has it.
func (m *Model) Compare(w *daxcore.World) error {
	f := w.Files[0]
	var errs []error
	pages := uint64(0)
	for i := range uint64(FilePages) {
		first, want := m.at(i)
		cur := f.Pages.At(i, daxcore.PTE)
		if got := daxcore.Entry(cur.Load()); got != want.Entry || cur.Marked(daxcore.Dirty) != want.dirty || cur.Marked(daxcore.ToWrite) {
			errs = append(errs, fmt.Errorf("%s: %v, dirty %v; want %v, dirty %v", FormatIndex(i), got, cur.Marked(daxcore.Dirty), want.Entry, want.dirty))
		}
		stored := want.Present() && !want.IsZero() && !want.IsEmpty()
		if _, at, ok := w.Owner(m.pfn(i)); ok != stored || ok && at != i {
			errs = append(errs, fmt.Errorf("%s: its frame says %v, %s", FormatIndex(i), ok, FormatIndex(at)))
		}
		if got := f.Blocks.At(i, 1).Kind; (got == fs.Written) != m.written[i] {
			errs = append(errs, fmt.Errorf("%s: a page of the file is %v", FormatIndex(i), got))
		}
		if want.Present() && first == i {
			pages += 1 << want.Order()
		}
	}
	if f.NrPages != pages || f.Size() != m.size {
		errs = append(errs, fmt.Errorf("%d pages counted, size %d; want %d, %d", f.NrPages, f.Size(), pages, m.size))
	}
	return errors.Join(errs...)
}

// CompareTables returns where the page tables of the task that asks are not as
// the model has them.
func (m *Model) CompareTables(w *daxcore.World, t daxcore.Task) error {
	var errs []error
	for i := range uint64(FilePages) {
		slot, readable := w.Files[0].VMA(t.ID()).Look(t, i, false)
		_, writable := w.Files[0].VMA(t.ID()).Look(t, i, true)
		want, r, wr := m.look(t.ID(), i)
		if slot != want || readable != r || writable != wr {
			errs = append(errs, fmt.Errorf("%s: mapped by %v, readable %v, writable %v; want %v, %v, %v", FormatIndex(i), slot, readable, writable, want, r, wr))
		}
	}
	return errors.Join(errs...)
}

// look returns what a task's page tables have of a page.
func (m *Model) look(task int, index uint64) (s mm.Slot, readable, writable bool) {
	c := m.tables[task][daxcore.Base(index)]
	switch {
	case c == nil:
		return mm.None, false, false
	case c.huge:
		return mm.Huge, true, c.hugeWritable
	}
	writable, readable = c.writable[index]
	return mm.Table, readable, writable
}
