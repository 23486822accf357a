package answers

const runQ1 = "daxwait run --pattern pte-groups --hold both --strategy exclusive,perindex,merged,mergednext --cpus 64 --tasks 2,4,8,16,32,64,128 --sensitivity --window 10ms"

// converging answers Q1.
func (e *Evidence) converging() []Claim {
	all, c := e.cost("merged", "exclusive", runQ1)
	key, _ := e.cost("merged", "perindex", runQ1)
	next, _ := e.cost("mergednext", "exclusive", runQ1)
	safety := e.safety(each, "exclusive", "perindex", "merged", "mergednext", "merged-2019")
	short := all
	if !all.Missing {
		short = join(c.short("Converging, with all woken, costs"), e.verdicts("merged", "mergednext"))
	}
	return []Claim{short, safety, all, key, next}
}

// short is the claim of a contest in a few words: the worst and the best that
// are clear.
func (c *contest) short(head string) Claim {
	sure := c.clear()
	of := Number(len(c.changes), "case")
	switch {
	case len(sure) == 0:
		return Say("%s no throughput that is clear in any of %v.", head, of).With(c.confidence())
	case sure[0].Ratio.Value > 1:
		last := sure[len(sure)-1]
		return Say("%s no throughput in any of %v; there are up to %v more operations a second (%v).", head, of,
			Change("change", last.Ratio), Name("case", last.Group.Where())).With(c.confidence())
	}
	behind := 0
	for _, ch := range sure {
		if ch.Ratio.Value < 1 {
			behind++
		}
	}
	return Say("%s throughput in %v of %v, at most %v (%v).", head, Count("cases", behind), of,
		Change("change", sure[0].Ratio), Name("case", sure[0].Group.Where())).With(c.confidence())
}

// verdicts says of designs in a few words which are safe.
func (e *Evidence) verdicts(designs ...string) Claim {
	var safe, bad, open []string
	for _, d := range designs {
		switch {
		case len(e.of(d, each)) == 0:
		case len(e.of(d, violated)) != 0:
			bad = append(bad, d)
		case len(e.of(d, unproved)) != 0:
			open = append(open, d)
		default:
			safe = append(safe, d)
		}
	}
	var parts []Claim
	for _, p := range []struct {
		names     []string
		one, many string
	}{{safe, "is proved", "are proved"}, {bad, "is not safe", "are not safe"}, {open, "is not known to be safe", "are not known to be safe"}} {
		if len(p.names) != 0 {
			parts = append(parts, Say("%v %s", names("design", p.names), either(len(p.names), p.one, p.many)))
		}
	}
	all := Claim{}
	for i, p := range parts {
		if i > 0 {
			all.Text += ", "
		}
		all.Text += p.Text
		all.Facts = append(all.Facts, p.Facts...)
	}
	if all.Text != "" {
		all.Text += "."
	}
	return all
}
