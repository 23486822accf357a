package answers

import (
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// costs says in a few words what the design costs in throughput, and what it
// gains: words that follow a subject.
func (c *contest) costs() Claim {
	less, more := c.sides()
	of := Number(len(c.changes), "case")
	switch {
	case len(c.changes) == 0:
		return Say("is not compared: one of the two hung in each of %v", Number(c.hung, "case"))
	case c.same():
		return Say("is %v", c.unexercised())
	case len(less)+len(more) == 0:
		return Say("is not told to cost or gain throughput in any of %v: %v", of, c.rest())
	case len(less) == 0:
		return Say("is not told to cost throughput in any of %v%v%v", of, c.gains("is ahead"), c.others())
	}
	return Say("costs %s%v of the throughput (%v) in %v of %v%v%v", upTo(less), Loss("loss", less[0].Ratio), Name("case", brief(less[0].Group)),
		Count("cases", len(less)), of, c.ahead(), c.others())
}

// others is rest, if there is any.
func (c *contest) others() Claim {
	less, more := c.sides()
	if len(less)+len(more) == len(c.changes) {
		return Claim{}
	}
	return Say("; %v", c.rest())
}

// ahead is gains where the number of cases was said.
func (c *contest) ahead() Claim {
	if _, more := c.sides(); len(more) == 0 {
		return Say(", and gains in none")
	}
	return c.gains("is ahead")
}

// gains says where the design is ahead, which it may be nowhere.
func (c *contest) gains(is string) Claim {
	less, more := c.sides()
	switch {
	case len(more) != 0:
		return Say(", and %s in %v, %s%v (%v)", is, Count("cases", len(more)), upTo(more), Change("gain", more[0].Ratio), Name("case", brief(more[0].Group)))
	case len(less) != 0:
		return Say(", and gains in none of %v", Number(len(c.changes), "case"))
	}
	return Claim{}
}

func upTo(changes []compare.Change) string { return phrase.Either(len(changes), "", "up to ") }

// little is the part of the throughput up to which a cost is of one kind.
const little = 0.05

// growing is costs by number of tasks: at most little up to some, then where
// that ends, and where most is lost.
func (c *contest) growing() Claim {
	counts, _ := c.counts()
	clear := func(ch compare.Change) bool {
		return ch.Clear() && ch.Ratio.Value < 1
	}
	var within, beyond []*compare.Change // the worst of each number of tasks
	last := 0
	for _, n := range counts {
		switch least := c.least(n, clear); {
		case len(beyond) == 0 && (least == nil || least.Ratio.Value >= 1-little):
			last = n
			if least != nil {
				within = append(within, least)
			}
		case least != nil:
			beyond = append(beyond, least)
		}
	}
	if len(beyond) == 0 || last == 0 {
		return c.costs()
	}
	small := Say("no throughput that is told")
	if w := worst(within); w != nil {
		small = Say("at most %v of the throughput", Loss("loss", w.Ratio))
	}
	at := func(ch *compare.Change) Claim {
		return Say("%v at %v (%v)", Loss("loss", ch.Ratio), Count("tasks", ch.Group.Tasks), Name("case", brief(ch.Group)))
	}
	parts := []Claim{at(beyond[0])}
	if w := worst(beyond); w != beyond[0] {
		parts = append(parts, at(w))
	}
	return Say("costs %v up to %v, then up to %v%v", small, Number(last, "task"), series(parts, " and "), c.gains("is ahead"))
}

// worst is the change of the least ratio.
func worst(changes []*compare.Change) (least *compare.Change) {
	for _, ch := range changes {
		if least == nil || ch.Ratio.Value < least.Ratio.Value {
			least = ch
		}
	}
	return least
}

// depends says so in a sentence of its own if prices of a wake turn orders
// round.
func (c *contest) depends() Claim {
	if c.turned == 0 {
		return Claim{}
	}
	return Say(" It depends on the price of a wake in %v.", Number(c.turned, "case"))
}

// brief is a group's pattern, and what was set in it.
func brief(g results.Group) string {
	if g.Set == "" {
		return g.Pattern
	}
	return g.Pattern + ", " + g.Set
}
