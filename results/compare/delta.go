package compare

import (
	"context"
	"math"
	"slices"

	"daxwait/results"
)

// Outcome is what became of a metric of a case.
type Outcome string

// The outcomes.
const (
	Worse  Outcome = "worse"
	Better Outcome = "better"
	Even   Outcome = "even"    // not told apart, or by less than what counts
	TooFew Outcome = "too few" // samples, to tell anything
)

// Delta is how a metric of a case differs between two sides.
type Delta struct {
	Case     string  `json:"case"`
	Strategy string  `json:"strategy"`
	Metric   string  `json:"metric"`
	Outcome  Outcome `json:"outcome"`
	Base     Value   `json:"base"`
	New      Value   `json:"new"`
	// Ratio is New over Base; nil where Base is 0.
	Ratio *Value `json:"ratio,omitempty"`
	// Dominance is Cliff's delta: how much more often a new sample is above one
	// of the base than below, from -1 to 1; seed by seed where they are paired.
	Dominance float64 `json:"dominance"`
	// P is corrected by Holm over all deltas of a comparison that a test was
	// made for; Test names it.
	P    float64 `json:"p"`
	Test string  `json:"test"`
}

// Value is an interval in JSON.
type Value struct {
	Median float64 `json:"median"`
	Lo     float64 `json:"lo"`
	Hi     float64 `json:"hi"`
	N      int     `json:"n"`
}

func valueOf(i Interval) Value { return Value{i.Value, i.Lo, i.Hi, i.N} }

// The tests.
const (
	TestExact  = "exact"          // a fixed schedule: they are equal or not
	TestSame   = "identical"      // simulations that did the same, seed by seed: nothing to test
	TestPaired = "paired t-test"  // seed by seed
	TestRanks  = "Mann-Whitney U" // of independent samples
)

// Violated is a case of the new side that does what no design may.
type Violated struct {
	Case     string `json:"case"`
	Strategy string `json:"strategy"`
	What     string `json:"what"`
}

// Comparison is of two sides.
type Comparison struct {
	Base      string   `json:"base"`
	New       string   `json:"new"`
	Threshold float64  `json:"threshold"`
	Cautions  []string `json:"cautions"`
	// Deltas are by case and metric, in the order of the base.
	Deltas   []Delta    `json:"deltas"`
	Violated []Violated `json:"violated"`
	// Mended are cases that hung or broke rules in the base alone.
	Mended []string `json:"mended"`
	// Skipped are cases that hung on both sides, of which only rounds are
	// compared.
	Skipped  []string `json:"hung_in_both"`
	OnlyBase []string `json:"only_in_base"`
	OnlyNew  []string `json:"only_in_new"`
}

// CompareSides compares metrics of the cases that both sides have. A change
// counts if it is clear, and of threshold or more, as a part of the base; that
// of a fixed schedule counts whatever its size.
func CompareSides(ctx context.Context, base, now *Side, metrics []*results.Metric, threshold float64) (*Comparison, error) {
	c := &Comparison{Base: base.Name, New: now.Name, Threshold: threshold}
	var tested []int // of Deltas
	var changes []Change
	for _, t := range pairs(base.Records, now.Records) {
		where, strategy := t.name()
		name := where + ", " + strategy
		switch {
		case t.b == nil:
			c.OnlyBase = append(c.OnlyBase, name)
			continue
		case t.a == nil:
			c.OnlyNew = append(c.OnlyNew, name)
			continue
		}
		for _, v := range t.violations() {
			c.Violated = append(c.Violated, Violated{where, strategy, v})
		}
		switch hung := t.a.Hung(); {
		case hung && t.b.Hung():
			c.Skipped = append(c.Skipped, name)
		case hung, broken(t.a) != 0 && broken(t.b) == 0:
			c.Mended = append(c.Mended, name)
		}
		for _, m := range metrics {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			d, p := t.delta(m, threshold)
			if d == nil {
				continue
			}
			d.Case, d.Strategy = where, strategy
			if p >= 0 {
				tested = append(tested, len(c.Deltas))
				changes = append(changes, Change{P: p})
			}
			c.Deltas = append(c.Deltas, *d)
		}
	}
	holm(changes)
	for i, n := range tested {
		d := &c.Deltas[n]
		d.P = changes[i].P
		if d.Outcome != Even && !changes[i].Clear {
			d.Outcome = Even
			if leastP(d.Base.N, d.New.N)*float64(len(tested)) >= Alpha && d.Test == TestRanks {
				d.Outcome = TooFew // no samples whatever could have been clear
			}
		}
		if d.Ratio != nil && d.Ratio.Lo <= 1 && d.Ratio.Hi >= 1 && (d.Outcome == Better || d.Outcome == Worse) {
			d.Outcome = Even // the test and the interval must agree
		}
	}
	return c, nil
}

// delta compares a metric of a twin. It is nil if there is none to compare; p is
// not corrected yet, and below 0 if no test was made.
func (t twin) delta(m *results.Metric, threshold float64) (d *Delta, p float64) {
	if (t.a.Hung() || t.b.Hung()) && !m.Rounds {
		return nil, -1
	}
	pair := pairOf(t.a, t.b, m)
	if len(pair.a) == 0 || len(pair.b) == 0 {
		return nil, -1
	}
	d = &Delta{Metric: m.Name, Base: valueOf(Median(pair.a)), New: valueOf(Median(pair.b)), Dominance: pair.dominance(), Test: TestRanks}
	change := d.New.Median - d.Base.Median
	d.Outcome = Worse
	if change > 0 == m.HigherBetter {
		d.Outcome = Better
	}
	fixed := t.a.Exact && t.b.Exact
	same := slices.Equal(pair.a, pair.b)
	switch {
	case same && d.Base.Median != 0:
		d.Ratio = &Value{1, 1, 1, len(pair.a)}
	case !same:
		if r, ok := pair.ratio(); ok {
			v := valueOf(r)
			d.Ratio = &v
		}
	}
	switch {
	case fixed:
		d.Test = TestExact
		if d.P = 0; change == 0 {
			d.P, d.Outcome = 1, Even
		}
		return d, -1
	case same && pair.paired:
		d.Test, d.P, d.Outcome = TestSame, 1, Even
		return d, -1
	case pair.paired:
		d.Test = TestPaired
	}
	if min(len(pair.a), len(pair.b)) < Enough {
		d.Outcome, d.P = TooFew, 1
		return d, -1
	}
	if change == 0 || math.Abs(change) < threshold*math.Abs(d.Base.Median) {
		d.Outcome = Even
	}
	return d, pair.pValue()
}

// dominance is Cliff's delta of b over a.
func (p pair) dominance() float64 {
	above, n := 0, 0
	count := func(a, b float64) {
		n++
		switch {
		case b > a:
			above++
		case b < a:
			above--
		}
	}
	for i, a := range p.a {
		if p.paired {
			count(a, p.b[i])
			continue
		}
		for _, b := range p.b {
			count(a, b)
		}
	}
	if n == 0 {
		return 0
	}
	return float64(above) / float64(n)
}

// leastP is the least p-value that Mann and Whitney's test can give for so many
// samples without ties, 2/C(a+b, a).
func leastP(a, b int) float64 {
	p := 2.0
	for i := 1; i <= b; i++ {
		p *= float64(i) / float64(a+i)
	}
	return p
}

// Count returns how many deltas have an outcome.
func (c *Comparison) Count(o Outcome) (n int) {
	for i := range c.Deltas {
		if c.Deltas[i].Outcome == o {
			n++
		}
	}
	return n
}
