package daxtest

import (
	"daxwait/daxcore"
	"daxwait/daxcore/mm"
)

// fault is an access to a page: a PMD fault where that may be, and a PTE fault
// where not or where it fell back.
func (m *Model) fault(task int, index uint64, write bool) {
	slot, readable, writable := m.look(task, index)
	switch {
	case write && writable, !write && readable, index >= m.size:
		return
	case slot != mm.Table && m.pmdFault(task, index, write):
		return
	}
	m.pteFault(task, index, write)
}

// pmdFault reports whether a PMD could be mapped. One that could not leaves its
// empty entry.
func (m *Model) pmdFault(task int, index uint64, write bool) bool {
	base := daxcore.Base(index)
	if m.pmdOff || base+daxcore.Chunk > m.size {
		return m.split(task, base)
	}
	if _, ok := m.grab(index, true); !ok {
		return m.split(task, base)
	}
	for i := base; i < base+daxcore.Chunk; i++ {
		if m.written[i] != m.written[base] {
			return m.split(task, base) // of two kinds: no extent of 2 MiB
		}
	}
	m.fill(base, base, daxcore.FlagPMD, write)
	c := m.table(task, base)
	c.huge, c.hugeWritable = true, c.hugeWritable || write
	return true
}

func (m *Model) pteFault(task int, index uint64, write bool) {
	first, _ := m.grab(index, false)
	m.fill(first, index, 0, write)
	c := m.table(task, daxcore.Base(index))
	c.writable[index] = c.writable[index] || write
}

// fill makes of the entry at first what a fault at index finds out: it gives
// blocks to what is written, and replaces what is no storage yet.
func (m *Model) fill(first, index uint64, size daxcore.Flag, write bool) {
	last := index
	if size != 0 {
		last += daxcore.Chunk - 1
	}
	e := m.entries[first]
	if write || m.written[index] {
		for i := index; i <= last; i++ {
			m.written[i] = true
		}
		if e.IsZero() {
			m.unmap(index, last)
		}
		if e.IsZero() || e.IsEmpty() {
			e.Entry = daxcore.MakeEntry(m.pfn(index), size)
		}
	} else if e.IsZero() || e.IsEmpty() {
		e.Entry = daxcore.MakeEntry(0, size|daxcore.FlagZero)
	}
	e.dirty = e.dirty || write || m.readDirties
	m.entries[first] = e
}

// table returns the table of a chunk, which is there from now on.
func (m *Model) table(task int, base uint64) *modelTable {
	c := m.tables[task][base]
	if c == nil {
		c = &modelTable{writable: map[uint64]bool{}}
		m.tables[task][base] = c
	}
	return c
}

// split makes a table of a PMD. It returns false, for who falls back.
func (m *Model) split(task int, base uint64) bool {
	if c := m.tables[task][base]; c != nil && c.huge {
		m.tables[task][base] = &modelTable{writable: map[uint64]bool{}}
	}
	return false
}

// unmap takes a range from all tasks: PMDs that overlap go whole, tables stay.
func (m *Model) unmap(first, last uint64) {
	m.each(first, last, func(chunks map[uint64]*modelTable, base uint64) {
		if chunks[base].huge {
			delete(chunks, base)
			return
		}
		for i := range chunks[base].writable {
			if first <= i && i <= last {
				delete(chunks[base].writable, i)
			}
		}
	})
}

// protect takes the right to write from all tasks.
func (m *Model) protect(first, last uint64) {
	m.each(first, last, func(chunks map[uint64]*modelTable, base uint64) {
		chunks[base].hugeWritable = false
		for i := range chunks[base].writable {
			if first <= i && i <= last {
				chunks[base].writable[i] = false
			}
		}
	})
}

// each calls f for the tables that a range meets.
func (m *Model) each(first, last uint64, f func(chunks map[uint64]*modelTable, base uint64)) {
	for _, chunks := range m.tables {
		for base := range chunks {
			if base <= last && base+daxcore.Chunk-1 >= first {
				f(chunks, base)
			}
		}
	}
}
