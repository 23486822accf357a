package daxtest

import (
	"fmt"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
)

// FilePages is the length of the file that NewWorld makes.
const FilePages = 4 * daxcore.Chunk

// NewWorld makes a world of one file for tasks tasks, each of which has mapped
// all of it, with the given entries, separated by commas:
//
//	pmd, zero-pmd, empty-pmd   at B, or at the base of another chunk
//	pte B+3, zero-pte B+3      at that index
//	… dirty                    with the dirty mark
//	… chosen                   with the mark of what a write-back has chosen
//	… pinned                   with its first page frame pinned
func NewWorld(d daxcore.Design, tasks int, entries string) (*daxcore.World, error) {
	return newWorld(d, tasks, setup{maps: make([]mapping, tasks)}, entries)
}

// mapping is how a task has mapped the file: with MAP_SYNC; at an address where
// no PMD fits.
type mapping struct{ sync, skewed bool }

// setup is what a world has besides entries.
type setup struct {
	maps       []mapping // of the first tasks
	process    *process  // that tasks are threads of, or nil
	references int       // to the file
	journal    *Journal  // of the file system, or nil
	blocks     []blocks  // of the file; the rest are holes
}

// process is what tasks are threads of.
type process struct{ vmaLocks bool }

// newWorld is NewWorld with more around.
func newWorld(d daxcore.Design, tasks int, u setup, entries string) (*daxcore.World, error) {
	c := daxcore.Config{Tasks: tasks, Files: 1, FilePages: FilePages, Buckets: 4, Entries: d, References: u.references}
	j := u.journal
	if j != nil {
		c.Journal, c.Journaling = true, j.Journaling
	}
	w := daxcore.NewWorld(c)
	j.setUp(w)
	var process *mm.AddressSpace
	if u.process != nil {
		process = w.AddAddressSpace(u.process.vmaLocks)
	}
	for _, m := range u.maps {
		w.Map(0, &mm.VMA{Pages: FilePages, Sync: m.sync, AddressSpace: process, Skewed: m.skewed || j != nil && !j.PMD})
	}
	lay(w.Files[0], u.blocks)
	for word := range strings.SplitSeq(entries, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		if err := insert(w, word); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// insert puts an entry into the file, as words describe it.
func insert(w *daxcore.World, words string) error {
	m := w.Files[0]
	fields := strings.Fields(words)
	dirty, chosen, pinned := false, false, false
	for ; len(fields) > 1; fields = fields[:len(fields)-1] {
		last := fields[len(fields)-1]
		if last != "dirty" && last != "chosen" && last != "pinned" {
			break
		}
		dirty, chosen, pinned = dirty || last == "dirty", chosen || last == "chosen", pinned || last == "pinned"
	}
	index := uint64(B)
	if len(fields) == 2 {
		var err error
		if index, err = ParseIndex(fields[1]); err != nil {
			return err
		}
	}
	if len(fields) > 2 {
		return fmt.Errorf("%q is no entry: want such as \"pmd dirty\" or \"pte B+1\"", words)
	}
	e, ok := entryNamed(m, fields[0], index)
	cur := m.Pages.At(index, e.Order())
	switch {
	case !ok:
		return fmt.Errorf("%q is no entry: want pmd, zero-pmd, empty-pmd, pte I or zero-pte I, and dirty, chosen or pinned behind it", words)
	case e.IsPMD() && daxcore.Base(index) != index:
		return fmt.Errorf("%q: a PMD entry begins at a multiple of %d", words, daxcore.Chunk)
	case cur.FindConflict() != 0:
		return fmt.Errorf("%q: there is an entry already", words)
	case e.IsZero() && zeroOverData(m, index, e):
		return fmt.Errorf("%q: blocks say that there is data, which no fault puts the zero page over", words)
	case chosen && e.PFN() == 0:
		return fmt.Errorf("%q: there is nothing to write back", words)
	case pinned && e.PFN() == 0:
		return fmt.Errorf("%q: there is no page frame to pin", words)
	}
	m.Insert(index, e, dirty)
	if chosen {
		cur = m.Pages.At(index, e.Order())
		cur.Load()
		cur.SetMark(daxcore.ToWrite)
	}
	if pinned {
		w.Pin(e.PFN(), 1)
	}
	return nil
}

// zeroOverData reports whether a page that e would cover has data.
func zeroOverData(m *daxcore.Mapping, index uint64, e daxcore.Entry) bool {
	for i := range uint64(1) << e.Order() {
		if m.Blocks.At(index+i, 1).Kind == fs.Written {
			return true
		}
	}
	return false
}

func entryNamed(m *daxcore.Mapping, name string, index uint64) (e daxcore.Entry, ok bool) {
	switch name {
	case "pmd":
		return daxcore.MakeEntry(m.Blocks.PFN(daxcore.Base(index)), daxcore.FlagPMD), true
	case "zero-pmd":
		return daxcore.MakeEntry(0, daxcore.FlagPMD|daxcore.FlagZero), true
	case "empty-pmd":
		return daxcore.MakeEntry(0, daxcore.FlagPMD|daxcore.FlagEmpty), true
	case "pte":
		return daxcore.MakeEntry(m.Blocks.PFN(index), 0), true
	case "zero-pte":
		return daxcore.MakeEntry(0, daxcore.FlagZero), true
	}
	return 0, false
}
