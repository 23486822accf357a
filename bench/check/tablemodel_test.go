package check_test

import (
	"daxwait/daxcore"
	"daxwait/daxcore/step"
)

// Bounds of the table model. All that a state holds are arrays, so that it is
// a value: copied by assignment, and a key of a map.
const (
	tableSlots = 6
	tableTasks = 4
)

// tableKind is what an entry is for. What a fault inserts is empty.
type tableKind uint8

const (
	absent tableKind = iota
	realKind
	zeroKind
	emptyKind
)

// tableEntry stands in the slot of its index; a PMD entry in that of the base,
// with the other slots of its chunk absent.
type tableEntry struct {
	kind               tableKind
	pmd, locked, dirty bool
}

// tableWaiter is an element of the queue of a key, which is a slot.
type tableWaiter struct {
	key       int8
	task      uint8
	exclusive bool
}

// tableWorld is what tasks share. The queues lie in one array, by key: in
// which order waiters of different keys came makes no difference.
type tableWorld struct {
	entries [tableSlots]tableEntry
	queue   [tableTasks]tableWaiter
	queued  uint8
}

// tablePC is where a task stands between two steps.
type tablePC uint8

const (
	starts   tablePC = iota // an operation
	sleeps                  // in a queue
	woken                   // has left the queue, and not looked again yet
	unmaps                  // the zero PMD entry that it has locked
	unmapped                // it, and has not replaced it yet
	holds                   // the entry of its cookie
	wakes                   // about to, having unlocked
	finished                // with all operations
)

type tableTask struct {
	op     uint8
	pc     tablePC
	cookie tableEntry // from holds to the end, as the checker counts it
	slept  int8       // the key it was queued for, where a policy asks for it
}

type tableState struct {
	tableWorld
	tasks    [tableTasks]tableTask
	spurious uint8 // wakeups left
}

// tableOp is F of an order, or I.
type tableOp struct {
	invalidates, pmd bool
	slot             int8
	until            int // the task whose end it awaits with the entry locked, or -1
}

// tableModel is the base protocol, written a second time and by hand, from the
// specification: a step is a function of a state. It shares nothing with the
// model under test but the names of decisions, so that what both count alike
// is either right, or understood wrongly twice.
type tableModel struct {
	daxcore.Policy
	tasks [][]tableOp
	root  tableState
}

// enabled reports whether a task can take a step without a spurious wakeup.
func (m *tableModel) enabled(s *tableState, id int) bool {
	switch t := &s.tasks[id]; t.pc {
	case finished, sleeps:
		return false
	case holds:
		until := m.tasks[id][t.op].until
		return until < 0 || s.tasks[until].pc == finished
	}
	return true
}

// after returns the state after a step of a task.
func (m *tableModel) after(s tableState, id int) tableState {
	t := &s.tasks[id]
	op := m.tasks[id][t.op]
	switch t.pc {
	case sleeps:
		s.spurious--
		s.unqueue(func(w tableWaiter) bool { return int(w.task) == id })
		m.look(&s, id, op)
	case starts, woken:
		m.look(&s, id, op)
	case unmaps: // the page tables of the one mapping
		t.pc = unmapped
	case unmapped:
		m.downgrade(&s, id, op)
	case holds:
		s.entries[s.slotOf(op.slot)].locked = false
		t.pc = wakes
	case wakes:
		m.wake(&s, m.key(op.slot, t.cookie), m.OnUnlock == daxcore.WakeAll)
		m.end(&s, id)
	}
	return s
}

func (m *tableModel) end(s *tableState, id int) {
	next := tableTask{op: s.tasks[id].op + 1, pc: starts}
	if int(next.op) == len(m.tasks[id]) {
		next.pc = finished
	}
	s.tasks[id] = next
}

// look is a section of xa_lock from the lookup on: the task sleeps, or does
// what it looked for.
func (m *tableModel) look(s *tableState, id int, op tableOp) {
	t := &s.tasks[id]
	at := s.slotOf(op.slot)
	for op.pmd && at < tableSlots-1 && s.entries[at].kind == absent {
		at++ // to the first of the chunk
	}
	e := s.entries[at]
	if op.pmd && m.Rules.PMDOff {
		m.end(s, id)
		return
	}
	smaller := op.pmd && e.kind != absent && !e.pmd
	switch {
	case smaller && m.PMDMeets == daxcore.FallBack,
		op.pmd && !e.pmd && m.PMDMeets == daxcore.FallBackEmpty:
		m.end(s, id) // and owes nobody anything
	case e.locked:
		key := m.key(op.slot, e)
		if m.Key != daxcore.KeyBase && (smaller && m.PMDMeets == daxcore.WaitAtEntry || m.Key == daxcore.KeyFound) {
			key = at
		}
		if t.pc != starts && m.Resleep == daxcore.ResleepPasses {
			m.wake(s, t.slept, false)
		}
		if m.Resleep == daxcore.ResleepPasses {
			t.slept = key
		}
		s.enqueue(tableWaiter{key, uint8(id), m.Wait[daxcore.InFault] != daxcore.QueueShared})
		t.pc = sleeps
	case smaller:
		m.put(s, op, at, e)
		m.end(s, id)
	case op.invalidates:
		if e.kind == absent {
			m.put(s, op, op.slot, e)
		} else {
			whom := m.OnRemoval
			if !e.dirty {
				s.entries[at] = tableEntry{}
			} else if m.OnRefusal != daxcore.WakeDefault {
				whom = m.OnRefusal
			}
			if all := whom != daxcore.WakeNext; whom != daxcore.WakeNone && (all || m.Put != daxcore.PutNever) {
				m.wake(s, m.key(op.slot, e), all)
			}
		}
		m.end(s, id)
	case !op.pmd && e.pmd && e.kind == zeroKind:
		s.entries[at].locked = true
		t.pc = unmaps
	case !op.pmd && e.pmd && e.kind == emptyKind:
		m.downgrade(s, id, op)
	case e.kind == absent:
		m.lock(s, id, op.slot, tableEntry{kind: emptyKind, pmd: op.pmd})
	default:
		m.lock(s, id, at, e)
	}
}

func (m *tableModel) lock(s *tableState, id int, at int8, e tableEntry) {
	t := &s.tasks[id]
	*t = tableTask{op: t.op, pc: holds, cookie: tableEntry{kind: e.kind, pmd: e.pmd}}
	e.locked = true
	s.entries[at] = e
}

// downgrade removes the PMD entry for good, wakes its queue, and has the fault
// insert and lock its own entry.
func (m *tableModel) downgrade(s *tableState, id int, op tableOp) {
	s.entries[0] = tableEntry{}
	m.wake(s, 0, m.OnDown != daxcore.WakeNext)
	m.lock(s, id, op.slot, tableEntry{kind: emptyKind})
}

// key is the key of an entry seen from a slot.
func (m *tableModel) key(slot int8, e tableEntry) int8 {
	if m.Key == daxcore.KeyBase || e.pmd {
		return 0
	}
	return slot
}

// put is what a task owes that leaves the entry e, found at a slot, as it is.
func (m *tableModel) put(s *tableState, op tableOp, at int8, e tableEntry) {
	key := m.key(op.slot, e)
	if m.Key != daxcore.KeyBase && (m.Key == daxcore.KeyFound || m.PMDMeets == daxcore.WaitAtEntry) {
		key = at
	}
	here := e.kind != absent
	onBoth := m.Put == daxcore.PutBoth || m.Put == daxcore.PutAllOnBoth
	all := m.Put == daxcore.PutAll || !here && m.Put == daxcore.PutAllOnBoth
	if here && m.Put != daxcore.PutNever || m.Put == daxcore.PutAbsent || onBoth {
		m.wake(s, key, all)
	}
	if !here && onBoth && key != 0 {
		m.wake(s, 0, all)
	}
}

// wake wakes all waiters of a key, or those up to the first exclusive one.
func (m *tableModel) wake(s *tableState, key int8, all bool) {
	enough := false
	s.unqueue(func(w tableWaiter) bool {
		if w.key != key || enough {
			return false
		}
		s.tasks[w.task].pc = woken
		enough = w.exclusive && !all
		return true
	})
}

// slotOf returns the slot of the entry that covers a slot.
func (w *tableWorld) slotOf(slot int8) int8 {
	if w.entries[0].pmd {
		return 0
	}
	return slot
}

// enqueue puts an exclusive waiter at the tail of its queue, any other at the
// head.
func (w *tableWorld) enqueue(n tableWaiter) {
	at := 0
	for at < int(w.queued) && (w.queue[at].key < n.key || n.exclusive && w.queue[at].key == n.key) {
		at++
	}
	copy(w.queue[at+1:], w.queue[at:w.queued])
	w.queue[at] = n
	w.queued++
}

// unqueue removes those that it is told to, from head to tail.
func (w *tableWorld) unqueue(remove func(tableWaiter) bool) {
	old := w.queue[:w.queued]
	kept := tableWorld{}
	for _, n := range old {
		if !remove(n) {
			kept.queue[kept.queued] = n
			kept.queued++
		}
	}
	w.queue, w.queued = kept.queue, kept.queued
}

// judge says what a state violates in which nobody can go on: a sleeper's
// entry is free, or else tasks wait for each other.
func (m *tableModel) judge(s tableState) step.Kind {
	kind := step.None
	for id := range m.tasks {
		if m.enabled(&s, id) {
			return step.None
		}
		if s.tasks[id].pc != finished {
			kind = step.LockCycle
		}
	}
	for id := range m.tasks {
		if s.tasks[id].pc == sleeps && m.after(s, id).tasks[id].pc != sleeps {
			return step.LostWakeup
		}
	}
	return kind
}
