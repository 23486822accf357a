package oracle

import (
	"daxwait/daxcore"
	"daxwait/strategies"
)

// entries are the model's own: a lock is a PTE entry of a file.
type entries struct{ world *daxcore.World }

func newEntries(tasks int, indexes uint64, design daxcore.Design) locker {
	return &entries{daxcore.NewWorld(daxcore.Config{Tasks: tasks, Files: 1, FilePages: indexes, Entries: design})}
}

func (e *entries) acquire(w *worker, _ int, index uint64) {
	w.cookie, _ = e.world.Grab(w, e.world.Files[0], index, daxcore.PTE) // no PTE fault falls back
}

func (e *entries) release(w *worker, _ int, index uint64) {
	e.world.UnlockEntry(w, e.world.Files[0], index, w.cookie)
}

func (e *entries) spins() int { return e.world.Spins() }

// handOff makes entries of the design that gives a lock to the first in line.
func handOff(indexes uint64) func(int) locker {
	return func(tasks int) locker { return newEntries(tasks, indexes, strategies.HandOff(daxcore.Rules{})) }
}

// strategy makes entries of a strategy's design.
func strategy(name string, indexes uint64) func(int) locker {
	return func(tasks int) locker {
		found, err := strategies.Find(name)
		if err != nil {
			panic(err) // the name is one of this package's
		}
		return newEntries(tasks, indexes, found[0].EntryLock)
	}
}

// herd makes an entry whose releaser wakes inside of xa_lock.
func herd(all bool) func(int) locker {
	return func(tasks int) locker { return newEntries(tasks, 1, newSerial(all)) }
}
