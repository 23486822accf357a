package answers

import (
	"slices"

	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/results"
)

func runPileUp() command.Command {
	return command.Parse("run --pattern rocksdb,rocksdb-vma-locks --cpus 2 --strategy linux-5.2,exclusive,perindex,merged,nopmd,handoff,linux-6.16 --window 20ms")
}

func runNoPMD() command.Command {
	return command.Parse("run --pattern table-scan,table-scan-run,rocksdb-run --cpus 2 --strategy exclusive,nopmd,perindex,merged,handoff --window 50ms --sensitivity")
}

// pileUp answers Q5.
func (e *Evidence) pileUp() []Claim {
	piles := in("pile-up", "pile-up-vma-locks")
	var losers []string
	checked := 0
	for _, d := range e.checked() {
		if found := e.of(d, piles); len(found) != 0 {
			checked++
			if slices.ContainsFunc(found, violated) {
				losers = append(losers, d)
			}
		}
	}
	searched := NotLookedAt("Which designs lose a wakeup below mmap_lock", command.Parse("check --scenario pile-up,pile-up-vma-locks"))
	switch {
	case checked != 0 && len(losers) == 0:
		searched = Say("None of %v loses a wakeup below mmap_lock.", Number(checked, "design")).With(e.bounds(piles, e.checked()))
	case checked != 0:
		searched = Say("%v of %v %s a wakeup below mmap_lock: %v (%v).", Count("designs", len(losers)), Number(checked, "design"), phrase.Either(len(losers), "loses", "lose"), names("design", losers), e.losses(losers, piles)).With(e.bounds(piles, losers))
	}
	found := e.piles()
	short := searched
	if len(found) != 0 {
		short = found[0].short()
	}
	nopmd := e.contest("nopmd", "exclusive", "ops/s", mapped)
	price := NotLookedAt("What disabling PMD entries costs", runNoPMD())
	if len(nopmd.changes) != 0 {
		price = Say("To disable PMD entries (%v) %v %v.%v", Name("design", "nopmd"), nopmd.costs(), nopmd.conditions(), nopmd.depends()).With(nopmd.confidence())
		short = join(short, price)
	} else {
		short = price.after(short)
	}
	claims := []Claim{short}
	if len(found) != 0 {
		claims = append(claims, searched)
	} else {
		claims = append(claims, NotLookedAt("How long it takes until all have stopped", runPileUp()))
	}
	claims = append(claims, e.endings(piles)...)
	for _, p := range found {
		claims = append(claims, p.claim())
	}
	if safe := e.safety(each, "nopmd"); !safe.Missing {
		claims = append(claims, safe)
	}
	if len(nopmd.changes) != 0 {
		claims = append(claims, nopmd.claim())
	}
	return append(claims, e.contests([3]string{"nopmd", "exclusive", "ops/s"})...)
}

// mapped tells records of patterns in which tasks map files and read them.
func mapped(r *results.Record) bool {
	return len(r.Values(results.MetricNamed("mean-latency-ns"))) != 0
}

// endings says how schedules end that lose in scenarios that what holds of.
func (e *Evidence) endings(what func(*results.Verdict) bool) (claims []Claim) {
	for _, c := range e.Schedules {
		if what(&results.Verdict{Scenario: c.Scenario}) {
			claims = append(claims, Say("So it ends with %v in %v: %v", Name("design", c.Strategy), Name("scenario", c.Scenario), Name("ending", c.Ending)).
				With("the simplest losing schedule, of "+phrase.Count(len(c.Steps), "step")+", played again"))
		}
	}
	return claims
}

// Tickets are the schedules that answers tell the endings of: of the first
// design that loses below mmap_lock, and the shortest of each way to commit
// inside a fault.
func (e *Evidence) Tickets() (tickets []string) {
	piles := in("pile-up", "pile-up-vma-locks")
	scheduled := func(v *results.Verdict) bool { return v.Schedule != "" }
	first := ""
	for _, v := range e.Verdicts {
		if piles(v) && scheduled(v) && (first == "" || v.Strategy == first) {
			first = v.Strategy
			tickets = append(tickets, v.Schedule)
		}
	}
	for _, w := range ways() {
		if bad := e.of("exclusive", func(v *results.Verdict) bool { return w.is(v.Scenario) && scheduled(v) }); len(bad) != 0 {
			tickets = append(tickets, soonest(bad).Schedule)
		}
	}
	return tickets
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
