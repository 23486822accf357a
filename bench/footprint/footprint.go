package footprint

import (
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
)

// Footprint is that of a scenario with a design.
type Footprint struct {
	// Movers are points at which no task need stop, or nil.
	Movers *step.Movers
	// Equal are tasks that nothing tells apart, two or more to a group.
	Equal [][]int

	uses []daxtest.Uses // by task, of all its operations
}

// Of returns the footprint of a scenario in a world that was made for it.
func Of(sc *daxtest.Scenario, w *daxcore.World) *Footprint {
	f := &Footprint{}
	if sc.Build != nil {
		return f // whose operations say nothing
	}
	for _, t := range sc.Tasks {
		all := daxtest.Uses(0)
		for _, op := range t {
			all |= op.Uses()
		}
		f.uses = append(f.uses, all)
	}
	f.Equal = f.equal(sc, w)
	f.Movers = f.movers(sc, w)
	return f
}

// Only returns the movers that are left if tasks are to stop at all points (points),
// or no two tasks are taken for equal (apart).
func (f *Footprint) Only(points, apart bool) *step.Movers {
	if f.Movers == nil || points && apart {
		return nil
	}
	m := *f.Movers
	if points {
		m.Ops = nil
		for _, ops := range f.Movers.Ops {
			m.Ops = append(m.Ops, make([]step.OpMovers, len(ops)))
		}
	}
	if apart {
		m.Number = itself(len(m.Number))
	}
	return &m
}

// itself are the numbers of spinlocks that stand for themselves.
func itself(spins int) (numbers []int32) {
	for i := range spins {
		numbers = append(numbers, int32(i))
	}
	return numbers
}

// others is what all tasks but one use.
func (f *Footprint) others(id int) (all daxtest.Uses) {
	for i, u := range f.uses {
		if i != id {
			all |= u
		}
	}
	return all
}

// all is what tasks use together.
func (f *Footprint) all() daxtest.Uses { return f.others(-1) }

// movers are the points that are movers.
func (f *Footprint) movers(sc *daxtest.Scenario, w *daxcore.World) *step.Movers {
	m := &step.Movers{Owner: make([]uint8, w.Spins()), Number: itself(w.Spins())}
	file, all := w.Files[0], f.all()
	for i := range file.VMAs() {
		v := file.VMA(i)
		m.Owner[v.Tables().ID] = f.owner(sc, i)
		if v.AddressSpace != nil && all&daxtest.Remaps == 0 {
			m.Owner[v.Lock().Guard().ID] = step.Anybody
		}
	}
	if all&daxtest.Cuts == 0 {
		m.Owner[file.InvalidateLock.Guard().ID] = step.Anybody
		m.Shared |= 1 << task.InvalidateLock
		m.Unseen |= 1 << task.Cutting
	}
	if all&daxtest.Remaps == 0 {
		m.Shared |= 1<<task.MmapLock | 1<<task.VMALock
		for _, s := range w.AddressSpaces {
			m.Owner[s.MmapLock.Guard().ID] = step.Anybody
		}
	}
	if all&(daxtest.Marks|daxtest.Frames) == 0 {
		m.Unseen |= 1<<task.PageLoop | 1<<task.WritebackLoop | 1<<task.WritebackWait | 1<<task.WritebackFlush
	}
	for _, group := range f.Equal {
		for _, id := range group {
			if id < file.VMAs() && m.Owner[file.VMA(id).Tables().ID] == uint8(id+1) {
				m.Number[file.VMA(id).Tables().ID] = file.VMA(group[0]).Tables().ID
			}
		}
	}
	for id, t := range sc.Tasks {
		var ops []step.OpMovers
		for _, op := range t {
			ops = append(ops, f.op(sc, w, id, op))
		}
		m.Ops = append(m.Ops, ops)
	}
	return m
}

// owner returns 1 + the task that alone takes the page-table lock of the i-th
// mapping, or 0.
func (f *Footprint) owner(sc *daxtest.Scenario, i int) (owner uint8) {
	zero := zeroes(sc)
	for id, t := range sc.Tasks {
		for _, op := range t {
			u := op.Uses()
			mine := f.mapping(op, id) == i
			takes := u&daxtest.Unmaps != 0 || zero && u&daxtest.Downgrades != 0 ||
				mine && u&(daxtest.Faults|daxtest.Remaps) != 0
			switch {
			case !takes || int(owner) == id+1:
			case owner != 0:
				return 0
			default:
				owner = uint8(id + 1)
			}
		}
	}
	return owner
}

// mapping is the number of the mapping that an operation of a task faults through.
func (f *Footprint) mapping(op daxtest.Op, id int) int {
	if op.Threads() {
		return 0
	}
	return id
}

// zeroes reports whether there may come to be a zero entry.
func zeroes(sc *daxtest.Scenario) bool {
	for _, t := range sc.Tasks {
		for _, op := range t {
			if op.Reads() {
				return true
			}
		}
	}
	return strings.Contains(sc.Entries, "zero")
}

// op are the movers of an operation.
func (f *Footprint) op(sc *daxtest.Scenario, w *daxcore.World, id int, op daxtest.Op) (m step.OpMovers) {
	u, others := op.Uses(), f.others(id)
	m.Mmap = len(w.AddressSpaces) != 0 && f.all()&daxtest.Remaps == 0
	if u&daxtest.Faults == 0 {
		return m
	}
	known := daxtest.Metadata // what others do to what the fault asks of the file system
	if u&daxtest.Metadata != 0 {
		known |= daxtest.Faults
	}
	m.Tables = f.owner(sc, f.mapping(op, id)) == uint8(id+1)
	m.Found = m.Tables && others&known == 0
	early := sc.Journal != nil && sc.Journal.Order == fs.MappingFirst // looks its block up with nothing locked
	m.Invalidate = f.all()&daxtest.Cuts == 0 && others&daxtest.Sizes == 0 && !early
	m.Inserts = u&daxtest.Metadata == 0 && others&(daxtest.Marks|daxtest.Frames) == 0 && plain(w)
	return m
}

// plain reports whether the design is the kernel's loop, and looks at no more of a
// locked entry than that it is locked, where it begins and how large it is.
func plain(w *daxcore.World) bool {
	return daxcore.IsPolicy(w.Entries) && daxcore.Decided(w.Entries, func(r daxcore.Rules) bool { return r.Holes == 0 })
}
