package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"daxwait/bench/pattern"
	"daxwait/internal/distinct"
	"daxwait/results"
	"daxwait/strategies"
)

// product is the cases of a plan by their index, where they are too many to be made:
// each is made when it is asked for. What is equal by its name is there once, as in
// [Plan.Groups]; the machines of a site are as many at each combination of values.
type product struct {
	plan       *Plan
	strategies []*strategies.Strategy
	sites      []site
	size       int64
}

// site is a pattern where it is run.
type site struct {
	pattern  *pattern.Pattern
	place    *Place
	machines int   // the plan's own, and those with other prices
	end      int64 // the index behind its last case
}

// product lists the sites of the plan, and tries each value of each axis at each of them.
func (p *Plan) product() (*product, error) {
	if p.Sensitivity && p.Sim == nil {
		return nil, errNoPrices
	}
	q := &product{plan: p}
	var designs distinct.List[string]
	for _, s := range p.Strategies {
		if _, fresh := designs.At(s.Name); fresh {
			q.strategies = append(q.strategies, s)
		}
	}
	combinations := int64(1)
	for _, s := range p.Sweeps {
		combinations = times(combinations, len(s.Values))
	}
	met := map[results.Group]bool{}
	for _, at := range p.sites() {
		c, machines, err := p.caseAt(at, q.chosen(0))
		if err != nil {
			return nil, err
		}
		c.Strategy = q.strategies[0]
		if g := c.Record(p.WindowOf(&c)).Group(); met[g] {
			continue
		} else {
			met[g] = true
		}
		if err := q.tried(at, len(machines)); err != nil {
			return nil, err
		}
		at.machines = len(machines)
		q.size += times(times(combinations, at.machines), len(q.strategies))
		at.end = q.size
		q.sites = append(q.sites, at)
	}
	return q, nil
}

// tried is the error of a value that a site cannot have, or with which it has other
// machines than without.
func (q *product) tried(at site, machines int) error {
	for i, s := range q.plan.Sweeps {
		for _, v := range s.Values {
			chosen := q.chosen(0)
			chosen[i].value = v
			_, all, err := q.plan.caseAt(at, chosen)
			if err == nil && len(all) != machines {
				err = &AxisError{s.Axis.Name, results.FormatValue(v, s.Axis.Unit), fmt.Errorf("there prices are varied in %d ways, elsewhere in %d; in a plan of more than %d cases all must be alike", len(all)-1, machines-1, MostCases)}
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// chosen are the values of a combination, the first sweep the slowest to change.
func (q *product) chosen(combination int64) []setting {
	sweeps := q.plan.Sweeps
	chosen := make([]setting, len(sweeps))
	for i, s := range slices.Backward(sweeps) {
		n := int64(len(s.Values))
		chosen[i] = setting{s.Axis, s.Values[combination%n]}
		combination /= n
	}
	return chosen
}

// at makes a case.
func (q *product) at(index int64) (Case, error) {
	n := slices.IndexFunc(q.sites, func(s site) bool { return index < s.end })
	from := int64(0)
	if n > 0 {
		from = q.sites[n-1].end
	}
	s := q.sites[n]
	i := index - from
	design := q.strategies[i%int64(len(q.strategies))]
	i /= int64(len(q.strategies))
	c, machines, err := q.plan.caseAt(s, q.chosen(i/int64(s.machines)))
	if err == nil && len(machines) != s.machines {
		err = fmt.Errorf("case %d: prices are varied in %d ways, elsewhere in %d", index, len(machines)-1, s.machines-1)
	}
	if err != nil {
		return c, err
	}
	c.Sim, c.Strategy = machines[i%int64(s.machines)], design
	return c, nil
}

// part makes the cases of a shard, and no others: one of each as many, in turn, as there
// are shards, at a place among them that is drawn. So shards have as many cases as each other, give or
// take one, and no shard has but one design, whatever their numbers.
func (q *product) part(s Shard) (part []Group, has []int, err error) {
	has = []int{}
	last := int64(-1) // the group of the case before
	of := int64(s.Of)
	for block := range (q.size + of - 1) / of {
		drawn := rand.NewPCG(1, uint64(block))
		i := block*of + (int64(s.Index-1)+int64(drawn.Uint64()%uint64(of)))%of
		if i >= q.size {
			continue
		}
		c, err := q.at(i)
		if err != nil {
			return nil, nil, err
		}
		if group := i / int64(len(q.strategies)); group != last {
			part, last = append(part, nil), group
		}
		g := &part[len(part)-1]
		*g = append(*g, c)
		has = append(has, int(i))
	}
	return part, has, nil
}

// described are cases that have, between them, each value of each axis.
func (q *product) described() (heads []*results.Record, err error) {
	add := func(at site, chosen []setting) error {
		c, machines, err := q.plan.caseAt(at, chosen)
		c.Strategy = q.strategies[0]
		for _, c.Sim = range machines {
			heads = append(heads, c.Record(q.plan.WindowOf(&c)))
		}
		return err
	}
	for _, at := range q.sites {
		if err := add(at, q.chosen(0)); err != nil {
			return nil, err
		}
	}
	for i, s := range q.plan.Sweeps {
		for _, v := range s.Values {
			chosen := q.chosen(0)
			chosen[i].value = v
			if err := add(q.sites[0], chosen); err != nil {
				return nil, err
			}
		}
	}
	return heads, nil
}

// digest is of all that makes the cases, besides what a manifest names.
func (q *product) digest() (string, error) {
	type values struct {
		Axis   string
		Values []float64
	}
	var sweeps []values
	for _, s := range q.plan.Sweeps {
		sweeps = append(sweeps, values{s.Axis.Name, s.Values})
	}
	return results.Digest(struct {
		Sweeps      []values
		Places      []Place
		Sensitivity bool
		Pinned      bool
	}{sweeps, q.plan.Places, q.plan.Sensitivity, q.plan.PinThreads})
}
