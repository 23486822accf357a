package plots

import (
	"math"
	"slices"

	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// heatmap is a chart of the change of a metric against the baseline.
type heatmap struct {
	file, metric string
	show         pick
}

func (h heatmap) name() string { return h.file }

func (h heatmap) figures(s *stats) (figures []*Figure) {
	m := results.MetricNamed(h.metric)
	changes := s.changes(m)
	if len(changes) == 0 || len(h.show(s, m, s.groups, len(s.groups))) == 0 {
		return nil
	}
	var with []results.Group
	for _, g := range s.groupsWith(m, false) {
		if s.at[place{g, s.baseline}] != nil {
			with = append(with, g)
		}
	}
	others := slices.DeleteFunc(slices.Clone(s.strategies), func(n string) bool { return n == s.baseline })
	const rows, columns = 24, 8
	scale := s.heatScale(changes)
	for groups := range slices.Chunk(with, rows) {
		for strategies := range slices.Chunk(others, columns) {
			t := heatTable{s, m, groups, strategies, scale}
			figures = append(figures, t.figure(sheetName(h.file, len(figures))))
		}
	}
	return figures
}

// scales are the ratios that the ends of the colour scale may stand for.
func scales() []float64 { return []float64{1.25, 1.5, 2, 4, 8} }

// heatScale returns the ratio at the ends of the colours: as little as holds
// nine of ten clear changes of strategies that did not hang.
func (s *stats) heatScale(changes []compare.Change) float64 {
	var far []float64
	for _, c := range changes {
		hung, _ := s.hungWindows(c.Group, c.Strategy)
		if r := c.Ratio.Value; hung == 0 && c.Clear && c.Defined && r > 0 {
			far = append(far, max(r, 1/r))
		}
	}
	all := scales()
	if len(far) == 0 {
		return all[2]
	}
	slices.Sort(far)
	want := far[len(far)*9/10]
	for _, s := range all {
		if s >= want {
			return s
		}
	}
	return all[len(all)-1]
}

// finding tells of the strategy whose clear changes in one direction are largest
// all together. No pattern counts more than tenfold.
func (t *heatTable) finding() string {
	best := 0.0
	var widest words.Trend
	for _, name := range t.columns {
		for _, more := range []bool{true, false} {
			trend, weight := t.trend(name, more)
			if weight > best {
				best, widest = weight, trend
			}
		}
	}
	if best == 0 {
		return words.Unclear(t.metric, t.changes(t.metric), "No strategy differs clearly from "+t.baseline+" in "+t.metric.Title)
	}
	return words.OfTrend(t.metric, &widest)
}

// trend is the clear changes of a strategy in one direction, and how large they
// are all together.
func (t *heatTable) trend(name string, more bool) (trend words.Trend, weight float64) {
	trend = words.Trend{Strategy: name, Baseline: t.baseline, More: more}
	for _, c := range t.changes(t.metric) {
		if c.Strategy != name || !slices.Contains(t.groups, c.Group) {
			continue
		}
		trend.Of++
		hung, _ := t.hungWindows(c.Group, name)
		r := c.Ratio.Value
		if hung > 0 || !c.Clear || !c.Defined || r == 1 || r > 1 != more {
			continue
		}
		if trend.Clear++; trend.Clear == 1 || more == (r > trend.Peak.Ratio.Value) {
			trend.Peak, trend.Where = c, t.label(c.Group)
		}
		weight += min(1, math.Abs(math.Log10(r)))
	}
	return trend, weight
}
