package answers

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// contest is designs, each against another, in all simulated cases that have
// both.
type contest struct {
	design, against string
	metric          *results.Metric
	changes         []compare.Change
	// varied is of how many changes prices of a wake were varied, turned at how
	// many of these the order turns round.
	turned, varied int
	// hung are cases left out, since one of the two hung in them.
	hung  int
	seeds int
}

// contest compares two designs by a metric, in the records that of holds of.
func (e *Evidence) contest(design, against, metric string, of func(*results.Record) bool) *contest {
	c := &contest{design: design, against: against, metric: results.MetricNamed(metric)}
	for i := range e.Sources {
		c.add(e.Sources[i].simulated(), of)
	}
	return c
}

// everyRecord holds of all.
func everyRecord(*results.Record) bool { return true }

func (c *contest) add(records []*results.Record, of func(*results.Record) bool) {
	var both, sound []*results.Record
	for _, r := range records {
		if (r.Strategy == c.design || r.Strategy == c.against) && of(r) {
			both = append(both, r)
			if !r.Hung() {
				sound = append(sound, r)
			}
		}
	}
	all := len(compare.Compare(results.Base(both), c.against, c.metric))
	changes := compare.Compare(results.Base(sound), c.against, c.metric)
	if len(changes) == 0 {
		c.hung += all
		return
	}
	c.hung += all - len(changes)
	flips := compare.Flips(changes, sound, c.against, c.metric)
	for i, f := range flips {
		if len(f) != 0 && math.Abs(changes[i].Ratio.Value-1) >= compare.Negligible {
			c.turned++
		}
	}
	varied := map[results.Group]bool{}
	for _, r := range sound {
		g := r.Group()
		if g.Variant != "" {
			g.Variant = ""
			varied[g] = true
		}
	}
	for _, ch := range changes {
		c.seeds = max(c.seeds, ch.New.N)
		if varied[ch.Group] {
			c.varied++
		}
	}
	c.changes = append(c.changes, changes...)
}

// with puts the changes of another contest beside those of this one.
func (c *contest) with(o *contest) {
	c.changes = append(c.changes, o.changes...)
	c.turned, c.varied = c.turned+o.turned, c.varied+o.varied
	c.hung, c.seeds = c.hung+o.hung, max(c.seeds, o.seeds)
}

// sides are the changes that are sure and not compare.Negligible, the largest first.
func (c *contest) sides() (less, more []compare.Change) {
	for _, ch := range c.changes {
		switch r := ch.Ratio.Value; {
		case !ch.Clear || !ch.Defined || math.Abs(r-1) < compare.Negligible:
		case r < 1:
			less = append(less, ch)
		default:
			more = append(more, ch)
		}
	}
	slices.SortStableFunc(less, func(a, b compare.Change) int { return cmp.Compare(a.Ratio.Value, b.Ratio.Value) })
	slices.SortStableFunc(more, func(a, b compare.Change) int { return cmp.Compare(b.Ratio.Value, a.Ratio.Value) })
	return less, more
}

// alike reports whether the two did the same in every sample.
func (c *contest) alike() bool {
	return !slices.ContainsFunc(c.changes, func(ch compare.Change) bool {
		return !ch.Defined || ch.Ratio.Value != 1 || ch.Ratio.Lo != 1 || ch.Ratio.Hi != 1
	})
}

// confidence says how many seeds there are, and what became of the order at
// other prices.
func (c *contest) confidence() string {
	s := fmt.Sprintf("simulated, %s a case, intervals of 95"+phrase.NBSP+"%%%s", phrase.Count(c.seeds, "seed"), c.scope())
	of := fmt.Sprintf("of %s with prices of a wake halved and doubled", phrase.Count(c.varied, "case"))
	switch {
	case c.varied == 0:
		return s + "; prices of a wake were not varied"
	case c.turned != 0:
		return s + fmt.Sprintf("; depends: %s the order turns round in %d", of, c.turned)
	}
	return s + fmt.Sprintf("; %s the order turns round in none", of)
}

// scope says how large the cases were.
func (c *contest) scope() string {
	tasks, cpus := 0, 0
	for _, ch := range c.changes {
		tasks, cpus = max(tasks, ch.Group.Tasks), max(cpus, ch.Group.VCPUs)
	}
	s := ", up to " + phrase.Count(tasks, "task")
	if cpus > 0 {
		s += " on " + phrase.Count(cpus, "CPU")
	}
	return s
}

// claim says how far the two are apart, case by case.
func (c *contest) claim() Claim {
	less, more := c.sides()
	of := Number(len(c.changes), "case")
	head := Say("%v against %v, %s: ", Name("design", c.design), Name("design", c.against), Name("metric", c.metric.Title))
	body := Say("of %v %v%v%v the same", of, side(less, "less"), side(more, "more"), Count("cases without a clear difference", len(c.changes)-len(less)-len(more)))
	switch {
	case c.alike():
		body = Say("exactly the same in each of %v", of)
	case len(less)+len(more) == 0:
		body = Say("no clear difference in any of %v", of)
	}
	left := Say("")
	if c.hung != 0 {
		left = Say(" (left out: %v in which one of them hung)", Number(c.hung, "case"))
	}
	return Say("%v%v%v%v.", head, body, c.byTasks(), left).With(c.confidence())
}

// side says how many changes there are to one side, and which is the largest.
func side(changes []compare.Change, word string) Claim {
	if len(changes) == 0 {
		return Claim{}
	}
	return Say("%v %s (%s %v, %v), ", Count("cases with "+word, len(changes)), word, phrase.Either(len(changes), "by", "up to"),
		Change("change", changes[0].Ratio), Name("case", changes[0].Group.Where()))
}

// byTasks has the least ratio for each number of tasks, where these vary within
// a pattern.
func (c *contest) byTasks() Claim {
	counts, varies := c.counts()
	if !varies || c.alike() {
		return Claim{}
	}
	var parts []Claim
	for _, n := range counts {
		if least := c.least(n, func(compare.Change) bool { return true }); least != nil {
			parts = append(parts, Say("%v at %v", Change("least ratio", least.Ratio), Count("tasks", n)))
		}
	}
	if len(parts) < 2 {
		return Claim{}
	}
	return Say("; the least by number of tasks: %v", series(parts, ", "))
}

// counts are the numbers of tasks, in rising order, and whether they vary within
// a pattern.
func (c *contest) counts() (counts []int, varies bool) {
	patterns := map[string]int{}
	for _, ch := range c.changes {
		g := ch.Group
		was, seen := patterns[g.Pattern]
		varies = varies || seen && was != g.Tasks
		patterns[g.Pattern] = g.Tasks
		if !slices.Contains(counts, g.Tasks) {
			counts = append(counts, g.Tasks)
		}
	}
	slices.Sort(counts)
	return counts, varies
}

// least is the least ratio of so many tasks, of the changes that of holds of;
// nil if there is none.
func (c *contest) least(tasks int, of func(compare.Change) bool) (least *compare.Change) {
	for i := range c.changes {
		if ch := &c.changes[i]; ch.Group.Tasks == tasks && ch.Defined && of(*ch) && (least == nil || ch.Ratio.Value < least.Ratio.Value) {
			least = ch
		}
	}
	return least
}

// series joins parts of a sentence.
func series(parts []Claim, by string) Claim {
	texts := make([]string, len(parts))
	var facts []Fact
	for i, p := range parts {
		texts[i] = p.Text
		facts = append(facts, p.Facts...)
	}
	return Claim{Text: strings.Join(texts, by), Facts: facts}
}
