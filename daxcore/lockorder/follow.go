package lockorder

import "daxwait/daxcore/task"

// Recorder is where tasks show what they do. Tasks that run in parallel have
// one each, and their graphs are merged in the end.
type Recorder struct {
	Graph Graph
	// Paused: what is done now shows nothing, though it is followed. An engine
	// sets it that tries what no run would do.
	Paused bool
}

// Follower follows what a task holds, as it is told. An engine that steps its
// tasks has one in each; round those of others there is [Task]. One that has not
// begun follows nothing, and must not be told of locks and events.
type Follower struct {
	rec             *Recorder
	sleeping, spins word   // locks held; spinlocks are always innermost
	wants           word   // the sleeping lock that it waits for
	who             uint64 // task and operation, as a witness has them
	doing           string
	label           task.Label
}

// Begin starts an operation of a task with nothing held, whatever became of
// the last. Number and words are for the chains.
func (f *Follower) Begin(r *Recorder, id, op int, doing string) {
	*f = Follower{rec: r, doing: doing, who: uint64(id)&taskMask<<taskAt | uint64(op)&opMask<<opAt}
}

// Follows reports whether there is a recorder.
func (f *Follower) Follows() bool { return f.rec != nil }

// Chain returns what the task holds and waits for.
func (f *Follower) Chain() Chain {
	x := f.witness(f.sleeping.with(f.spins), f.wants)
	return x.chain()
}

// Sleeping returns the locks that the task holds and may sleep with, as a number
// that others do not have.
func (f *Follower) Sleeping() uint64 { return uint64(f.sleeping) }

func (f *Follower) witness(held, wants word) witness {
	return witness{held, uint64(wants)<<wantsAt | f.who | uint64(f.label), f.doing}
}

// attempt shows that a lock is wanted by who holds some.
func (f *Follower) attempt(held, wants word) {
	if f.rec.Paused {
		return
	}
	f.rec.Graph.seen |= 1 << wants.class()
	if held != 0 {
		x := f.witness(held, wants)
		f.rec.Graph.add(&x)
	}
}

// Lock tells that the task takes a spinlock.
func (f *Follower) Lock(s *task.Spin) {
	if s.Order != task.NoClass {
		h := pack(s.Order, false)
		f.attempt(f.sleeping.with(f.spins), h)
		f.spins = f.spins.push(h)
	}
}

// Unlock tells that it drops one.
func (f *Follower) Unlock(s *task.Spin) { f.spins = f.spins.without(s.Order) }

// At tells that it stands at a label.
func (f *Follower) At(l task.Label) { f.label = l }

// Observe learns from an event what the task holds.
func (f *Follower) Observe(e task.Event) {
	switch e.Kind {
	case task.WaitBegin:
		f.wants = pack(task.EntryLock, false)
		f.attempt(f.sleeping, f.wants)
	case task.WaitEnd:
		f.wants = 0
	case task.Locked:
		h := pack(task.EntryLock, false)
		f.attempt(f.sleeping, h)
		f.sleeping, f.wants = f.sleeping.push(h), 0
	case task.Unlocked:
		f.sleeping = f.sleeping.without(task.EntryLock)
	case task.Acquiring:
		f.wants = pack(task.LockClass(e.N), e.All)
		f.attempt(f.sleeping.with(f.spins), f.wants)
	case task.Acquired:
		h := pack(task.LockClass(e.N), e.All)
		f.attempt(0, h) // if it was only tried, nobody was told
		f.sleeping, f.wants = f.sleeping.push(h), 0
	case task.Dropped:
		f.sleeping = f.sleeping.without(task.LockClass(e.N))
	}
}
