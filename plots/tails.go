package plots

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/words"
)

// tails is a chart of how long operations waited, as curves with logarithmic
// axes.
type tails struct{ show pick }

func (tails) name() string { return "survival" }

func (t tails) figures(s *stats) (figures []*ink.Figure) {
	curves := map[place]survival{}
	var with []results.Group
	least, most, total := math.Inf(1), 0.0, int64(1)
	for _, g := range s.groups {
		waits := false
		for _, name := range s.strategies {
			r := s.at[place{g, name}]
			if r == nil {
				continue
			}
			v := survivalOf(r.Waits)
			if lo, hi, ok := v.waited(); ok {
				least, most, total = min(least, lo), max(most, hi), max(total, v.total)
				curves[place{g, name}] = v
				waits = true
			}
		}
		if waits {
			with = append(with, g)
		}
	}
	axes := plot.New()
	axes.X.Min, axes.X.Max = least/1.5, most*1.5
	axes.X.Scale, axes.Y.Scale = plot.LogScale{}, plot.LogScale{}
	axes.Y.Min, axes.Y.Max = math.Pow(10, -math.Ceil(math.Log10(float64(min(max(total, 10), 1e7))))), 1.7
	axes.Y.Tick.Marker = ink.LogTicks{Labels: 8, Format: phrase.Share}
	const digested = 6
	for i, groups := range sheetsOf(t.show(s, results.MetricNamed("p99-wait-ns"), with, digested)) {
		figures = append(figures, t.sheet(s, ink.SheetName("survival", i), groups, *axes, curves))
	}
	return figures
}

func (t tails) sheet(s *stats, name string, groups []results.Group, p plot.Plot, curves map[place]survival) *ink.Figure {
	grid := ink.NewGrid(len(groups), 42, 0, 16)
	grid.Data = []vg.Length{170, 130, 96}[grid.Columns-1]
	p.X.Tick.Marker = ink.LogTicks{Labels: 12 / grid.Columns, Format: phrase.Time}
	sub := []string{"P(wait > t): share of operations that waited longer than t for an entry, both axes logarithmic; a curve begins at the share that waited at all and ends at the longest wait", operations(curves, groups, s.strategies), "Bands: pointwise 95" + phrase.NBSP + "% Wilson interval, as if waits were independent"}
	if note := s.machineNote(groups); note != "" {
		sub = append(sub, note)
	}
	sh := ink.Sheet{Name: name, Title: t.finding(s, groups), Subtitle: strings.Join(sub, ". ") + ".", Footer: s.footer}
	for _, strategy := range s.strategies {
		sh.Keys = append(sh.Keys, ink.LineKey(strategy, s.look(strategy)))
	}
	sh.Keys = append(sh.Keys, s.unfinishedKeys(groups)...)
	sh.BodyHeight = grid.Height()
	sh.Body = func(c draw.Canvas) {
		for i, g := range groups {
			tile := grid.At(c, i)
			ink.Head(tile, s.label(g), "")
			grid.XAxis(tile, &p)
			ink.YAxis(tile, &p, grid.First(i))
			var drawn []curve
			for j, name := range s.strategies {
				if v, ok := curves[place{g, name}]; ok {
					drawn = append(drawn, curve{v, s.look(name), (float64(j) + 0.5) / float64(len(s.strategies))})
				}
			}
			for _, v := range drawn {
				v.band(tile, &p)
			}
			for _, v := range slices.Backward(drawn) {
				v.Plot(tile, &p)
			}
			for _, name := range s.strategies {
				if v, ok := curves[place{g, name}]; ok {
					v.mark(tile, &p, name+" in "+s.label(g))
				}
			}
			hungNote(tile, s, g)
		}
	}
	return sh.Figure()
}

// hungNote lists in a tile whose waits are those of the lucky alone, and who has none
// because it did not finish, in the corner that curves do not reach.
func hungNote(c draw.Canvas, s *stats, g results.Group) {
	f := ink.Bold(ink.SmallSize, ink.Alarm)
	at := c.Max.Y - 12
	for _, name := range s.strategies {
		how := s.unfinished(g, name)
		if hung, of := s.hungWindows(g, name); hung > 0 {
			how = hungShare(hung, of)
		}
		if how != "" {
			f.Note(c, c.Max.X-1, at, 1, f.Fit(name+" "+how, c.Max.X-c.Min.X-4))
			at -= 8
		}
	}
}

// operations says how many waits are behind the curves of a sheet.
func operations(curves map[place]survival, groups []results.Group, strategies []string) string {
	least, most := int64(math.MaxInt64), int64(0)
	for _, g := range groups {
		for _, name := range strategies {
			if v, ok := curves[place{g, name}]; ok {
				least, most = min(least, v.total), max(most, v.total)
			}
		}
	}
	return sampleSize(least, most, "operations a curve")
}

// finding says whose tail differs most from the baseline's.
func (tails) finding(s *stats, groups []results.Group) string {
	m := results.MetricNamed("p99-wait-ns")
	if c, ok := s.widest(m, groups); ok {
		return words.OfTail(&c, s.label(c.Group), s.baseline)
	}
	if s.comparable(m, groups) {
		return words.NoneTail(m, s.changes(m), s.baseline)
	}
	return "How long operations wait for an entry"
}
