package daxcore

import (
	"math/bits"
	"slices"
	"sync/atomic"

	"daxwait/daxcore/waitqueue"
	"daxwait/daxcore/xarray"
)

// Peers are policies that may turn out to be one design with another as far as a
// scenario goes. Where that one decides something, each of them decides, too, and
// one that decides otherwise is out. Those that are left when a search is done have
// the same graph: whatever a step asked of the one, they would have answered the same.
//
// What authors of the kernel's loop get wrong is a decision that peers are not asked
// for: a policy is then taken for another. So a decision is a method of kernel that
// both are asked by, and what operations decide by themselves goes through [Decided].
//
// Peers may be asked from several goroutines.
type Peers struct {
	all   []kernel
	alike atomic.Uint64 // a bit each
}

// MostPeers is how many there can be.
const MostPeers = 64

// NewPeers returns peers that are all in. There are at most MostPeers.
func NewPeers(policies []Policy) *Peers {
	p := &Peers{}
	for _, policy := range policies {
		p.all = append(p.all, kernel{Policy: policy})
	}
	p.alike.Store(1<<len(policies) - 1)
	return p
}

// Of is the design of a policy whose decisions peers are asked for.
func (p *Peers) Of(policy Policy) Design {
	return func(Room) EntryLock { return kernel{Policy: policy, peers: p} }
}

// Alike reports whether the peer of a number has answered the same to all that was
// asked.
func (p *Peers) Alike(i int) bool { return p.alike.Load()>>i&1 != 0 }

// keep puts those out for which same does not hold.
func (p *Peers) keep(same func(kernel) bool) {
	for left := p.alike.Load(); left != 0; left &= left - 1 {
		if i := bits.TrailingZeros64(left); !same(p.all[i]) {
			p.alike.And(^(uint64(1) << i))
		}
	}
}

// Decided is what a design decides by rules that operations take by themselves. It
// is for those that need no more of the rules than says returns.
func Decided[T comparable](l EntryLock, says func(Rules) T) T {
	k, ok := l.(kernel)
	if !ok {
		return says(l.Rules())
	}
	answer := says(k.Policy.Rules)
	if k.peers != nil {
		k.peers.keep(func(peer kernel) bool { return says(peer.Policy.Rules) == answer })
	}
	return answer
}

// rules are asked for by somebody who may look at any of them.
func (p *Peers) rules(mine Rules) {
	p.keep(func(peer kernel) bool { return peer.Policy.Rules == mine })
}

// got is an answer of Get.
type got struct {
	entry  Entry
	at     uint64 // where the cursor is
	order  uint8
	sleeps bool
	key    waitqueue.Key
	mode   waitqueue.Mode
	// resleep is asked for by each who sleeps, as what it carries on depends on it.
	resleep Resleep
}

func (k kernel) got(m *Mapping, cur xarray.Cursor, index uint64) (g got) {
	pmd := cur.Order() == PMD
	g.entry, g.sleeps = k.finds(pmd, k.lookup(m, &cur))
	g.at, g.order = cur.Index(), cur.Order()
	if g.sleeps {
		g.key, g.mode = k.bed(m, &cur, index, pmd, g.entry)
		g.resleep = k.Resleep
	}
	return g
}

// get is asked where Get is about to look, with a cursor at index.
func (p *Peers) get(k kernel, m *Mapping, cur xarray.Cursor, index uint64) {
	mine := k.got(m, cur, index)
	p.keep(func(peer kernel) bool { return peer.got(m, cur, index) == mine })
}

// wait is asked where Wait is about to sleep.
func (p *Peers) wait(k kernel, m *Mapping, index uint64, e Entry, at Site) {
	p.keep(func(peer kernel) bool { return peer.queueing(at) == k.queueing(at) })
	p.key(m, index, e, k.key(m, index, e))
}

// key is asked for the key of an entry.
func (p *Peers) key(m *Mapping, index uint64, e Entry, mine waitqueue.Key) {
	p.keep(func(peer kernel) bool { return peer.key(m, index, e) == mine })
}

// unlock is asked where Unlock is about to wake.
func (p *Peers) unlock(k kernel, m *Mapping, key waitqueue.Key) {
	planned := func(k kernel) (p plan) {
		p.add(key, k.OnUnlock.or(WakeNext))
		return p
	}
	mine := planned(k)
	p.keep(func(peer kernel) bool { return mine.like(planned(peer), m.world.Table) })
}

// release is asked where Release is about to wake.
func (p *Peers) release(k kernel, m *Mapping, index uint64, e Entry, why Reason) {
	planned := func(k kernel) (p plan) {
		k.peers, k.plan = nil, &p
		k.Release(nil, m, index, e, false, why)
		return p
	}
	mine := planned(k)
	p.keep(func(peer kernel) bool { return mine.like(planned(peer), m.world.Table) })
}

// plan is the wakes of a release.
type plan struct {
	wakes [2]planned
	n     int
}

// planned is one of them.
type planned struct {
	key waitqueue.Key
	n   int
}

func (p *plan) add(key waitqueue.Key, whom Wake) {
	switch whom {
	case WakeNext:
		p.wakes[p.n] = planned{key, 1}
	case WakeAll:
		p.wakes[p.n] = planned{key, waitqueue.All}
	default:
		return
	}
	p.n++
}

// like reports whether two plans do the same to the queues as they are: they are the
// same, both find nobody in any queue, or the one wake of each takes the same waiters.
// A look for waiters is seen where there are none, too, so one is not like none.
func (p plan) like(o plan, q *waitqueue.Table) bool {
	busy := func(w planned) bool { return q.Active(w.key) }
	switch {
	case p == o:
		return true
	case p.n == 0 || o.n == 0:
		return false
	case p.n == 1 && o.n == 1 && p.wakes[0].key == o.wakes[0].key:
		return q.Takes(p.wakes[0].key, p.wakes[0].n) == q.Takes(o.wakes[0].key, o.wakes[0].n)
	}
	return !slices.ContainsFunc(p.wakes[:p.n], busy) && !slices.ContainsFunc(o.wakes[:o.n], busy)
}
