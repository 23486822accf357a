package plots

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// latencies draws how long operations take, of patterns that are about what
// stands around an entry lock: the patterns are what is compared there, so that
// they are the rows, and each strategy is a tile.
func (s *set) latencies() (figures []*Figure) {
	metrics := []*results.Metric{results.MetricNamed("min-latency-ns"), results.MetricNamed("mean-latency-ns"), results.MetricNamed("max-latency-ns")}
	kinds := []measure{
		{"shortest of a window", draw.RingGlyph{}, 2.2, 2},
		{"mean", draw.CircleGlyph{}, 2.4, 0},
		{"longest of a window", draw.CrossGlyph{}, 2.2, -2},
	}
	mean := metrics[1]
	groups := s.groupsWith(mean, false)
	if !slices.ContainsFunc(groups, func(g results.Group) bool {
		return slices.ContainsFunc(s.strategies, func(name string) bool { _, ok := s.median(g, name, mean); return ok })
	}) || len(groups) < 2 {
		return nil
	}
	var rows []string
	for _, g := range groups {
		rows = append(rows, s.label(g))
	}
	var tiles []*dots
	for _, name := range s.strategies {
		t := &dots{title: name, what: mean.Title, rows: len(groups), format: phrase.Time, log: true}
		for row, g := range groups {
			measured := false
			for i, m := range metrics {
				if v, ok := s.median(g, name, m); ok {
					t.values = append(t.values, dot{row, kinds[i], v, LookOf(name, s.strategies).Color})
					measured = true
				}
			}
			if n, ok := s.rowNote(g, name, measured); ok {
				n.row = row
				t.notes = append(t.notes, n)
			}
		}
		tiles = append(tiles, t)
	}
	var keys []key
	for _, k := range kinds {
		keys = append(keys, k.key())
	}
	for i := 0; i < len(tiles); i += perSheet {
		figures = append(figures, dotSheet(sheet{
			name: sheetName("latency", i/perSheet), title: s.latenciesFinding(groups, mean), keys: keys, footer: s.footer,
			subtitle: "How long an operation takes, median over windows. " + s.sizes(groups, mean) + ". " + s.intervals(groups, mean) +
				`. "Log from f": linear from 0 to f, logarithmic above.`,
		}, rows, tiles[i:min(i+perSheet, len(tiles))]))
	}
	return figures
}

// latenciesFinding says between which patterns the mean lies.
func (s *set) latenciesFinding(groups []results.Group, mean *results.Metric) string {
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
	at := func(p place, v compare.Interval) string {
		return fmt.Sprintf("%s [%s, %s] in %s", phrase.Time(v.Value), phrase.Time(v.Lo), phrase.Time(v.Hi), s.label(p.group))
	}
	return "An operation takes " + at(least, low) + ", and up to " + at(most, high) + " on average"
}
