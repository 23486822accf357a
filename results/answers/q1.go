package answers

import (
	"slices"

	"daxwait/results"
)

const runQ1 = "daxwait run --pattern pte-groups --hold both --strategy exclusive,perindex,merged,mergednext --cpus 64 --tasks 2,4,8,16,32,64,128 --sensitivity --window 10ms"

// converging answers Q1.
func (e *Evidence) converging() []Claim {
	all, c := e.cost("merged", "exclusive", runQ1)
	key, _ := e.cost("merged", "perindex", runQ1)
	next, _ := e.cost("mergednext", "exclusive", runQ1)
	safety := e.safety(each, "exclusive", "perindex", "merged", "mergednext", "merged-2019")
	safe := e.verdicts("merged", "mergednext")
	short := all.after(safe)
	if !all.Missing {
		short = join(c.short("Converging the queues, with all woken,"), safe)
	}
	return []Claim{short, safety, all, key, next}
}

// short is the claim of a contest in a few words: what it costs at most, and
// what it gains.
func (c *contest) short(what string) Claim {
	var less, more []results.Change
	for _, ch := range c.clear() {
		if ch.Ratio.Value < 1 {
			less = append(less, ch)
		} else {
			more = append(more, ch)
		}
	}
	slices.Reverse(more)
	of := Number(len(c.changes), "case")
	text := Say("%s (%v against %v) costs no throughput that is clear in any of %v", what, Name("design", c.design), Name("design", c.against), of)
	if len(less) != 0 {
		text = Say("%s (%v against %v) costs throughput in %v of %v, at most %v (%v)", what, Name("design", c.design), Name("design", c.against), Count("cases", len(less)), of,
			Change("change", less[0].Ratio), Name("case", less[0].Group.Where()))
	}
	gain := Say(".")
	if len(more) != 0 {
		gain = Say("; it is ahead in %v, by up to %v (%v).", Count("cases", len(more)), Change("change", more[0].Ratio), Name("case", more[0].Group.Where()))
	}
	return Say("%v%v", text, gain).With(c.confidence())
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
	if all.Text == "" {
		return all
	}
	all.Text += "."
	return all.With(e.bounds(each, designs))
}
