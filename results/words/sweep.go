package words

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// maps says who wins how much of each map.
func (f *findings) maps(x, y string) {
	for _, m := range compare.SweptMetrics() {
		for _, mp := range compare.Maps(f.records, x, y, m) {
			f.say("\n%s", OfMap(&mp))
		}
	}
}

// OfMap says who wins how much of a map, and how sure that is.
func OfMap(m *compare.Map) string {
	var wins tally
	var noise, depends, n int
	var prices []string
	for i := range m.Cells {
		c := &m.Cells[i]
		switch {
		case c.Winner == "":
			continue
		case c.Noise():
			noise++
		default:
			wins.add(c.Winner)
			wins.add(c.Tied...)
			if len(c.Depends) != 0 {
				depends++
			}
		}
		n++
		for _, v := range c.Depends {
			if !slices.Contains(prices, v) {
				prices = append(prices, v)
			}
		}
	}
	words := wins.words()
	text := fmt.Sprintf("%s, %s over %s and %s: ", m.Group.Where(), m.Metric.Name, m.X, m.Y)
	switch {
	case len(words) == 0:
		text += fmt.Sprintf("no design is clearly ahead of another in any of %s", phrase.Count(n, "cell"))
	default:
		text += fmt.Sprintf("best, alone or tied, of %s: %s", phrase.Count(n, "cell"), phrase.Few(words))
		if noise != 0 {
			text += fmt.Sprintf("; nobody in %d", noise)
		}
	}
	if depends != 0 {
		text += fmt.Sprintf("; %d depend on %s", depends, strings.Join(prices, ", "))
	}
	return text + "."
}

// along says how far each strategy is from the baseline at each value of the
// one axis that was swept.
func (f *findings) along(axis string) {
	base := notHung(results.Base(f.records))
	ops := compare.Compare(base, f.baseline, results.MetricNamed("ops/s"))
	flips := compare.Flips(ops, notHung(f.records), f.baseline, results.MetricNamed("ops/s"))
	wakeups := compare.Compare(base, f.baseline, results.MetricNamed("wakeups/op"))
	waits := compare.Compare(base, f.baseline, results.MetricNamed("p99-wait-ns"))
	for _, l := range compare.Lines(f.records, axis) {
		f.say("\n%s against %s, along %s", l.Group.Where(), f.baseline, axis)
		for _, s := range l.Strategies {
			var points []string
			on := func(c *compare.Change) bool {
				return c.Strategy == s && slices.ContainsFunc(l.At[s], func(r *results.Record) bool { return r != nil && r.Group() == c.Group })
			}
			turned := 0
			for i, v := range l.Values {
				r := l.At[s][i]
				k := slices.IndexFunc(ops, func(c compare.Change) bool { return r != nil && c.Strategy == s && c.Group == r.Group() })
				if k < 0 {
					continue
				}
				points = append(points, fmt.Sprintf("%s at %s", phrase.Percent(ops[k].Ratio.Value), results.FormatValue(v, l.Unit)))
				if len(flips[k]) != 0 && math.Abs(ops[k].Ratio.Value-1) >= compare.Negligible {
					turned++
				}
			}
			if len(points) == 0 {
				continue
			}
			depends := ""
			if turned != 0 {
				depends = "; " + dependOn(turned) + " on the price of a wake"
			}
			f.say("  %s: ops/s %s; wakeups %s; p99 wait %s%s", s, strings.Join(points, ", "), spanIn(wakeups, on), spanIn(waits, on), depends)
		}
	}
	switch {
	case !slices.ContainsFunc(f.records, func(r *results.Record) bool { return r.Engine == "sim" }):
	case len(results.Variants(f.records)) == 0:
		f.say("%s", f.notVaried())
	case !slices.ContainsFunc(flips, func(of []string) bool { return len(of) != 0 }):
		f.say("None of these orders turns round clearly if a price of a wake is %s.", results.HowVaried(results.Variants(f.records)))
	}
}

// crossovers says where the order changes along an axis.
func (f *findings) crossovers(axis string) {
	for _, m := range compare.SweptMetrics() {
		for _, c := range compare.Crossovers(f.records, f.baseline, axis, m) {
			f.say("%s", OfCrossover(&c))
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
		f.say("%s, %s: over %s, %.1f %% serial (%.1f to %.1f), each pair costs %.2g %% (%.2g to %.2g), best at %s%s.",
			s.Group.Where(), s.Strategy, axis, 100*s.Sigma.Value, 100*s.Sigma.Lo, 100*s.Sigma.Hi,
			100*s.Kappa.Value, 100*s.Kappa.Lo, 100*s.Kappa.Hi, peak(s.Peak.Value), warning)
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
				says = fmt.Sprintf("; widest: %s before %s by %s %s at %s = %s, %s = %s%s", r.Winner, r.Second, phrase.Lead(far), LeadWithin(r.Margin),
					m.X, OnAxis(m.Xs[x], m.XUnit), m.Y, OnAxis(m.Ys[y], m.YUnit), samples(r.Margin.N))
			}
		}
	}
	return says
}

// OfPoint says how far a strategy's throughput is from a baseline's at a value
// of a line.
func OfPoint(l *compare.Line, c *compare.Change, baseline string, value float64) string {
	return fmt.Sprintf("%s: %s does %s operations a second than %s at %s = %s%s", l.Group.Where(), c.Strategy, moreOrFewer(c.Ratio), baseline, l.Axis, OnAxis(value, l.Unit), samples(c.New.N))
}

// OfEvenLine says that no strategy's throughput is far from a baseline's.
func OfEvenLine(l *compare.Line, baseline string) string {
	return fmt.Sprintf("%s: along %s no design is a tenth from %s in throughput", l.Group.Where(), l.Axis, baseline)
}
