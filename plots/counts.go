package plots

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// usefulWakeups are those after which the woken task had no need to sleep again.
func usefulWakeups() *results.Metric {
	return &results.Metric{
		Name: "useful/op", Title: "useful wakeups per operation",
		Of: func(s *results.Sample) float64 {
			return max(0, float64(s.Counts.Woken-s.Counts.Resleeps)) / float64(s.Ops)
		},
	}
}

// counts draws what does not depend on the machine: sleeps and wakeups.
func (s *set) counts() (figures []*Figure) {
	kinds := []measure{
		{"sleeps", draw.RingGlyph{}, 3.2, 2},
		{"useful wakeups", draw.CircleGlyph{}, 1.7, 0},
		{"useless wakeups: found the entry locked again and slept on", draw.CrossGlyph{}, 2.2, -2},
	}
	metrics := []*results.Metric{results.MetricNamed("sleeps/op"), usefulWakeups(), results.MetricNamed("useless/op")}
	sheets := sheetsOf(s.shown(metrics[0], s.groupsWith(metrics[0], false), perSheet))
	for i, groups := range sheets {
		figures = append(figures, s.dotChart(dotChart{
			name:    sheetName("counts", i),
			title:   s.countsFinding(groups),
			what:    "Sleeps and wakeups per operation, median",
			kinds:   kinds,
			metrics: metrics,
			groups:  groups,
		}))
	}
	return figures
}

// fallbacks draws how often a PMD fault gave up and fell back to PTEs.
func (s *set) fallbacks() (figures []*Figure) {
	m := results.MetricNamed("fallbacks/op")
	for i, groups := range sheetsOf(s.shown(m, s.groupsWith(m, true), perSheet)) {
		figures = append(figures, s.dotChart(dotChart{
			name:    sheetName("fallbacks", i),
			title:   s.fallbacksFinding(groups),
			what:    "PMD faults that fell back to PTEs, per operation, median; patterns without any are left out",
			kinds:   []measure{{"", draw.CircleGlyph{}, 2.4, 0}},
			metrics: []*results.Metric{m},
			groups:  groups,
		}))
	}
	return figures
}

// groupsWith returns the groups in which any strategy has a value, or one above
// zero.
func (s *set) groupsWith(m *results.Metric, positive bool) (found []results.Group) {
	for _, g := range s.groups {
		has := false
		for _, name := range s.strategies {
			if v, ok := s.median(g, name, m); ok {
				has = has || v.Hi > 0 || !positive
			}
			hung, _ := s.hungWindows(g, name)
			has = has || hung > 0 && !positive
		}
		if has {
			found = append(found, g)
		}
	}
	return found
}

// dotChart is a sheet of medians.
type dotChart struct {
	name, title, what string
	kinds             []measure
	metrics           []*results.Metric
	groups            []results.Group
}

func (s *set) dotChart(d dotChart) *Figure {
	var tiles []*dots
	far := false
	for _, g := range d.groups {
		t := &dots{title: s.label(g), what: d.metrics[0].Title, rows: len(s.strategies), format: phrase.Number}
		for row, name := range s.strategies {
			look := LookOf(name, s.strategies)
			measured := false
			for i, m := range d.metrics {
				if v, ok := s.median(g, name, m); ok {
					t.values = append(t.values, dot{row, d.kinds[i], v, look.Color})
					measured = true
				}
			}
			if n, ok := s.rowNote(g, name, measured); ok {
				n.row = row
				t.notes = append(t.notes, n)
			}
		}
		_, _, f := t.extent()
		far = far || f
		tiles = append(tiles, t)
	}
	sub := []string{d.what, s.sizes(d.groups, d.metrics[0]), s.intervals(d.groups, d.metrics[0]), "Each tile has its own scale"}
	if far {
		sub = append(sub, `"Log from f": linear from 0 to f, logarithmic above`)
	}
	var keys []key
	for _, k := range d.kinds {
		if len(d.kinds) > 1 {
			keys = append(keys, k.key())
		}
	}
	return dotSheet(sheet{name: d.name, title: d.title, subtitle: strings.Join(sub, ". ") + ".", keys: keys, footer: s.footer}, s.strategies, tiles)
}

// hungShare says how often a place hung.
func hungShare(hung, of int64) string {
	if of == 0 {
		return "hung"
	}
	return fmt.Sprintf("hung %d/%d", hung, of)
}

// rowNote says what a row cannot show by a mark.
func (s *set) rowNote(g results.Group, strategy string, measured bool) (note, bool) {
	hung, of := s.hungWindows(g, strategy)
	r := s.at[place{g, strategy}]
	switch {
	case !measured:
		why := s.absence(g, strategy)
		f := face{7, why == "hung", muted}
		if why == "hung" {
			f.color = alarm
		}
		return note{text: why, face: f}, true
	case hung > 0 && r.Samples[0].Rounds == 0:
		return note{text: hungShare(hung, of), face: face{smallSize, true, alarm}}, true
	}
	return note{}, false
}
