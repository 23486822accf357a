package compare

import (
	"context"

	"daxwait/results"
)

// Delta is how a metric of a case differs between two sides.
type Delta struct {
	Case string `json:"case"`
	// Under are the conditions of the case.
	Under *results.Conditions `json:"-"`
	// Conditions are those in words.
	Conditions string  `json:"conditions"`
	Strategy   string  `json:"strategy"`
	Metric     string  `json:"metric"`
	Outcome    Outcome `json:"outcome"`
	Base       Value   `json:"base"`
	New        Value   `json:"new"`
	// Ratio is New over Base, with the interval that the test leaves at the level
	// of the correction; nil where Base is 0, and where the interval is endless.
	Ratio *Value `json:"ratio,omitempty"`
	// Dominance is Cliff's delta: how much more often a new sample is above one
	// of the base than below, from -1 to 1; seed by seed where they are paired.
	Dominance float64 `json:"dominance"`
	// P is corrected by Holm over all deltas of a comparison that a test was
	// made for; Test names it.
	P    float64 `json:"p"`
	Test string  `json:"test"`
	// Roles are how the operations of each role changed, where the mix moved.
	Roles []RoleChange `json:"-"`
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
	Deltas   []*Delta   `json:"deltas"`
	Violated []Violated `json:"violated"`
	// Mended are cases that hung or broke rules in the base alone.
	Mended []string `json:"mended"`
	// Skipped are cases that hung on both sides, of which only rounds are
	// compared.
	Skipped []string `json:"hung_in_both"`
	// Idle are cases that did no operation in the base, of which nothing but rounds is
	// compared.
	Idle     []string `json:"no_operation_in_base"`
	OnlyBase []string `json:"only_in_base"`
	OnlyNew  []string `json:"only_in_new"`
}

// Compare compares metrics of the cases that both sides have, and takes their
// records, which it drops as it goes. A change
// counts if it is told, and of threshold or more, as a part of the base; that
// of a fixed schedule counts whatever its size.
func (s *Sides) Compare(ctx context.Context, metrics []*results.Metric, threshold float64) (*Comparison, error) {
	c := &Comparison{Base: s.base.Name, New: s.now.Name, Threshold: threshold}
	var tested []test
	var family []pair
	said := map[results.Conditions]*conditions{}
	all := s.all
	s.all, s.base.Records, s.now.Records = nil, nil, nil
	for i, t := range all {
		all[i] = twin{}
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
		case t.a.Idle():
			c.Idle = append(c.Idle, name)
		}
		u := said[t.b.Conditions()]
		if u == nil {
			u = &conditions{Conditions: t.b.Conditions()}
			u.words = u.String()
			said[u.Conditions] = u
		}
		for _, m := range metrics {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			pair := pairOf(t.a, t.b, m)
			if (t.a.Hung() || t.b.Hung()) && !m.Rounds || len(pair.a) == 0 || len(pair.b) == 0 {
				continue
			}
			d := pair.delta(t, m)
			d.Case, d.Strategy = where, strategy
			d.Under, d.Conditions = &u.Conditions, u.words
			if d.Outcome == "" {
				tested = append(tested, test{len(c.Deltas), t, m})
				family = append(family, pair)
			}
			c.Deltas = append(c.Deltas, &d)
		}
	}
	known := quantiles{}
	for i, h := range holm(pValues(family)) {
		family[i].known = known
		c.Deltas[tested[i].delta].tell(tested[i], family[i], h, threshold)
	}
	return c, nil
}

// conditions are some, which many deltas have in common, and their words.
type conditions struct {
	results.Conditions
	words string
}

// test is what a delta is tested of.
type test struct {
	delta int // of Deltas
	twin
	metric *results.Metric
}

// delta is a metric of a twin, with no outcome if a test has to tell it.
func (p pair) delta(t twin, m *results.Metric) Delta {
	d := Delta{Metric: m.Name, Base: valueOf(Median(p.a)), New: valueOf(Median(p.b)), Dominance: p.dominance(), Test: TestRanks, P: 1}
	if p.paired {
		d.Test = TestPaired
	}
	switch {
	case t.a.Exact && t.b.Exact:
		d.exactly(m)
	case t.a.SameRun(t.b):
		d.Test, d.Outcome = TestSame, Same
		if d.Base.Median != 0 {
			d.Ratio = &Value{1, 1, 1, len(p.a)}
		}
	case min(len(p.a), len(p.b)) < Enough:
		d.Outcome = TooFew
	}
	return d
}

// exactly tells what became of a fixed schedule, whose counts have no spread.
func (d *Delta) exactly(m *results.Metric) {
	d.Test = TestExact
	if d.Base.Median != 0 {
		r := d.New.Median / d.Base.Median
		d.Ratio = &Value{r, r, r, d.New.N}
	}
	switch {
	case d.New.Median == d.Base.Median:
		d.Outcome = Even
	case d.New.Median > d.Base.Median == m.HigherBetter:
		d.P, d.Outcome = 0, Better
	default:
		d.P, d.Outcome = 0, Worse
	}
}

// tell has the outcome of a delta from its test.
func (d *Delta) tell(t test, p pair, h tested, threshold float64) {
	c := Change{Metric: t.metric}
	c.tell(p, t.twin, h.level, threshold)
	d.P, d.Outcome, d.Roles = h.p, c.Outcome, c.Roles
	if c.Defined && !c.Ratio.Endless() {
		v := valueOf(c.Ratio)
		d.Ratio = &v
	}
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

// Count returns how many deltas have an outcome.
func (c *Comparison) Count(o Outcome) (n int) {
	for i := range c.Deltas {
		if c.Deltas[i].Outcome == o {
			n++
		}
	}
	return n
}
