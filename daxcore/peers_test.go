package daxcore

import (
	"testing"

	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// queuing is a task that goes into a queue, and nowhere else.
type queuing struct {
	task.Task
	id int
}

func (q queuing) ID() int           { return q.id }
func (q queuing) Lock(*task.Spin)   {}
func (q queuing) Unlock(*task.Spin) {}

// TestPeersAreAskedForRules: whoever looks at all rules may look at any.
func TestPeersAreAskedForRules(t *testing.T) {
	other := Policy{Rules: Rules{Scan: ScanWaits}}
	peers := NewPeers([]Policy{{}, other, {OnUnlock: WakeAll}})
	design := peers.Of(Policy{})(Room{})
	Decided(design, func(r Rules) bool { return r.PMDOff })
	if !peers.Alike(1) {
		t.Error("a rule that nobody asked for tells policies apart")
	}
	if design.Rules() != (Rules{}) || !peers.Alike(0) || peers.Alike(1) || !peers.Alike(2) {
		t.Errorf("alike %b, want 101", peers.alike.Load())
	}
	if !IsPolicy(design) {
		t.Error("a policy with peers is taken for code")
	}
}

// TestAsManyPeersAsThereCanBe has one of them differ.
func TestAsManyPeersAsThereCanBe(t *testing.T) {
	policies := make([]Policy, MostPeers)
	policies[MostPeers-1].Rules.PMDOff = true
	peers := NewPeers(policies)
	Decided(peers.Of(Policy{})(Room{}), func(r Rules) bool { return r.PMDOff })
	for i := range policies {
		if peers.Alike(i) != (i < MostPeers-1) {
			t.Errorf("peer %d: %v", i, peers.Alike(i))
		}
	}
}

// TestLikePlans: wakes are alike that take the same waiters of a key, or that look for
// some where there are none.
func TestLikePlans(t *testing.T) {
	a, b := waitqueue.Key{Index: 1}, waitqueue.Key{Index: 2}
	plans := func(wakes ...planned) (p plan) {
		p.n = copy(p.wakes[:], wakes)
		return p
	}
	next := func(k waitqueue.Key) planned { return planned{k, 1} }
	all := func(k waitqueue.Key) planned { return planned{k, waitqueue.All} }
	for _, c := range []struct {
		name    string
		waiters int // of a
		p, o    plan
		want    bool
	}{
		{"the same", 2, plans(next(a)), plans(next(a)), true},
		{"one waiter", 1, plans(next(a)), plans(all(a)), true},
		{"two waiters", 2, plans(next(a)), plans(all(a)), false},
		{"nobody there", 0, plans(next(a)), plans(all(b)), true},
		{"nobody there, twice", 0, plans(next(a)), plans(next(b), all(a)), true},
		{"somebody for one key", 1, plans(next(a)), plans(next(b)), false},
		{"somebody for the first of two", 1, plans(next(b)), plans(next(a), next(b)), false},
		{"no look", 0, plans(next(a)), plans(), false},
		{"no look either", 0, plans(), plans(next(a)), false},
		{"no looks", 1, plans(), plans(), true},
	} {
		q := waitqueue.New(4096, c.waiters, 0)
		for id := range c.waiters {
			q.Prepare(queuing{id: id}, a, waitqueue.Exclusive)
		}
		if got := c.p.like(c.o, q); got != c.want {
			t.Errorf("%s: alike %v", c.name, got)
		}
	}
}
