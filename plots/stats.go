package plots

import (
	"math"
	"slices"

	"daxwait/results"
	"daxwait/results/compare"
)

// stats answers what was measured at the places of a set.
type stats struct {
	*set
	compared map[string]*compared // by metric
}

// compared are the changes of a metric against the baseline.
type compared struct {
	changes []compare.Change
	at      map[place]int
	of      map[results.Group][]int
}

func newStats(s *set) *stats { return &stats{s, map[string]*compared{}} }

// values returns the finite values of a metric at a place.
func (s *stats) values(g results.Group, strategy string, m *results.Metric) []float64 {
	r := s.at[place{g, strategy}]
	if r == nil {
		return nil
	}
	return slices.DeleteFunc(r.Values(m), func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}

// median returns the median of a metric at a place with its interval.
func (s *stats) median(g results.Group, strategy string, m *results.Metric) (compare.Interval, bool) {
	v := s.values(g, strategy, m)
	if len(v) == 0 {
		return compare.Interval{}, false
	}
	i := compare.Median(v)
	if !(i.Lo <= i.Value) || math.IsInf(i.Lo, 0) {
		i.Lo = slices.Min(v)
	}
	if !(i.Hi >= i.Value) || math.IsInf(i.Hi, 0) {
		i.Hi = slices.Max(v)
	}
	return i, true
}

// highest returns where a metric has its highest median.
func (s *stats) highest(m *results.Metric, groups []results.Group) (at place, median float64) {
	for _, g := range groups {
		for _, name := range s.strategies {
			if v, ok := s.median(g, name, m); ok && v.Value > median {
				at, median = place{g, name}, v.Value
			}
		}
	}
	return at, median
}

// samples returns of how many samples the points of a chart are, at least and at
// most; both are 0 if there is no point.
func (s *stats) samples(groups []results.Group, m *results.Metric) (least, most int) {
	for _, g := range groups {
		for _, name := range s.strategies {
			if n := len(s.values(g, name, m)); n > 0 {
				if most == 0 {
					least = n
				}
				least, most = min(least, n), max(most, n)
			}
		}
	}
	return least, most
}

// changes returns the changes of a metric against the baseline.
func (s *stats) changes(m *results.Metric) []compare.Change { return s.against(m).changes }

func (s *stats) against(m *results.Metric) *compared {
	if c, ok := s.compared[m.Name]; ok {
		return c
	}
	c := &compared{compare.Compare(finite(s.records, m), s.baseline, m), map[place]int{}, map[results.Group][]int{}}
	for i := range c.changes {
		g := c.changes[i].Group
		c.at[place{g, c.changes[i].Strategy}] = i
		c.of[g] = append(c.of[g], i)
	}
	s.compared[m.Name] = c
	return c
}

// finite are records without the samples in which a metric has no finite value.
func finite(records []*results.Record, m *results.Metric) (all []*results.Record) {
	endless := func(w results.Sample) bool {
		v := 0.0
		if m.Has(&w) {
			v = m.Of(&w)
		}
		return math.IsNaN(v) || math.IsInf(v, 0)
	}
	for _, r := range records {
		if slices.ContainsFunc(r.Samples, endless) {
			c := *r
			c.Samples = slices.DeleteFunc(slices.Clone(r.Samples), endless)
			r = &c
		}
		all = append(all, r)
	}
	return all
}

// change returns the change of a metric at a place.
func (s *stats) change(g results.Group, strategy string, m *results.Metric) (compare.Change, bool) {
	c := s.against(m)
	if i, ok := c.at[place{g, strategy}]; ok {
		return c.changes[i], true
	}
	return compare.Change{}, false
}

// changesIn returns the changes of a metric in groups, each group once, in the order of
// all changes.
func (s *stats) changesIn(m *results.Metric, groups []results.Group) (in []*compare.Change) {
	c := s.against(m)
	var at []int
	for _, g := range groups {
		at = append(at, c.of[g]...)
	}
	slices.Sort(at)
	for _, i := range at {
		in = append(in, &c.changes[i])
	}
	return in
}

// widest returns the clear change of a metric that is largest in the metric's
// own unit. Strategies that hung are not asked: what they finished is a choice.
func (s *stats) widest(m *results.Metric, groups []results.Group) (widest compare.Change, ok bool) {
	for _, c := range s.changesIn(m, groups) {
		if hung, _ := s.hungWindows(c.Group, c.Strategy); !c.Clear() || hung > 0 {
			continue
		}
		if !ok || math.Abs(c.New.Value-c.Old.Value) > math.Abs(widest.New.Value-widest.Old.Value) {
			widest, ok = *c, true
		}
	}
	return widest, ok
}

// comparable reports whether any strategy stands beside the baseline.
func (s *stats) comparable(m *results.Metric, groups []results.Group) bool {
	return len(s.changesIn(m, groups)) != 0
}

// hungWindows returns how many of the windows or rounds at a place hung; if it
// is only known that some did, 1 of 0.
func (s *stats) hungWindows(g results.Group, strategy string) (hung, of int64) {
	r := s.at[place{g, strategy}]
	if r == nil {
		return 0, 0
	}
	for i := range r.Samples {
		switch w := &r.Samples[i]; {
		case w.Rounds > 0:
			hung, of = hung+w.HungRounds, of+w.Rounds
		case w.Hung:
			hung, of = hung+1, of+1
		default:
			of++
		}
	}
	if hung == 0 && len(r.Hangs) > 0 {
		hung = 1
	}
	return hung, of
}

// rounds returns how many rounds there were at a place, and how many hung.
func (s *stats) rounds(g results.Group, strategy string) (hung, of int64) {
	if r := s.at[place{g, strategy}]; r != nil {
		for i := range r.Samples {
			if w := &r.Samples[i]; w.Rounds > 0 {
				hung, of = hung+min(max(0, w.HungRounds), w.Rounds), of+w.Rounds
			}
		}
	}
	return hung, of
}

// groupsWith returns the groups in which any strategy has a value, or one above
// zero.
func (s *stats) groupsWith(m *results.Metric, positive bool) []results.Group {
	return s.with(s.groups, func(g results.Group, name string) bool {
		if v, ok := s.median(g, name, m); ok && (v.Hi > 0 || !positive) {
			return true
		}
		hung, _ := s.hungWindows(g, name)
		return (hung > 0 || s.unfinished(g, name) != "") && !positive
	})
}

// absence says why there is nothing to draw at a place.
func (s *stats) absence(g results.Group, strategy string) string {
	hung, _ := s.hungWindows(g, strategy)
	switch {
	case s.at[place{g, strategy}] == nil:
		return "–"
	case hung > 0:
		return "hung"
	case s.unfinished(g, strategy) != "":
		return s.unfinished(g, strategy)
	case s.at[place{g, strategy}].Idle():
		return "no operation"
	}
	return "no sample"
}

// distance is how far apart the two sides of a change are, by their logarithm;
// what is zero on one side alone is far.
func distance(c compare.Change) float64 {
	if !c.Defined || c.Ratio.Value <= 0 {
		return math.Log(100)
	}
	return math.Abs(math.Log(c.Ratio.Value))
}
