package words

import (
	"fmt"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// Verb is what a strategy does, said of one and of many.
type Verb struct{ Does, Do string }

// OfOften says who does something more or less often than a baseline, and where.
func OfOften(c *compare.Change, v Verb, where, baseline string) string {
	often := func(i compare.Interval) string { return Bounded(i, phrase.Brief) }
	switch n := samples(c.New.N); {
	case c.New.Value == 0:
		return fmt.Sprintf("%s does not %s in %s; %s does %s times per operation%s", c.Strategy, v.Do, where, baseline, often(c.Old), n)
	case c.Old.Value == 0:
		return fmt.Sprintf("%s %s %s times per operation in %s, %s never%s", c.Strategy, v.Does, often(c.New), where, baseline, n)
	default:
		return fmt.Sprintf("%s %s %s times per operation in %s, %s %s%s", c.Strategy, v.Does, often(c.New), where, baseline, often(c.Old), n)
	}
}

// OfMostOften says who does something most often, where nothing is compared.
func OfMostOften(strategy string, v Verb, times float64, where string) string {
	return fmt.Sprintf("%s %s most often: %s times per operation in %s", strategy, v.Does, phrase.Brief(times), where)
}

// OfTail says how the tails of the wait of a strategy and a baseline differ.
func OfTail(c *compare.Change, where, baseline string) string {
	time := func(i compare.Interval) string {
		return Bounded(i, func(ns float64) string { return phrase.Time(phrase.Round(ns, 2)) })
	}
	now, old, n := time(c.New), time(c.Old), samples(c.New.N)
	switch {
	case c.New.Value == 0:
		return fmt.Sprintf("One operation in 100 waits longer than %s under %s in %s, fewer wait at all under %s%s", old, baseline, where, c.Strategy, n)
	case c.Old.Value == 0:
		return fmt.Sprintf("One operation in 100 waits longer than %s under %s in %s, fewer wait at all under %s%s", now, c.Strategy, where, baseline, n)
	}
	return fmt.Sprintf("One operation in 100 waits longer than %s under %s in %s, longer than %s under %s%s", now, c.Strategy, where, old, baseline, n)
}

// Trend is the clear changes of a strategy against a baseline in one direction.
type Trend struct {
	Strategy, Baseline string
	More               bool
	// Clear is how many of Of changes are.
	Clear, Of int
	// Peak is the largest, which is in the pattern Where.
	Peak  compare.Change
	Where string
}

// OfTrend says in how many patterns a strategy has more or less of a metric, and
// by how much at most.
func OfTrend(m *results.Metric, t *Trend) string {
	verb, reach := verbs(m, t.More), "down to "
	if t.More {
		reach = "up to "
	}
	peak := Told(&t.Peak)
	if t.Of == 1 {
		return fmt.Sprintf("%s %s than %s in %s: %s%s", t.Strategy, verb, t.Baseline, t.Where, peak, samples(t.Peak.New.N))
	}
	switch {
	case t.Clear == 1:
		reach = ""
	case t.Peak.New.Value == 0, !t.Peak.Defined: // no reach: it became 0, or was
		reach = "the farthest "
	}
	return fmt.Sprintf("%s %s than %s in %d of %d patterns, %s%s in %s%s", t.Strategy, verb, t.Baseline, t.Clear, t.Of, reach, peak, t.Where, samples(t.Peak.New.N))
}

// verbs is what a strategy does that has clearly more of a metric, or less.
func verbs(m *results.Metric, more bool) string {
	both := [2]string{"has clearly less " + m.Title, "has clearly more " + m.Title}
	switch m.Name {
	case "sleeps/op":
		both = [2]string{"sleeps clearly less often", "sleeps clearly more often"}
	case "ops/s":
		both = [2]string{"finishes clearly fewer operations a second", "finishes clearly more operations a second"}
	case "p99-wait-ns":
		both = [2]string{"has a clearly shorter 99th-percentile wait", "has a clearly longer 99th-percentile wait"}
	}
	if more {
		return both[1]
	}
	return both[0]
}

// NoneOften says that nobody does something more or less often than a baseline.
func NoneOften(m *results.Metric, changes []compare.Change, v Verb, baseline string) string {
	return unclear(m, changes, fmt.Sprintf("No strategy %s clearly more or less often than %s", v.Does, baseline))
}

// NoneTail says that no tail of the wait differs from a baseline's.
func NoneTail(m *results.Metric, changes []compare.Change, baseline string) string {
	return unclear(m, changes, "No strategy's 99th percentile of the wait differs clearly from that of "+baseline)
}

// NoneTrend says that nobody differs from a baseline in a metric.
func NoneTrend(m *results.Metric, changes []compare.Change, baseline string) string {
	return unclear(m, changes, "No strategy differs clearly from "+baseline+" in "+m.Title)
}

// unclear is the finding that nothing was found, unless nothing could be: with
// few samples even strategies that do not overlap have a p-value that the
// correction for many comparisons lifts over the level.
func unclear(m *results.Metric, changes []compare.Change, finding string) string {
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

// OfLatencies says between which patterns the mean time of an operation is.
func OfLatencies(least, most compare.Interval, shortest, longest string) string {
	return "An operation takes " + Bounded(least, phrase.Time) + " in " + shortest + ", and up to " + Bounded(most, phrase.Time) + " in " + longest + " on average"
}
