package answers

import (
	"slices"

	"daxwait/results"
)

const (
	runPileUp = "daxwait run --pattern rocksdb,rocksdb-vma-locks --strategy linux-5.2,exclusive,perindex,merged,nopmd,handoff,linux-6.16 --window 20ms"
	runNoPMD  = "daxwait run --pattern table-scan,table-scan-run,rocksdb-run --strategy exclusive,nopmd,perindex,merged,handoff --window 50ms --sensitivity"
)

// pileUp answers Q5.
func (e *Evidence) pileUp() []Claim {
	piles := in("pile-up", "pile-up-vma-locks")
	found := func(v *results.Verdict) bool { return piles(v) }
	var losers []string
	checked := 0
	for _, d := range e.checked() {
		if all := e.of(d, found); len(all) != 0 {
			checked++
			if slices.ContainsFunc(all, violated) {
				losers = append(losers, d)
			}
		}
	}
	var claims []Claim
	switch {
	case checked == 0:
		claims = append(claims, NotLookedAt("How a lost wakeup becomes a pile-up behind mmap_lock", "daxwait check --scenario pile-up,pile-up-vma-locks"))
	case len(losers) == 0:
		claims = append(claims, Say("None of %v loses a wakeup below mmap_lock.", Number(checked, "design")).With(e.bounds(found, e.checked())))
	default:
		claims = append(claims, e.behind(losers, checked, found))
	}
	claims = append(claims, e.endings(found)...)
	if p := e.spread(); p.Text != "" {
		claims = append(claims, p)
	} else {
		claims = append(claims, NotLookedAt("How long it takes until all have stopped", runPileUp))
	}
	nopmd, c := e.cost("nopmd", "exclusive", runNoPMD)
	if !nopmd.Missing {
		claims[0] = join(claims[0], c.short("To disable PMD entries"))
	}
	return append(claims, nopmd)
}

// behind says who loses below mmap_lock.
func (e *Evidence) behind(losers []string, checked int, piles func(*results.Verdict) bool) Claim {
	bad := e.of(losers[0], func(v *results.Verdict) bool { return piles(v) && violated(v) })
	return join(Say("A fault that is lost holds mmap_lock, or the lock of its mapping: %v of %v %s.", Count("designs", len(losers)), Number(checked, "design"), either(len(losers), "does that", "do that")),
		Say("%v.", loses(losers[0], bad))).With(e.bounds(piles, losers))
}

// endings says how schedules end that lose in scenarios that what holds of.
func (e *Evidence) endings(what func(*results.Verdict) bool) (claims []Claim) {
	for _, c := range e.Schedules {
		if what(&results.Verdict{Scenario: c.Scenario}) {
			claims = append(claims, Say("So it ends with %v in %v: %v", Name("design", c.Strategy), Name("scenario", c.Scenario), Name("ending", c.Ending)).
				With("the simplest losing schedule, of "+results.Count(len(c.Steps), "step")+", played again"))
		}
	}
	return claims
}

// Tickets are the schedules that answers tell the endings of: of the first
// design that loses below mmap_lock, and of commits inside a fault.
func (e *Evidence) Tickets() (tickets []string) {
	piles := in("pile-up", "pile-up-vma-locks")
	first := ""
	for _, v := range e.Verdicts {
		commits := v.Strategy == "exclusive" && slices.ContainsFunc(ways(), func(w way) bool { return w.is(v.Scenario) })
		if v.Schedule == "" || !piles(v) && !commits {
			continue
		}
		if piles(v) {
			if first == "" {
				first = v.Strategy
			}
			if v.Strategy != first {
				continue
			}
		}
		tickets = append(tickets, v.Schedule)
	}
	return tickets
}

// spread says how fast pile-ups were.
func (e *Evidence) spread() Claim {
	var all []Claim
	for i := range e.Sources {
		for _, r := range e.Sources[i].simulated() {
			var losses, spreads []float64
			for k := range r.Pileups {
				if p := &r.Pileups[k]; p.Behind() != 0 {
					ns, _ := p.First()
					losses, spreads = append(losses, float64(ns)), append(spreads, float64(p.Spread()))
				}
			}
			if len(losses) != 0 {
				all = append(all, Say("In %v, %v loses its first wakeup after %v, and %v later all have stopped that ever do (medians of %v).",
					Name("case", r.Group().Where()), Name("design", r.Strategy), Time("first loss", results.Median(losses)), Time("spread", results.Median(spreads)), Number(len(losses), "pile-up")).
					With("simulated; the pattern is made to show it soon"))
			}
		}
	}
	return join(all...)
}

// checked returns the designs of verdicts, in the order met.
func (e *Evidence) checked() (found []string) {
	for _, v := range e.Verdicts {
		if !slices.Contains(found, v.Strategy) {
			found = append(found, v.Strategy)
		}
	}
	return found
}
