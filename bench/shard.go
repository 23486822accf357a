package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"daxwait/bench/sim"
	"daxwait/results"
)

// Shard is a part of a plan: number Index, from 1, of so many.
type Shard struct{ Index, Of int }

// String is the shard as [ParseShard] reads it.
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// ParseShard reads i/n, such as 3/8.
func ParseShard(text string) (Shard, error) {
	index, of, _ := strings.Cut(text, "/")
	i, err := strconv.Atoi(index)
	n, nerr := strconv.Atoi(of)
	if s := (Shard{i, n}); err == nil && nerr == nil && s.Valid() {
		return s, nil
	}
	return Shard{}, fmt.Errorf("want i/n, such as 3/8: part i, from 1 to n, of n, which is at most %d", results.MostShards)
}

// Valid reports whether there is such a shard.
func (s Shard) Valid() bool { return s.Index >= 1 && s.Index <= s.Of && s.Of <= results.MostShards }

// Part returns the cases of a shard and their indexes among all, in order. It
// depends on nothing but the groups: the shards of one number are disjoint and
// have all cases, and their work differs by no more than that of one case.
func Part(groups []Group, s Shard) (part []Group, has []int) {
	dealt := deal(groups, s.Of)
	has = []int{} // a shard may have none
	part = pick(groups, func(i int, _ *Case) bool {
		if dealt[i] != s.Index {
			return false
		}
		has = append(has, i)
		return true
	})
	return part, has
}

// deal returns the shard of each case. Each goes to the shard with the least
// work so far, those with the most work first. Cases of like work go in an
// order that is drawn, not the plan's: in that one, seven strategies and seven
// shards would put all that is simulated slowly on one shard.
func deal(groups []Group, shards int) []int {
	var work []int
	for _, g := range groups {
		for i := range g {
			work = append(work, g[i].work())
		}
	}
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(work))
	slices.SortStableFunc(order, func(a, b int) int { return work[b] - work[a] })
	load := make([]int, min(shards, len(work))) // more would get nothing
	dealt := make([]int, len(work))
	for _, c := range order {
		least := 0
		for s := range load {
			if load[s] < load[least] {
				least = s
			}
		}
		load[least] += work[c]
		dealt[c] = least + 1
	}
	return dealt
}

// work is about how much it takes to simulate a case, beside others of its
// plan: they have as many windows of one length.
func (c *Case) work() int { return c.Tasks }

// Share is what a shard has of a plan.
type Share struct {
	Shard
	Groups []Group
	// Has are the indexes of its cases among all, in order.
	Has  []int
	plan *Plan
	all  []Group  // of a plan that is listed
	of   *product // of one that is not
}

// Share makes the cases of a shard. A plan of more than [MostCases] is not made for that,
// nor is its part of one of fewer shards than it needs: that is a [TooLargeError].
func (p *Plan) Share(s Shard) (*Share, error) {
	h := &Share{Shard: s, plan: p}
	n := p.Size()
	if n <= MostCases {
		var err error
		h.all, err = p.Groups()
		h.Groups, h.Has = Part(h.all, s)
		return h, err
	}
	if (n-1)/int64(s.Of) >= MostCases || p.Sim == nil {
		return nil, &TooLargeError{n, p.Sim == nil}
	}
	var err error
	if h.of, err = p.product(); err == nil {
		h.Groups, h.Has, err = h.of.part(s)
	}
	return h, err
}

// Manifest tells what the plan is, and what the shard has of it.
func (h *Share) Manifest() (*results.Manifest, error) {
	if h.of == nil {
		return h.plan.Manifest(h.all, h.Shard)
	}
	m, err := h.plan.manifest(h.Shard)
	if err != nil {
		return nil, err
	}
	m.Has, m.Cases = h.Has, int(h.of.size)
	if m.Product, err = h.of.digest(); err != nil {
		return nil, err
	}
	heads, err := h.of.described()
	if err != nil {
		return nil, err
	}
	return m, m.DescribeProduct(heads, h.plan.heads(h.Groups))
}

// Manifest tells what a plan is, whose cases are all those of groups, and what
// a shard has of it.
func (p *Plan) Manifest(groups []Group, s Shard) (*results.Manifest, error) {
	m, err := p.manifest(s)
	if err != nil {
		return nil, err
	}
	_, m.Has = Part(groups, s)
	return m, m.Describe(p.heads(groups))
}

// heads are the records of cases, as yet without samples.
func (p *Plan) heads(groups []Group) (heads []*results.Record) {
	for _, g := range groups {
		for i := range g {
			heads = append(heads, g[i].Record(p.WindowOf(&g[i])))
		}
	}
	return heads
}

// manifest tells what a plan is, as yet without its cases.
func (p *Plan) manifest(s Shard) (*results.Manifest, error) {
	m := &results.Manifest{Windows: p.Windows, Shard: s.Index, Of: s.Of}
	for _, pat := range p.Patterns {
		content := *pat
		content.About = "" // no record has it
		d, err := results.Digest(content)
		if err != nil {
			return nil, err
		}
		m.Patterns = append(m.Patterns, results.Content{Name: pat.Name, Digest: d})
	}
	for _, s := range p.Strategies {
		d, err := results.Digest(s.Policy) // what is no policy is code, of the version
		if err != nil {
			return nil, err
		}
		m.Strategies = append(m.Strategies, results.Content{Name: s.Name, Digest: d})
	}
	if p.Sim != nil {
		name, machine := p.Sim.Profile.Name, *p.Sim
		if machine.Machine == nil { // which has no prices by distance
			prices := *machine.Profile
			prices.WakeOwn, prices.WakeFar, prices.WakeQueued = sim.Time{}, sim.Time{}, sim.Time{}
			machine.Profile = &prices
		} else {
			name += " on " + machine.Machine.Name
		}
		d, err := results.Digest(machine)
		if err != nil {
			return nil, err
		}
		m.Machine = &results.Content{Name: name, Digest: d}
	}
	return m, nil
}

// Whole is a plan in one piece.
func Whole() Shard { return Shard{Index: 1, Of: 1} }
