package step

import "daxwait/daxcore/task"

// Kind is what a schedule violates.
type Kind uint8

// The kinds.
const (
	None         Kind = iota
	LostWakeup        // a task sleeps though nothing is in its way, and nobody is left to wake it
	LockCycle         // tasks wait for each other
	Livelock          // tasks run for ever and finish nothing
	TwoHolders        // of one index
	PMDOverPTEs       // a PMD entry was stored over PTE entries
	NonHolder         // an unlock by a task that does not hold the entry
	Replaced          // an entry changed or went while another had it locked
	LeftLocked        // all have finished, and an entry is locked
	UseAfterFree      // a file's entries were used after its inode was freed
	StaleZero         // a zero page is mapped where the file has data
	Broken            // the code keeps no rule of its port, or panics
	Kinds
)

var kindNames = [Kinds]string{
	"none", "lost wakeup", "lock cycle", "livelock", "two holders", "PMD over PTEs", "unlock by non-holder",
	"entry replaced while locked", "lock left held", "use after free", "zero page over data", "panic",
}

func (k Kind) String() string { return kindNames[k] }

// KindNames returns the names of all kinds of violation.
func KindNames() (names []string) {
	for k := None + 1; k < Kinds; k++ {
		names = append(names, k.String())
	}
	return names
}

// KindNamed returns the kind of that name; None if there is none.
func KindNamed(name string) Kind {
	for k, n := range kindNames {
		if n == name {
			return Kind(k)
		}
	}
	return None
}

// Hold is an entry that a task has locked; 0 is none.
type Hold uint64

// HoldOf returns the hold of the entry that an event names.
func HoldOf(e task.Event) Hold {
	return Hold(1 | uint64(e.Order)<<1 | uint64(e.File)<<8 | e.Index<<24)
}

// Order, File and Index are those of the entry.
func (h Hold) Order() uint8  { return uint8(h >> 1 & 0x7f) }
func (h Hold) File() uint32  { return uint32(h >> 8 & 0xffff) }
func (h Hold) Index() uint64 { return uint64(h >> 24) }

// Overlaps reports whether two entries share an index.
func (h Hold) Overlaps(o Hold) bool {
	return h != 0 && o != 0 && h.File() == o.File() && h.Index() <= o.last() && o.Index() <= h.last()
}

func (h Hold) last() uint64 { return h.Index() | (1<<h.Order() - 1) }

// Ghost is who holds what, by task, as the events tell it: what the design
// should keep to, known without looking at its lock bits.
type Ghost []Hold

// Observe follows an event of a task, and returns what it violates.
func (g Ghost) Observe(id int, e task.Event) Kind {
	switch e.Kind {
	case task.Locked:
		h := HoldOf(e)
		other := g.holder(id, h)
		g[id] = h
		if other >= 0 {
			return TwoHolders
		}
	case task.Unlocked:
		if g[id] != HoldOf(e) {
			return NonHolder
		}
		g[id] = 0
	case task.Removed:
		if g.holder(id, HoldOf(e)) >= 0 {
			return Replaced
		}
	case task.Violated:
		return kindOf(task.Rule(e.N))
	}
	return None
}

// holder returns another task than id that holds part of h, or -1.
func (g Ghost) holder(id int, h Hold) int {
	for i, o := range g {
		if i != id && o.Overlaps(h) {
			return i
		}
	}
	return -1
}

// Holder returns who holds part of h, or -1.
func (g Ghost) Holder(h Hold) int { return g.holder(-1, h) }

func kindOf(r task.Rule) Kind {
	switch r {
	case task.UnlockedTwice, task.LockedCookie:
		return NonHolder
	case task.LockedOver:
		return TwoHolders
	case task.EntriesLost:
		return PMDOverPTEs
	case task.Changed:
		return Replaced
	case task.UsedAfterFree:
		return UseAfterFree
	case task.LeftBehind:
		return Broken // the kernel stops there
	case task.Unpaid:
		return Broken
	case task.StaleZero:
		return StaleZero
	}
	return None // an invalidation beside a truncation deletes what that had seen
}
