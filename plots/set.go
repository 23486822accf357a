package plots

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

// place is where a record stands in a chart.
type place struct {
	group    results.Group
	strategy string
}

// set is the records of a drawing, one to a place, in order of appearance.
type set struct {
	records    []*results.Record
	strategies []string
	groups     []results.Group
	baseline   string
	footer     string
	digest     bool
	at         map[place]*results.Record
	changes    map[string][]compare.Change
}

// newSet sorts records into places. What was measured in more than one run of
// the same place is pooled. Where regimes differ, each is a pattern of its own.
func newSet(records []*results.Record, o Options) *set {
	s := &set{baseline: o.baseline(), digest: o.Digest, at: map[place]*results.Record{}, changes: map[string][]compare.Change{}}
	regimes := regimesOf(records)
	for _, r := range records {
		c := *r
		if len(regimes) > 1 {
			c.Pattern += " (" + regime(r) + ")"
		}
		at := place{c.Group(), c.Strategy}
		if known := s.at[at]; known != nil {
			known.Samples = slices.Concat(known.Samples, c.Samples)
			known.Waits = slices.Concat(known.Waits, c.Waits)
			known.Hangs = slices.Concat(known.Hangs, c.Hangs)
			known.Pileups = slices.Concat(known.Pileups, c.Pileups)
			continue
		}
		s.at[at] = &c
		s.records = append(s.records, &c)
		if !slices.Contains(s.strategies, c.Strategy) {
			s.strategies = append(s.strategies, c.Strategy)
		}
		if !slices.Contains(s.groups, c.Group()) {
			s.groups = append(s.groups, c.Group())
		}
	}
	s.footer = provenance(records, o.Footer)
	return s
}

// regime is what tells runs of a pattern apart beside engine and tasks.
func regime(r *results.Record) string {
	s := r.Hold
	if r.Loop != "" && r.Loop != "closed" {
		s += fmt.Sprintf(" %s %g/s", r.Loop, r.Rate)
	}
	return strings.TrimSpace(s)
}

func regimesOf(records []*results.Record) (found []string) {
	// A pattern that was run in one regime needs no name for it, even if
	// another pattern was run in another.
	seen := map[place]string{}
	for _, r := range records {
		p := place{r.Group(), r.Strategy}
		if was, ok := seen[p]; ok && was != regime(r) {
			return []string{was, regime(r)}
		}
		seen[p] = regime(r)
	}
	return nil
}

// label names a group by what differs between groups.
func (s *set) label(g results.Group) string {
	label, engines, tasks := g.Pattern, false, false
	for _, o := range s.groups {
		engines = engines || o.Engine != g.Engine
		tasks = tasks || o.Pattern == g.Pattern && o.Engine == g.Engine && o.Tasks != g.Tasks
	}
	if tasks {
		label += fmt.Sprintf(" ×%d", g.Tasks)
	}
	if engines {
		label += ", " + g.Engine
	}
	return label
}

// live reports whether any of the groups was run on goroutines.
func live(groups []results.Group) bool {
	return slices.ContainsFunc(groups, func(g results.Group) bool { return g.Engine == "live" })
}

// values returns the finite values of a metric at a place.
func (s *set) values(g results.Group, strategy string, m *results.Metric) []float64 {
	r := s.at[place{g, strategy}]
	if r == nil {
		return nil
	}
	return slices.DeleteFunc(r.Values(m), func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) })
}

// median returns the median of a metric at a place with its interval.
func (s *set) median(g results.Group, strategy string, m *results.Metric) (compare.Interval, bool) {
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

// compare returns the changes of a metric against the baseline.
func (s *set) compare(m *results.Metric) []compare.Change {
	if c, ok := s.changes[m.Name]; ok {
		return c
	}
	var finite []*results.Record
	for _, r := range s.records {
		c := *r
		c.Samples = slices.DeleteFunc(slices.Clone(r.Samples), func(w results.Sample) bool {
			v := 0.0
			if m.Has(&w) {
				v = m.Of(&w)
			}
			return math.IsNaN(v) || math.IsInf(v, 0)
		})
		finite = append(finite, &c)
	}
	s.changes[m.Name] = compare.Compare(finite, s.baseline, m)
	return s.changes[m.Name]
}

// hungWindows returns how many of the windows or rounds at a place hung; if it
// is only known that some did, 1 of 0.
func (s *set) hungWindows(g results.Group, strategy string) (hung, of int64) {
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

// absence says why there is nothing to draw at a place.
func (s *set) absence(g results.Group, strategy string) string {
	hung, _ := s.hungWindows(g, strategy)
	switch {
	case s.at[place{g, strategy}] == nil:
		return "–"
	case hung > 0:
		return "hung"
	}
	return "no sample"
}

// sizes says how many samples are behind the points of a chart.
func (s *set) sizes(groups []results.Group, m *results.Metric) string {
	least, most := math.MaxInt, 0
	for _, g := range groups {
		for _, name := range s.strategies {
			if n := len(s.values(g, name, m)); n > 0 {
				least, most = min(least, n), max(most, n)
			}
		}
	}
	switch {
	case most == 0:
		return "no samples"
	case least == most:
		return fmt.Sprintf("n = %d samples a point", most)
	}
	return fmt.Sprintf("n = %d to %d samples a point", least, most)
}

// intervals says what the bars of medians are.
func (s *set) intervals(groups []results.Group, m *results.Metric) string {
	what := "Lines, where wider than the mark: 95" + phrase.NBSP + "% interval of the median by order statistics"
	for _, g := range groups {
		for _, name := range s.strategies {
			if n := len(s.values(g, name, m)); n > 0 && n < 6 {
				return what + ", the range where n < 6"
			}
		}
	}
	return what
}

// shown are the groups of a chart of a metric: in a digest those in which some
// strategy clearly differs from the baseline, those of the largest differences
// if they are more than most. Times of goroutines are in none: they are of a
// scheduler that is not the kernel's.
func (s *set) shown(m *results.Metric, groups []results.Group, most int) []results.Group {
	if !s.digest {
		return groups
	}
	far := map[results.Group]float64{}
	for _, c := range s.compare(m) {
		if hung, _ := s.hungWindows(c.Group, c.Strategy); c.Clear && hung == 0 && !(m.Machine && c.Group.Engine == "live") && distance(c) >= math.Log(1.01) {
			far[c.Group] = max(far[c.Group], distance(c))
		}
	}
	differ := slices.DeleteFunc(slices.Clone(groups), func(g results.Group) bool { return far[g] == 0 })
	if len(differ) <= most {
		return differ
	}
	farthest := slices.Clone(differ)
	slices.SortStableFunc(farthest, func(a, b results.Group) int { return cmp.Compare(far[b], far[a]) })
	return slices.DeleteFunc(differ, func(g results.Group) bool { return !slices.Contains(farthest[:most], g) })
}

// distance is how far apart the two sides of a change are, by their logarithm;
// what is zero on one side alone is far.
func distance(c compare.Change) float64 {
	if !c.Defined || c.Ratio.Value <= 0 {
		return math.Log(100)
	}
	return math.Abs(math.Log(c.Ratio.Value))
}
