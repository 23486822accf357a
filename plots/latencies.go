package plots

import (
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// latencies is a chart of how long operations take, of patterns that are about
// what stands around an entry lock: the patterns are what is compared there, so
// that they are the rows, and each strategy is a tile.
type latencies struct{}

func (latencies) name() string { return "latency" }

func (l latencies) figures(s *stats) (figures []*ink.Figure) {
	metrics := []*results.Metric{results.MetricNamed("min-latency-ns"), results.MetricNamed("mean-latency-ns"), results.MetricNamed("max-latency-ns")}
	kinds := []measure{
		{"shortest of a window", draw.RingGlyph{}, 2.2, 2},
		{"mean", draw.CircleGlyph{}, 2.4, 0},
		{"longest of a window", draw.CrossGlyph{}, 2.2, -2},
	}
	mean := metrics[1]
	groups := s.groupsWith(mean, false)
	measured := s.with(groups, func(g results.Group, name string) bool { _, ok := s.median(g, name, mean); return ok })
	if len(measured) == 0 || len(groups) < 2 {
		return nil
	}
	for some := range slices.Chunk(groups, mostRows) {
		figures = append(figures, l.sheets(s, some, kinds, metrics, len(figures))...)
	}
	return figures
}

// mostRows is how many patterns a sheet has at most.
const mostRows = 96

// sheets are those of some patterns, behind so many.
func (l latencies) sheets(s *stats, groups []results.Group, kinds []measure, metrics []*results.Metric, behind int) (figures []*ink.Figure) {
	mean := metrics[1]
	var rows []string
	for _, g := range groups {
		rows = append(rows, s.label(g))
	}
	var tiles []*dots
	for _, name := range s.strategies {
		t := &dots{title: name, what: mean.Title, rows: len(groups), format: phrase.Time, log: true}
		for row, g := range groups {
			t.measured(s, row, g, name, kinds, metrics)
		}
		tiles = append(tiles, t)
	}
	for i := 0; i < len(tiles); i += perSheet {
		figures = append(figures, dotSheet(ink.Sheet{
			Name: ink.SheetName("latency", behind+i/perSheet), Title: l.finding(s, groups, mean), Keys: append(measureKeys(kinds), s.unfinishedKeys(groups)...), Footer: s.footer,
			Subtitle: "How long an operation takes, median over windows. " + sizes(s, groups, mean) + ". " + intervals(s, groups, mean) +
				`. "Log from f": linear from 0 to f, logarithmic above.`,
		}, rows, tiles[i:min(i+perSheet, len(tiles))]))
	}
	return figures
}

// finding says between which patterns the mean lies.
func (latencies) finding(s *stats, groups []results.Group, mean *results.Metric) string {
	var least, most place
	var low, high compare.Interval
	for _, g := range groups {
		for _, name := range s.strategies {
			v, ok := s.median(g, name, mean)
			if !ok {
				continue
			}
			if least.strategy == "" || v.Value < low.Value {
				least, low = place{g, name}, v
			}
			if v.Value > high.Value {
				most, high = place{g, name}, v
			}
		}
	}
	return words.OfLatencies(low, high, s.label(least.group), s.label(most.group))
}
