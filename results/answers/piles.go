package answers

import (
	"slices"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// piles are the pile-ups of a record: how one lost wakeup stopped others.
type piles struct {
	record *results.Record
	// Of each pile-up: when a wakeup was lost, how long it took until all had
	// stopped that ever did, and how many these are.
	losses, spreads, stopped []float64
	// lock is what most of those sleep on whose wakeup is not lost, and on how
	// many do so in each pile-up.
	lock string
	on   []float64
	// watched is in how many ps stopped.
	watched int
}

// piles returns those of the records that have some.
func (e *Evidence) piles() (found []*piles) {
	for i := range e.Sources {
		for _, r := range results.Base(e.Sources[i].simulated()) {
			if p := pilesOf(r); len(p.losses) != 0 {
				found = append(found, p)
			}
		}
	}
	return found
}

func pilesOf(r *results.Record) *piles {
	p := &piles{record: r}
	locks := map[string]int{}
	var kept []*results.Pileup
	for i := range r.Pileups {
		u := &r.Pileups[i]
		if u.Behind() == 0 {
			continue
		}
		kept = append(kept, u)
		ns, _ := u.First()
		p.losses, p.spreads, p.stopped = append(p.losses, float64(ns)), append(p.spreads, float64(u.Spread())), append(p.stopped, float64(len(u.Stops)))
		for _, s := range u.Stops {
			if locks[s.On]++; !s.Lost && (p.lock == "" || locks[s.On] > locks[p.lock]) {
				p.lock = s.On
			}
		}
		if slices.ContainsFunc(u.Stops, func(s results.Stop) bool { return s.Role == "ps" }) {
			p.watched++
		}
	}
	for _, u := range kept {
		n := 0
		for _, s := range u.Stops {
			if !s.Lost && s.On == p.lock {
				n++
			}
		}
		p.on = append(p.on, float64(n))
	}
	return p
}

// short says by way of what, how many and how fast.
func (p *piles) short() Claim {
	return Say("By way of %v: in %v %v loses a wakeup, and %v later %v of %v sleep for ever, %v of them on %v (medians of %v; ps is among them in %v).",
		Name("lock", p.lock), Name("pattern", p.record.Pattern), Name("design", p.record.Strategy), Time("spread", compare.Median(p.spreads)),
		middle("stopped", p.stopped), Number(p.record.Tasks, "task"), middle("on the lock", p.on), Name("lock", p.lock),
		Number(len(p.losses), "pile-up"), Count("pile-ups with ps", p.watched)).With("simulated, with a pattern that is made to show it soon")
}

// claim has the times of all.
func (p *piles) claim() Claim {
	return Say("In %v, %v loses its first wakeup after %v (%v to %v), and %v later (%v to %v) all have stopped that ever do (medians of %v, and ranges).",
		Name("case", p.record.Group().Where()), Name("design", p.record.Strategy),
		Time("first loss", compare.Median(p.losses)), end("least", slices.Min(p.losses)), end("most", slices.Max(p.losses)),
		Time("spread", compare.Median(p.spreads)), end("least", slices.Min(p.spreads)), end("most", slices.Max(p.spreads)), Number(len(p.losses), "pile-up")).
		With("simulated, with a pattern that is made to show it soon")
}

// middle is the median of counts.
func middle(what string, counts []float64) Fact {
	return Count(what, int(compare.Median(counts).Value))
}

func end(what string, ns float64) Fact {
	return Fact{What: what, Text: phrase.Time(ns), Value: ns}
}
