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

// contest is two designs in all simulated cases that have both under the same
// conditions, but for the number of tasks and the regime of holds, which cases
// name.
type contest struct {
	design, against string
	under           results.Conditions
	metric          *results.Metric
	changes         []compare.Change
	// varied is of how many changes prices of a wake were varied, turned at how
	// many of these the order turns round.
	turned, varied int
	// hung are cases left out, since one of the two hung in them.
	hung  int
	seeds int
	holds []string
}

// contest compares two designs by a metric, in the records that of holds of:
// under the conditions with the most cases that exercise what they differ in.
// Others are in contestsOf.
func (e *Evidence) contest(design, against, metric string, of func(*results.Record) bool) *contest {
	all := e.contestsOf(design, against, metric, of)
	if len(all) == 0 {
		return &contest{design: design, against: against, metric: results.MetricNamed(metric)}
	}
	exercised := func(c *contest) int { return len(c.changes) - c.told(compare.Same) }
	return slices.MaxFunc(all, func(a, b *contest) int {
		return cmp.Or(cmp.Compare(exercised(a), exercised(b)), cmp.Compare(len(a.changes), len(b.changes)))
	})
}

// contestsOf are the contests of two designs, one for each of the conditions, in
// the order met.
func (e *Evidence) contestsOf(design, against, metric string, of func(*results.Record) bool) (all []*contest) {
	for i := range e.Sources {
		var both []*results.Record
		for _, r := range e.Sources[i].simulated() {
			if (r.Strategy == design || r.Strategy == against) && of(r) {
				both = append(both, r)
			}
		}
		for _, r := range both {
			if u := underOf(r); !slices.ContainsFunc(all, func(c *contest) bool { return c.under == u }) {
				all = append(all, &contest{design: design, against: against, under: u, metric: results.MetricNamed(metric)})
			}
		}
		for _, c := range all {
			c.add(slices.DeleteFunc(slices.Clone(both), func(r *results.Record) bool { return underOf(r) != c.under }))
		}
	}
	return slices.DeleteFunc(all, func(c *contest) bool { return len(c.changes)+c.hung == 0 })
}

// underOf are the conditions that the cases of a contest share.
func underOf(r *results.Record) results.Conditions {
	u := r.Conditions().Along("tasks")
	u.Hold = ""
	return u
}

// everyRecord holds of all.
func everyRecord(*results.Record) bool { return true }

func (c *contest) add(both []*results.Record) {
	sound := slices.DeleteFunc(slices.Clone(both), func(r *results.Record) bool { return r.Hung() })
	all := len(compare.Compare(results.Base(both), c.against, c.metric))
	if c.metric.Name == "ops/s" { // what hung at once has no operations
		all = max(all, c.met(results.Base(both)))
	}
	changes := compare.Compare(results.Base(sound), c.against, c.metric)
	c.hung += all - len(changes)
	for i, f := range compare.Flips(changes, sound, c.against, c.metric) {
		if len(f) != 0 && changes[i].Clear() {
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
		if !slices.Contains(c.holds, ch.Under.Hold) {
			c.holds = append(c.holds, ch.Under.Hold)
		}
	}
	c.changes = append(c.changes, changes...)
}

// met is in how many groups the two designs are.
func (c *contest) met(records []*results.Record) (n int) {
	in := map[results.Group]bool{}
	for _, r := range records {
		if r.Strategy == c.design {
			in[r.Group()] = true
		}
	}
	for _, r := range records {
		if g := r.Group(); r.Strategy == c.against && in[g] {
			in[g] = false // counted once
			n++
		}
	}
	return n
}

// with puts the changes of another contest under the same conditions beside those
// of this one.
func (c *contest) with(o *contest) {
	if len(c.changes) == 0 {
		c.under = o.under
	}
	if c.under != o.under {
		return
	}
	c.changes = append(c.changes, o.changes...)
	c.turned, c.varied = c.turned+o.turned, c.varied+o.varied
	c.hung, c.seeds = c.hung+o.hung, max(c.seeds, o.seeds)
	for _, h := range o.holds {
		if !slices.Contains(c.holds, h) {
			c.holds = append(c.holds, h)
		}
	}
}

// sides are the changes of which one design is told to be ahead, the largest first.
func (c *contest) sides() (less, more []compare.Change) {
	for _, ch := range c.changes {
		switch {
		case !ch.Clear() || !ch.Defined:
		case ch.Ratio.Value < 1:
			less = append(less, ch)
		default:
			more = append(more, ch)
		}
	}
	slices.SortStableFunc(less, func(a, b compare.Change) int { return cmp.Compare(a.Ratio.Value, b.Ratio.Value) })
	slices.SortStableFunc(more, func(a, b compare.Change) int { return cmp.Compare(b.Ratio.Value, a.Ratio.Value) })
	return less, more
}

// told counts the changes with an outcome.
func (c *contest) told(o compare.Outcome) (n int) {
	for _, ch := range c.changes {
		if ch.Outcome == o {
			n++
		}
	}
	return n
}

// same reports whether the two are one run in every case.
func (c *contest) same() bool { return len(c.changes) != 0 && c.told(compare.Same) == len(c.changes) }

// confidence says under which conditions, how many seeds there are, and what
// became of the order at other prices.
func (c *contest) confidence() string {
	s := fmt.Sprintf("%s; %s a case, intervals of 95"+phrase.NBSP+"%% at the level of Holm’s correction", c.scope(), phrase.Count(c.seeds, "seed"))
	of := fmt.Sprintf("of %s with prices of a wake halved and doubled", phrase.Count(c.varied, "case"))
	switch {
	case c.varied == 0:
		return s + "; prices of a wake were not varied"
	case c.turned != 0:
		return s + fmt.Sprintf("; depends: %s the order turns round in %d", of, c.turned)
	}
	return s + fmt.Sprintf("; %s the order turns round in none", of)
}

// conditions are the scope as a sentence has it that stands alone.
func (c *contest) conditions() Claim { return Say("(%v)", Name("conditions", c.scope())) }

// scope is the conditions, with how many tasks there were and in which regimes.
func (c *contest) scope() string {
	counts, _ := c.counts()
	u := c.under
	tasks := ""
	if len(counts) != 0 {
		tasks = phrase.Span(counts[0], counts[len(counts)-1], "task")
	}
	return u.With(tasks, "hold="+phrase.List(c.holds, "and"))
}

// claim says how far the two are apart, case by case.
func (c *contest) claim() Claim {
	head := Say("%v against %v, %s: ", Name("design", c.design), Name("design", c.against), Name("metric", c.metric.Title))
	if len(c.changes) == 0 {
		return Say("%vone of them hung in each of %v, so that they are not compared.", head, Number(c.hung, "case")).With(c.confidence())
	}
	less, more := c.sides()
	parts := slices.DeleteFunc([]Claim{side(less, "less"), side(more, "more"), c.rest()}, func(p Claim) bool { return p.Text == "" })
	body := Say("of %v %v", Number(len(c.changes), "case"), series(parts, ", "))
	if c.same() {
		body = Say("%v", c.unexercised())
	}
	return Say("%v%v%v%v.", head, body, c.byTasks(), c.left()).With(c.confidence())
}

// unexercised says that what the designs differ in never happened.
func (c *contest) unexercised() Claim {
	return Say("the same run in each of %v, so that none exercises what they differ in", Number(len(c.changes), "case"))
}

// left says what is left out.
func (c *contest) left() Claim {
	if c.hung == 0 {
		return Claim{}
	}
	return Say(" (left out: %v in which one of them hung)", Number(c.hung, "case"))
}

// rest says what is told of the cases in which nobody is ahead.
func (c *contest) rest() Claim {
	var parts []Claim
	for _, o := range []struct {
		compare.Outcome
		words string
	}{{compare.Even, "even"}, {compare.Same, "the same run"}, {compare.Busy, "not told, as the machine was busy,"}, {compare.TooFew, "too few windows"}} {
		if n := c.told(o.Outcome); n != 0 {
			parts = append(parts, Say("%s in %v", o.words, Count("cases "+o.words, n)))
		}
	}
	if n := c.told(compare.Mixed); n != 0 {
		i := slices.IndexFunc(c.changes, func(ch compare.Change) bool { return ch.Outcome == compare.Mixed })
		parts = append(parts, Say("the mix moved in %v (%v: %v)", Count("cases whose mix moved", n), Name("case", brief(c.changes[i].Group)), moved(c.changes[i].Roles)))
	}
	if n := c.told(compare.Untold); n != 0 {
		parts = append(parts, Say("not told apart in %v%v", Count("cases not told apart", n), c.untold()))
	}
	return series(parts, ", ")
}

// untold says within what the changes are that are not told.
func (c *contest) untold() Claim {
	lo, hi := 1.0, 1.0
	for _, ch := range c.changes {
		if ch.Outcome == compare.Untold && ch.Defined && !ch.Ratio.Endless() {
			lo, hi = min(lo, ch.Ratio.Lo), max(hi, ch.Ratio.Hi)
		}
	}
	if lo == hi {
		return Claim{}
	}
	return Say(" (between %v and %v)", Change("least", compare.Interval{Value: lo, Hi: math.Inf(1)}), Change("most", compare.Interval{Value: hi, Hi: math.Inf(1)}))
}

// moved says which role does more and which less.
func moved(roles []compare.RoleChange) Claim {
	var parts []Claim
	for _, r := range roles {
		if r.Outcome.Apart() && r.Defined {
			parts = append(parts, Say("%v %v", Name("role", r.Role), Change("change of a role", r.Ratio)))
		}
	}
	return series(parts, ", ")
}

// side says how many changes there are to one side, and which is the largest.
func side(changes []compare.Change, word string) Claim {
	if len(changes) == 0 {
		return Claim{}
	}
	far := Say("%v %v", phrase.Either(len(changes), "by", "up to"), Change("change", changes[0].Ratio))
	if changes[0].New.Value == 0 {
		far = Say("became none")
	}
	return Say("%v %s (%v, %v)", Count("cases with "+word, len(changes)), word, far, Name("case", changes[0].Group.Where()))
}

// byTasks has the least ratio for each number of tasks, where these vary within
// a pattern.
func (c *contest) byTasks() Claim {
	counts, varies := c.counts()
	if !varies || c.same() {
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
