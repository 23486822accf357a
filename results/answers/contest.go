package answers

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"daxwait/results"
)

// negligible is the change below which nobody is said to be ahead.
const negligible = 0.01

// contest is two designs in all simulated cases that have both.
type contest struct {
	design, against string
	metric          *results.Metric
	changes         []results.Change
	// turned are the changes whose order turns round at another price of a
	// wake; varied says whether prices were varied at all.
	turned int
	varied bool
	// hung are cases left out, since one of the two hung in them.
	hung  int
	seeds int
}

// contest compares two designs by a metric.
func (e *Evidence) contest(design, against, metric string) *contest {
	c := &contest{design: design, against: against, metric: results.MetricNamed(metric)}
	for i := range e.Sources {
		c.add(e.Sources[i].simulated())
	}
	return c
}

func (c *contest) add(records []*results.Record) {
	var both, sound []*results.Record
	for _, r := range records {
		if r.Strategy == c.design || r.Strategy == c.against {
			both = append(both, r)
			if !r.Hung() {
				sound = append(sound, r)
			}
		}
	}
	all := len(results.Compare(results.Base(both), c.against, c.metric))
	changes := results.Compare(results.Base(sound), c.against, c.metric)
	if len(changes) == 0 {
		c.hung += all
		return
	}
	c.hung += all - len(changes)
	flips := results.Flips(changes, sound, c.against, c.metric)
	for i, f := range flips {
		if len(f) != 0 && math.Abs(changes[i].Ratio.Value-1) >= negligible {
			c.turned++
		}
	}
	c.varied = c.varied || slices.ContainsFunc(both, func(r *results.Record) bool { return r.Variant != "" })
	for _, ch := range changes {
		c.seeds = max(c.seeds, ch.New.N)
	}
	c.changes = append(c.changes, changes...)
}

// clear are the changes that are sure and not negligible, the least first.
func (c *contest) clear() (found []results.Change) {
	for _, ch := range c.changes {
		if ch.Clear && ch.Defined && math.Abs(ch.Ratio.Value-1) >= negligible {
			found = append(found, ch)
		}
	}
	slices.SortStableFunc(found, func(a, b results.Change) int { return cmp.Compare(a.Ratio.Value, b.Ratio.Value) })
	return found
}

// confidence says how many seeds there are, and what became of the order at
// other prices.
func (c *contest) confidence() string {
	s := fmt.Sprintf("simulated, %s a case, intervals of 95"+nbsp+"%%%s", results.Count(c.seeds, "seed"), c.scope())
	switch {
	case !c.varied:
		return s + "; prices of a wake were not varied"
	case c.turned != 0:
		return s + fmt.Sprintf("; depends: %d of %s turn round if a price of a wake is halved or doubled", c.turned, results.Count(len(c.changes), "order"))
	}
	return s + "; no order turns round if a price of a wake is halved or doubled"
}

// scope says how large the cases were.
func (c *contest) scope() string {
	tasks, cpus := 0, 0
	for _, ch := range c.changes {
		tasks, cpus = max(tasks, ch.Group.Tasks), max(cpus, ch.Group.VCPUs)
	}
	s := ", up to " + results.Count(tasks, "task")
	if cpus > 0 {
		s += " on " + results.Count(cpus, "CPU")
	}
	return s
}

// claim says how far the two are apart.
func (c *contest) claim() Claim {
	of := Number(len(c.changes), "case")
	head := Say("%v against %v, in %s", Name("design", c.design), Name("design", c.against), c.metric.Title)
	sure := c.clear()
	var less, more []results.Change
	for _, ch := range sure {
		if ch.Ratio.Value < 1 {
			less = append(less, ch)
		} else {
			more = append(more, ch)
		}
	}
	slices.Reverse(more)
	parts := []Claim{Say("%v: ", head)}
	switch {
	case len(sure) == 0:
		parts = append(parts, Say("no clear difference in any of %v", of))
	default:
		parts = append(parts, Say("of %v ", of), side(less, "less", ", "), side(more, "more", ", "))
		parts = append(parts, Say("%v the same", Count("cases without a clear difference", len(c.changes)-len(sure))))
	}
	if by := c.byTasks(); by.Text != "" {
		parts = append(parts, by)
	}
	if c.hung != 0 {
		parts = append(parts, Say(" (left out: %v in which one of them hung)", Number(c.hung, "case")))
	}
	all := Claim{}
	for _, p := range parts {
		all.Text += p.Text
		all.Facts = append(all.Facts, p.Facts...)
	}
	all.Text += "."
	return all.With(c.confidence())
}

// side says how many changes there are to one side, and which is the largest.
func side(changes []results.Change, word, after string) Claim {
	if len(changes) == 0 {
		return Claim{}
	}
	return Say("%v %s (%s %v, %v)%s", Count("cases with "+word, len(changes)), word, either(len(changes), "by", "up to"),
		Change("change", changes[0].Ratio), Name("case", changes[0].Group.Where()), after)
}

// byTasks has the least ratio for each number of tasks, where these vary within
// a pattern.
func (c *contest) byTasks() Claim {
	var tasks []int
	patterns := map[string]int{}
	varies := false
	for _, ch := range c.changes {
		g := ch.Group
		was, seen := patterns[g.Pattern]
		varies = varies || seen && was != g.Tasks
		patterns[g.Pattern] = g.Tasks
		if !slices.Contains(tasks, g.Tasks) {
			tasks = append(tasks, g.Tasks)
		}
	}
	if !varies {
		return Claim{}
	}
	slices.Sort(tasks)
	var parts []string
	var facts []Fact
	for _, n := range tasks {
		var least *results.Change
		for i := range c.changes {
			if ch := &c.changes[i]; ch.Group.Tasks == n && ch.Defined && (least == nil || ch.Ratio.Value < least.Ratio.Value) {
				least = ch
			}
		}
		if least != nil {
			p := Say("%v at %v", Change("least ratio", least.Ratio), Count("tasks", n))
			parts, facts = append(parts, p.Text), append(facts, p.Facts...)
		}
	}
	return Claim{Text: "; the least by number of tasks: " + strings.Join(parts, ", "), Facts: facts}
}
