package words

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// maps says who wins how much of each map.
func (f *findings) maps(x, y string) {
	for _, m := range compare.SweptMetrics() {
		for _, mp := range compare.Maps(f.records, x, y, m) {
			f.say(mp.Under, 0, "%s", OfMap(&mp))
		}
	}
}

// OfMap says who wins how much of a map, and how sure that is.
func OfMap(m *compare.Map) string {
	var wins tally
	var depends, n, alone int
	noise := map[compare.Outcome]int{}
	var prices distinct.List[string]
	for i := range m.Cells {
		c := &m.Cells[i]
		switch {
		case c.Winner == "":
			continue
		case c.Alone():
			alone++
			continue
		case c.Noise():
			noise[c.Told]++
		default:
			wins.add(c.Winner)
			wins.add(c.Tied...)
			if len(c.Depends) != 0 {
				depends++
			}
		}
		n++
		prices.Add(c.Depends...)
	}
	var parts []string
	if words := wins.words(); len(words) != 0 {
		parts = append(parts, fmt.Sprintf("best, alone or not told to be behind, of %s: %s", phrase.Count(n, "cell"), phrase.Few(words)))
	} else if n != 0 {
		parts = append(parts, fmt.Sprintf("no design is told to be ahead of another in any of %s", phrase.Count(n, "cell")))
	}
	for _, o := range []compare.Outcome{compare.Same, compare.Even, compare.Untold} {
		if k := noise[o]; k != 0 {
			parts = append(parts, fmt.Sprintf("%s in %d", allAre(o), k))
		}
	}
	if alone != 0 {
		what := "hung"
		if slices.ContainsFunc(m.Cells, func(c compare.Regime) bool { return c.Alone() && len(c.Unfinished) != 0 }) {
			what = "hung or did not finish"
		}
		parts = append(parts, fmt.Sprintf("in %d all but one %s", alone, what))
	}
	if depends != 0 {
		parts = append(parts, fmt.Sprintf("%d depend on %s", depends, strings.Join(prices.All(), ", ")))
	}
	return fmt.Sprintf("%s, %s over %s and %s: %s.", m.Group.Where(), m.Metric.Name, m.X, m.Y, strings.Join(parts, "; "))
}

// allAre says what is told of all designs that are in a place.
func allAre(o compare.Outcome) string {
	switch o {
	case compare.Same:
		return "all are one run"
	case compare.Even:
		return "all are even"
	}
	return "not told apart"
}

// Undecided says what is told of a cell in which nobody is ahead.
func Undecided(c *compare.Regime) string {
	switch {
	case c.Alone() && len(c.Unfinished) != 0:
		return "no other finished"
	case c.Alone() && len(c.Idle) != 0:
		return "no other did an operation"
	case c.Alone():
		return "all others hung"
	}
	return allAre(c.Told)
}

// along says how far each strategy is from the baseline at each value of the
// one axis that was swept.
func (f *findings) along(axis string) {
	base := able(results.Base(f.records))
	compared := func(metric string) []compare.Change {
		return compare.Compare(base, f.baseline, results.MetricNamed(metric))
	}
	ops, wakeups, waits := compared("ops/s"), compared("wakeups/op"), compared("p99-wait-ns")
	flips := compare.Flips(ops, able(f.records), f.baseline, results.MetricNamed("ops/s"))
	opsOf, wakeupsOf, waitsOf := casesOf(ops), casesOf(wakeups), casesOf(waits)
	variants := results.Variants(f.records)
	for _, l := range compare.Lines(f.records, axis) {
		f.say(l.Under, 0, "%s against %s, along %s:", l.Group.Where(), f.baseline, axis)
		for _, s := range l.Strategies {
			var points []string
			turned := 0
			for i, v := range l.Values {
				switch r := l.At[s][i]; {
				case r == nil || s == f.baseline:
				case r.Hung():
					points = append(points, "hung at "+results.FormatValue(v, l.Unit))
				case r.Idle():
					points = append(points, "did no operation at "+results.FormatValue(v, l.Unit))
				default:
					k := opsOf.Index(r.Case())
					if k < 0 {
						continue
					}
					points = append(points, fmt.Sprintf("%s at %s", Told(&ops[k]), results.FormatValue(v, l.Unit)))
					if len(flips[k]) != 0 {
						turned++
					}
				}
			}
			if len(points) == 0 {
				continue
			}
			depends := ""
			if turned != 0 {
				depends = "; " + dependOn(turned) + " on the price of a wake"
			}
			rest := ""
			if of := along(wakeups, wakeupsOf, l.At[s]); len(of) != 0 {
				rest = "; wakeups " + tallied(of, "more", "fewer", "up to ", "down to ")
			}
			if of := along(waits, waitsOf, l.At[s]); len(of) != 0 {
				rest += "; p99 wait " + tallied(of, "longer", "shorter", "up to ", "down to ")
			}
			f.say(l.Under, samplesOf(along(ops, opsOf, l.At[s])), "  %s: ops/s %s%s%s", s, strings.Join(points, ", "), rest, depends)
		}
		switch {
		case l.Under.Engine != "sim":
		case len(variants) == 0:
			f.unvaried = true
		case !slices.ContainsFunc(flips, func(of []string) bool { return len(of) != 0 }):
			f.say(l.Under, 0, "None of these orders turns round clearly if a price of a wake is %s.", results.HowVaried(variants))
		}
	}
}

// casesOf are the cases of changes, which have one each.
func casesOf(changes []compare.Change) *distinct.List[results.Case] {
	var cases distinct.List[results.Case]
	for i := range changes {
		cases.At(changes[i].Case())
	}
	return &cases
}

// along are those of changes that are of the points of a line, in their order.
func along(changes []compare.Change, cases *distinct.List[results.Case], at []*results.Record) (found []compare.Change) {
	var on []int
	for _, r := range at {
		if r == nil {
			continue
		}
		if i := cases.Index(r.Case()); i >= 0 {
			on = append(on, i)
		}
	}
	slices.Sort(on)
	for _, i := range on {
		found = append(found, changes[i])
	}
	return found
}

// crossovers says where the order changes along an axis.
func (f *findings) crossovers(axis string) {
	for _, m := range compare.SweptMetrics() {
		for _, c := range compare.Crossovers(f.records, f.baseline, axis, m) {
			f.say(c.Under, 0, "%s", OfCrossover(&c))
		}
	}
}

// OfCrossover says where the order changes.
func OfCrossover(c *compare.Crossover) string {
	at := func(v float64) string {
		if c.Unit != "ns" && c.Unit != "%" && v == math.Trunc(v) {
			return fmt.Sprintf("%.0f", v)
		}
		return results.FormatValue(phrase.Round(v, 2), c.Unit)
	}
	if c.Steps() {
		return fmt.Sprintf("%s: the order in %s differs between %s=%s and %s=%s: %s is ahead at the first, %s at the second (n=%d).",
			c.Group.Where(), c.Metric.Name, c.Axis, at(c.Between[0]), c.Axis, at(c.Between[1]), c.Before, c.After, c.At.N)
	}
	how := fmt.Sprintf("n=%d", c.At.N)
	if c.Neighbours() {
		how = fmt.Sprintf("%s to %s over seeds, ", at(c.At.Lo), at(c.At.Hi)) + how
	}
	return fmt.Sprintf("%s: in %s, %s is ahead at %s=%s, %s at %s; by interpolation they change places at %s (%s).",
		c.Group.Where(), c.Metric.Name, c.Before, c.Axis, at(c.Between[0]), c.After, at(c.Between[1]), at(c.At.Value), how)
}

// scaling gives the law of each strategy's curve.
func (f *findings) scaling(axis string) {
	for _, s := range compare.Scalings(f.records, axis) {
		if len(s.Points) < compare.LeastPoints {
			continue
		}
		warning := s.Warning()
		if warning != "" {
			warning = " (" + warning + ")"
		}
		f.say(s.Under, 0, "%s, %s: over %s, %s serial (%s to %s), each pair costs %s (%s to %s), best at %s%s.",
			s.Group.Where(), s.Strategy, axis, phrase.Share(s.Sigma.Value), phrase.Share(s.Sigma.Lo), phrase.Share(s.Sigma.Hi),
			phrase.Share(s.Kappa.Value), phrase.Share(s.Kappa.Lo), phrase.Share(s.Kappa.Hi), peak(s.Peak.Value), warning)
	}
}

func peak(n float64) string {
	if math.IsInf(n, 0) || math.IsNaN(n) {
		return "no number: it only grows"
	}
	return fmt.Sprintf("%.0f", n)
}

// WidestLead says where on a map the winner is farthest before the next, and
// nothing if nobody is.
func WidestLead(m *compare.Map) string {
	far, says := 1.0, ""
	for y := range m.Ys {
		for x := range m.Xs {
			if r := m.Cell(x, y); !r.Noise() && r.Margin.Value > far {
				far = r.Margin.Value
				says = fmt.Sprintf("; widest: %s before %s by %s %s at %s = %s, %s = %s%s", r.Winner, r.Second, Ahead(r.Margin), ShiftWithin(r.Margin),
					m.X, OnAxis(m.Xs[x], m.XUnit), m.Y, OnAxis(m.Ys[y], m.YUnit), samples(r.Margin.N))
			}
		}
	}
	return says
}

// OfPoint says how far a strategy's throughput is from a baseline's at a value
// of a line.
func OfPoint(l *compare.Line, c *compare.Change, baseline string, value float64) string {
	at := fmt.Sprintf("%s = %s%s", l.Axis, OnAxis(value, l.Unit), samples(c.New.N))
	if c.Outcome == compare.Mixed {
		return fmt.Sprintf("%s: %s against %s, the mix moved: %s at %s", l.Group.Where(), c.Strategy, baseline, rolesMoved(c.Roles), at)
	}
	return fmt.Sprintf("%s: %s does %s operations a second than %s at %s", l.Group.Where(), c.Strategy, moreOrFewer(c.Ratio), baseline, at)
}

// OfNearLine says that no strategy's throughput is told to be far from a
// baseline's.
func OfNearLine(l *compare.Line, baseline string) string {
	return fmt.Sprintf("%s: along %s no design is told to be a tenth from %s in throughput", l.Group.Where(), l.Axis, baseline)
}
