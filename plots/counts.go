package plots

import (
	"strings"

	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/words"
)

// medians is a chart of what does not depend on the machine: medians of counts
// per operation, a tile for each pattern and a row for each strategy.
type medians struct {
	file, what string
	kinds      []measure
	// metrics are what the kinds stand for; the first is compared.
	metrics []*results.Metric
	// positive leaves out patterns in which there is nothing of the metric.
	positive bool
	show     pick
	// verb is what a strategy does that counts, otherwise what is said if none
	// does.
	verb      words.Verb
	otherwise string
}

// counts draws sleeps and wakeups.
func counts(show pick) medians {
	return medians{
		file: "counts", what: "Sleeps and wakeups per operation, median", show: show,
		kinds: []measure{
			{"sleeps", draw.RingGlyph{}, 3.2, 2},
			{"useful wakeups", draw.CircleGlyph{}, 1.7, 0},
			{"useless wakeups: found the entry locked again and slept on", draw.CrossGlyph{}, 2.2, -2},
		},
		metrics: []*results.Metric{results.MetricNamed("sleeps/op"), usefulWakeups(), results.MetricNamed("useless/op")},
		verb:    words.Verb{Does: "sleeps", Do: "sleep"}, otherwise: "Sleeps and wakeups per operation",
	}
}

// fallbacks draws how often a PMD fault gave up and fell back to PTEs.
func fallbacks(show pick) medians {
	return medians{
		file: "fallbacks", what: "PMD faults that fell back to PTEs, per operation, median; patterns without any are left out", show: show, positive: true,
		kinds:   []measure{{"", draw.CircleGlyph{}, 2.4, 0}},
		metrics: []*results.Metric{results.MetricNamed("fallbacks/op")},
		verb:    words.Verb{Does: "falls back", Do: "fall back"}, otherwise: "PMD fallbacks per operation",
	}
}

// usefulWakeups are those after which the woken task had no need to sleep again.
func usefulWakeups() *results.Metric {
	return &results.Metric{
		Name: "useful/op", Title: "useful wakeups per operation",
		Of: func(s *results.Sample) float64 {
			return max(0, float64(s.Counts.Woken-s.Counts.Resleeps)) / float64(s.Ops)
		},
	}
}

func (d medians) name() string { return d.file }

func (d medians) figures(s *stats) (figures []*ink.Figure) {
	m := d.metrics[0]
	for i, groups := range sheetsOf(d.show(s, m, s.groupsWith(m, d.positive), perSheet)) {
		figures = append(figures, d.sheet(s, ink.SheetName(d.file, i), groups))
	}
	return figures
}

func (d medians) sheet(s *stats, name string, groups []results.Group) *ink.Figure {
	var tiles []*dots
	far := false
	for _, g := range groups {
		t := &dots{title: s.label(g), what: d.metrics[0].Title, rows: len(s.strategies), format: phrase.Number}
		for row, name := range s.strategies {
			t.measured(s, row, g, name, d.kinds, d.metrics)
		}
		_, _, f := t.extent()
		far = far || f
		tiles = append(tiles, t)
	}
	sub := []string{d.what, sizes(s, groups, d.metrics[0]), intervals(s, groups, d.metrics[0]), "Each tile has its own scale"}
	if far {
		sub = append(sub, `"Log from f": linear from 0 to f, logarithmic above`)
	}
	sh := ink.Sheet{Name: name, Title: d.finding(s, groups), Subtitle: strings.Join(sub, ". ") + ".", Footer: s.footer}
	if len(d.kinds) > 1 {
		sh.Keys = measureKeys(d.kinds)
	}
	sh.Keys = append(sh.Keys, s.unfinishedKeys(groups)...)
	return dotSheet(sh, s.strategies, tiles)
}

// finding says who does what is counted more or less often than the baseline.
func (d medians) finding(s *stats, groups []results.Group) string {
	m := d.metrics[0]
	if c, ok := s.widest(m, groups); ok {
		return words.OfOften(&c, d.verb, s.label(c.Group), s.baseline)
	}
	if s.comparable(m, groups) {
		return words.NoneOften(m, s.changes(m), d.verb, s.baseline)
	}
	if at, v := s.highest(m, groups); v > 0 {
		return words.OfMostOften(at.strategy, d.verb, v, s.label(at.group))
	}
	return d.otherwise
}
