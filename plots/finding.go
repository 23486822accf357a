package plots

import (
	"fmt"
	"math"
	"slices"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// widest returns the clear change of a metric that is largest in the metric's
// own unit. Strategies that hung are not asked: what they finished is a choice.
func (s *set) widest(m *results.Metric, groups []results.Group) (widest compare.Change, ok bool) {
	for _, c := range s.compare(m) {
		if hung, _ := s.hungWindows(c.Group, c.Strategy); !c.Clear || hung > 0 || !slices.Contains(groups, c.Group) {
			continue
		}
		if !ok || math.Abs(c.New.Value-c.Old.Value) > math.Abs(widest.New.Value-widest.Old.Value) {
			widest, ok = c, true
		}
	}
	return widest, ok
}

// highest returns where a metric has its highest median.
func (s *set) highest(m *results.Metric, groups []results.Group) (at place, median float64) {
	for _, g := range groups {
		for _, name := range s.strategies {
			if v, ok := s.median(g, name, m); ok && v.Value > median {
				at, median = place{g, name}, v.Value
			}
		}
	}
	return at, median
}

// compared reports whether any strategy stands beside the baseline.
func (s *set) compared(m *results.Metric, groups []results.Group) bool {
	return slices.ContainsFunc(s.compare(m), func(c compare.Change) bool { return slices.Contains(groups, c.Group) })
}

// unclear is the finding that nothing was found, unless nothing could be: with
// few samples even strategies that do not overlap have a p-value that the
// correction for many comparisons lifts over the level.
func (s *set) unclear(m *results.Metric, finding string) string {
	changes := s.compare(m)
	n := 0
	for _, c := range changes {
		n = max(n, min(c.Old.N, c.New.N))
	}
	if least := 2 / choose(2*n, n); least*float64(len(changes)) >= 0.05 {
		return fmt.Sprintf("Too few samples (%d) to tell strategies apart in %s of %s", n, phrase.Count(len(changes), "comparison"), m.Title)
	}
	return finding
}

// choose is the binomial coefficient.
func choose(n, k int) float64 {
	c := 1.0
	for i := range k {
		c *= float64(n-i) / float64(i+1)
	}
	return c
}

func (s *set) countsFinding(groups []results.Group) string {
	if f := s.often(results.MetricNamed("sleeps/op"), groups, "sleeps", "sleep"); f != "" {
		return f
	}
	return "Sleeps and wakeups per operation"
}

func (s *set) fallbacksFinding(groups []results.Group) string {
	if f := s.often(results.MetricNamed("fallbacks/op"), groups, "falls back", "fall back"); f != "" {
		return f
	}
	return "PMD fallbacks per operation"
}

// often says who does something more or less often than the baseline.
func (s *set) often(m *results.Metric, groups []results.Group, does, do string) string {
	if c, ok := s.widest(m, groups); ok {
		switch where, n := s.label(c.Group), samples(c.New.N); {
		case c.New.Value == 0:
			return fmt.Sprintf("%s does not %s in %s; %s does %s times per operation%s", c.Strategy, do, where, s.baseline, estimate(c.Old), n)
		case c.Old.Value == 0:
			return fmt.Sprintf("%s %s %s times per operation in %s, %s never%s", c.Strategy, does, estimate(c.New), where, s.baseline, n)
		default:
			return fmt.Sprintf("%s %s %s times per operation in %s, %s %s%s", c.Strategy, does, estimate(c.New), where, s.baseline, estimate(c.Old), n)
		}
	}
	if s.compared(m, groups) {
		return s.unclear(m, fmt.Sprintf("No strategy %s clearly more or less often than %s", does, s.baseline))
	}
	if at, v := s.highest(m, groups); v > 0 {
		return fmt.Sprintf("%s %s most often: %s times per operation in %s", at.strategy, does, brief(v), s.label(at.group))
	}
	return ""
}

func (s *set) hangsFinding(groups []results.Group) string {
	var never []string
	var worst place
	var share, bound float64
	var k, n int64
	run := 0
	for _, name := range s.strategies {
		hungAny, ran := false, false
		for _, g := range groups {
			hung, of := s.rounds(g, name)
			if of == 0 {
				continue
			}
			ran = true
			hungAny = hungAny || hung > 0
			if p := float64(hung) / float64(of); p > share {
				worst, share, k, n = place{g, name}, p, hung, of
			}
			_, hi := wilson(hung, of)
			bound = max(bound, hi)
		}
		if ran {
			run++
		}
		if ran && !hungAny {
			never = append(never, name)
		}
	}
	if share == 0 {
		return fmt.Sprintf("No strategy hung: each in less than %s of rounds, at 95 %%", percent(roundUp(bound)))
	}
	title := fmt.Sprintf("%s hung in %d of %d rounds of %s", worst.strategy, k, n, s.label(worst.group))
	switch {
	case len(never) == 0 && run > 1:
		title += "; every strategy hung somewhere"
	case len(never) > 0:
		title += fmt.Sprintf("; %d of %d strategies hung in no round", len(never), run)
	}
	return title
}

func (s *set) survivalFinding(groups []results.Group) string {
	m := results.MetricNamed("p99-wait-ns")
	if c, ok := s.widest(m, groups); ok {
		now, old, where, n := timed(c.New), timed(c.Old), s.label(c.Group), samples(c.New.N)
		switch {
		case c.New.Value == 0:
			return fmt.Sprintf("One operation in 100 waits longer than %s under %s in %s, fewer wait at all under %s%s", old, s.baseline, where, c.Strategy, n)
		case c.Old.Value == 0:
			return fmt.Sprintf("One operation in 100 waits longer than %s under %s in %s, fewer wait at all under %s%s", now, c.Strategy, where, s.baseline, n)
		}
		return fmt.Sprintf("One operation in 100 waits longer than %s under %s in %s, longer than %s under %s%s", now, c.Strategy, where, old, s.baseline, n)
	}
	if s.compared(m, groups) {
		return s.unclear(m, fmt.Sprintf("No strategy's 99th percentile of the wait differs clearly from that of %s", s.baseline))
	}
	return "How long operations wait for an entry"
}

// verbs of a metric: what a strategy does that has more of it, and less.
func verbs(m *results.Metric) (more, less string) {
	switch m.Name {
	case "sleeps/op":
		return "sleeps clearly more often", "sleeps clearly less often"
	case "ops/s":
		return "finishes clearly more operations a second", "finishes clearly fewer operations a second"
	case "p99-wait-ns":
		return "has a clearly longer 99th-percentile wait", "has a clearly shorter 99th-percentile wait"
	}
	return "has clearly more " + m.Title, "has clearly less " + m.Title
}

// heatmapFinding tells of the strategy whose clear changes in one direction
// are largest all together. No pattern counts more than tenfold.
func (s *set) heatmapFinding(m *results.Metric, groups []results.Group, strategies []string) string {
	more, less := verbs(m)
	best, title := 0.0, ""
	for _, name := range strategies {
		for _, up := range []bool{true, false} {
			n, of, weight := 0, 0, 0.0
			var peak compare.Change
			for _, c := range s.compare(m) {
				if c.Strategy != name || !slices.Contains(groups, c.Group) {
					continue
				}
				of++
				hung, _ := s.hungWindows(c.Group, name)
				r := c.Ratio.Value
				if hung > 0 || !c.Clear || !c.Defined || r == 1 || r > 1 != up {
					continue
				}
				if n++; n == 1 || up == (r > peak.Ratio.Value) {
					peak = c
				}
				weight += min(1, math.Abs(math.Log10(r)))
			}
			if !(weight > best) {
				continue
			}
			best = weight
			verb, reach := more, "up to "
			if !up {
				verb, reach = less, "down to "
			}
			if of == 1 {
				title = fmt.Sprintf("%s %s than %s in %s: %s %s%s", name, verb, s.baseline, s.label(peak.Group), change(peak.Ratio.Value), within(peak.Ratio), samples(peak.New.N))
				continue
			}
			if n == 1 {
				reach = ""
			}
			title = fmt.Sprintf("%s %s than %s in %d of %d patterns, %s%s %s in %s%s", name, verb, s.baseline, n, of, reach, change(peak.Ratio.Value), within(peak.Ratio), s.label(peak.Group), samples(peak.New.N))
		}
	}
	if title == "" {
		return s.unclear(m, fmt.Sprintf("No strategy differs clearly from %s in %s", s.baseline, m.Title))
	}
	return title
}

// samples says how many are behind a number, in a sentence.
func samples(n int) string { return fmt.Sprintf(" (n = %d)", n) }

// estimate formats a value and its interval for a sentence.
func estimate(i compare.Interval) string { return bounded(i, brief) }

// timed is estimate of a time.
func timed(i compare.Interval) string {
	return bounded(i, func(ns float64) string { return phrase.Time(phrase.Round(ns, 2)) })
}

func bounded(i compare.Interval, format func(float64) string) string {
	if !(i.Lo <= i.Value && i.Value <= i.Hi) || math.IsInf(i.Lo, 0) || math.IsInf(i.Hi, 0) {
		return format(i.Value)
	}
	return fmt.Sprintf("%s [%s, %s]", format(i.Value), format(i.Lo), format(i.Hi))
}

// brief formats a value for a sentence.
func brief(v float64) string {
	if v = phrase.Round(v, 2); v >= 1 && v < 10 {
		return fmt.Sprintf("%.1f", v)
	}
	return phrase.Number(v)
}

// roundUp is a bound with two digits that still holds.
func roundUp(v float64) float64 {
	if r := phrase.Round(v, 2); r >= v {
		return r
	}
	return phrase.Round(v*1.05, 2)
}
