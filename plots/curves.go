package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// curves is a chart of medians along the axis that was swept, if it is just one: a
// sheet for each line, with a tile for each metric. Where two were swept, maps
// show more.
type curves struct{}

func (curves) name() string { return "curves-*" }

func (curves) figures(s *stats) (figures []*ink.Figure) {
	axes := compare.Axes(s.given)
	if len(axes) != 1 {
		return nil
	}
	footer := provenance(s.given, s.options.Footer)
	for i, l := range compare.Lines(s.given, axes[0]) {
		figures = append(figures, lineSheet(ink.SheetName("curves-"+axes[0], i), &l, s, footer))
	}
	return figures
}

func lineSheet(name string, l *compare.Line, s *stats, footer string) *ink.Figure {
	baseline := s.baseline
	metrics := compare.SweptMetrics()
	g := ink.NewGrid(len(metrics), 0, 120, 40)
	g.Gutter = 34
	var crossovers []compare.Crossover
	for _, m := range metrics {
		crossovers = append(crossovers, l.Crossovers(baseline, m)...)
	}
	var fits []compare.Scaling
	if l.Axis == "tasks" || l.Axis == "cpus" {
		for _, s := range l.Scalings() {
			if s.Warning() == "" {
				fits = append(fits, s)
			}
		}
	}
	sh := ink.Sheet{Name: name, Title: lineTitle(l, baseline, crossovers), Footer: footer, BodyHeight: g.Height() + 12,
		Subtitle: fmt.Sprintf("Medians over n = %d %s; bars: 95"+phrase.NBSP+"%% interval by order statistics. Shaded: between these two points the order with %s changes; dotted: where by interpolation. %s.%s%s",
			seedsOf(s.given), samplesAre(l.Group), baseline, l.Under, fitNote(fits), leftOut(l.Axis, min(len(l.Values), mostPoints), len(l.Values)))}
	for _, s := range l.Strategies {
		sh.Keys = append(sh.Keys, ink.LineKey(s, ink.LookOf(s, l.Strategies)))
	}
	for _, s := range l.Strategies {
		if keys := unfinishedOf(l.At[s]); keys != nil {
			sh.Keys = append(sh.Keys, keys...)
			break
		}
	}
	sh.Body = func(c draw.Canvas) {
		for i, m := range metrics {
			tile := g.At(c, i)
			p := lineAxes(l, m, g.Columns)
			ink.Head(tile, strings.ToUpper(m.Title[:1])+m.Title[1:], "")
			g.XAxis(tile, p)
			ink.YAxis(tile, p, true)
			ink.Plain(ink.SmallSize, ink.Muted).Write(tile, (tile.Min.X+tile.Max.X)/2, tile.Min.Y-20, 0.5, axisTitle(l.Axis))
			for _, x := range crossovers {
				if x.Metric.Name == m.Name {
					drawCrossover(tile, p, x)
				}
			}
			if m.Name == "ops/s" {
				for _, s := range fits {
					drawFit(tile, p, &s, ink.LookOf(s.Strategy, l.Strategies))
				}
			}
			for _, s := range slices.Backward(l.Strategies) {
				drawLine(tile, p, l, s, m)
			}
		}
	}
	return sh.Figure()
}

func fitNote(fits []compare.Scaling) string {
	if len(fits) == 0 {
		return ""
	}
	return " Thin: Universal Scalability Law, where it fits."
}

// lineTitle says where throughput is farthest from the baseline's, or where the
// order changes if that is nowhere far.
func lineTitle(l *compare.Line, baseline string, crossovers []compare.Crossover) string {
	far, title := math.Log(1.1), ""
	for _, s := range l.Strategies {
		for i, v := range l.Values {
			if c, ok := changeAt(l, s, baseline, i); ok && (c.Clear() || c.Outcome == compare.Mixed) && distance(c) > far {
				far, title = distance(c), words.OfPoint(l, &c, baseline, v)
			}
		}
	}
	switch {
	case title != "":
		return title
	case len(crossovers) != 0:
		return strings.TrimSuffix(words.OfCrossover(&crossovers[0]), ".")
	}
	return words.OfNearLine(l, baseline)
}

// changeAt compares the throughput of a strategy with the baseline's at a point
// of a line at which neither hung.
func changeAt(l *compare.Line, strategy, baseline string, i int) (compare.Change, bool) {
	var both []*results.Record
	for _, name := range []string{baseline, strategy} {
		if at := l.At[name]; name != "" && at != nil && at[i] != nil && !at[i].Hung() {
			both = append(both, at[i])
		}
	}
	if strategy == baseline || len(both) != 2 {
		return compare.Change{}, false
	}
	found := compare.Compare(both, baseline, results.MetricNamed("ops/s"))
	if len(found) != 1 || !found[0].Defined {
		return compare.Change{}, false
	}
	return found[0], true
}

// lineAxes makes the axes of a tile.
func lineAxes(l *compare.Line, m *results.Metric, columns int) *plot.Plot {
	p := plot.New()
	format := func(v float64) string { return words.OnAxis(v, l.Unit) }
	p.X.Min, p.X.Max = l.Values[0], l.Values[len(l.Values)-1]
	if l.Logarithmic() {
		p.X.Scale = plot.LogScale{}
		p.X.Min, p.X.Max = p.X.Min/1.15, p.X.Max*1.15
		p.X.Tick.Marker = ink.LogTicks{Labels: 6, Format: format}
	} else {
		room := (p.X.Max - p.X.Min) * 0.04
		p.X.Min, p.X.Max = p.X.Min-room, p.X.Max+room
		p.X.Tick.Marker = ink.LinearTicks{Labels: 10 / columns, Format: format}
	}
	least, most := math.Inf(1), 0.0
	for _, s := range l.Strategies {
		for _, r := range l.At[s] {
			if r != nil && !r.Hung() && len(r.Values(m)) != 0 {
				i := compare.Median(r.Values(m))
				most = max(most, i.Hi, i.Value)
				if i.Value > 0 {
					least = min(least, i.Value)
				}
			}
		}
	}
	show := func(v float64) string { return words.InMetric(m, v) }
	if most/least > 20 && !math.IsInf(least, 1) {
		p.Y.Scale = plot.LogScale{}
		p.Y.Min, p.Y.Max = least/1.3, most*1.3
		p.Y.Tick.Marker = ink.LogTicks{Labels: 6, Format: show}
	} else {
		p.Y.Min, p.Y.Max = 0, max(most*1.06, 1e-9)
		p.Y.Tick.Marker = ink.LinearTicks{Labels: 6, Format: show}
	}
	return p
}

// drawLine draws the medians of a strategy and joins neighbours; where it hung
// the line is broken, with a dagger.
func drawLine(c draw.Canvas, p *plot.Plot, l *compare.Line, strategy string, m *results.Metric) {
	x, y := p.Transforms(&c)
	look := ink.LookOf(strategy, l.Strategies)
	var line []vg.Point
	flush := func() {
		if len(line) > 1 {
			c.StrokeLines(draw.LineStyle{Color: look.Color, Width: 1, Dashes: look.Dashes}, line)
		}
		line = nil
	}
	for _, i := range thinned(len(l.Values), mostPoints) {
		r := l.At[strategy][i]
		switch {
		case r == nil:
			flush()
			continue
		case r.Hung():
			flush()
			ink.Bold(ink.HeadSize, look.Color).Write(c, x(l.Values[i]), c.Min.Y+2, 0.5, "†")
			continue
		case r.Broken != nil:
			flush()
			ink.Bold(ink.HeadSize, look.Color).Write(c, x(l.Values[i]), c.Min.Y+2, 0.5, unfinishedSign)
			continue
		case len(r.Values(m)) == 0:
			continue
		}
		v := compare.Median(r.Values(m))
		if logarithmic := p.Y.Min > 0; logarithmic && v.Value < p.Y.Min {
			flush()
			continue
		}
		at := vg.Point{X: x(l.Values[i]), Y: y(v.Value)}
		ink.Stroke(c, look.Color, ink.Thin, at.X, y(max(v.Lo, p.Y.Min)), at.X, y(min(v.Hi, p.Y.Max)))
		c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 1.9, Shape: look.Marker}, at)
		ink.MarkAt(c, at, ink.Mark{What: fmt.Sprintf("%s at %s = %s: %s", strategy, l.Axis, words.OnAxis(l.Values[i], l.Unit), m.Title)}.
			Estimate(v, func(v float64) string { return words.InMetric(m, v) }))
		line = append(line, at)
	}
	flush()
}

// drawCrossover shades what lies between the points at which the order is clear,
// and dots the place that interpolation gives.
func drawCrossover(c draw.Canvas, p *plot.Plot, o compare.Crossover) {
	x, _ := p.Transforms(&c)
	ink.Fill(c, ink.Fade(ink.Muted, 0.1), ink.Rect(x(o.Between[0]), c.Min.Y, x(o.Between[1]), c.Max.Y))
	if o.Steps() {
		return
	}
	at := x(o.At.Value)
	c.StrokeLine2(draw.LineStyle{Color: ink.Muted, Width: ink.Thin, Dashes: ink.Dash(1, 2)}, at, c.Min.Y, at, c.Max.Y)
}

// drawFit draws the law between the first and the last point.
func drawFit(c draw.Canvas, p *plot.Plot, s *compare.Scaling, look ink.Look) {
	x, y := p.Transforms(&c)
	var line []vg.Point
	first, last := s.Points[0].N, s.Points[len(s.Points)-1].N
	const parts = 60
	for i := range parts + 1 {
		n := first * math.Pow(last/first, float64(i)/parts)
		if v := s.Fit.At(n); v >= p.Y.Min && v <= p.Y.Max {
			line = append(line, vg.Point{X: x(n), Y: y(v)})
		}
	}
	if len(line) > 1 {
		c.StrokeLines(draw.LineStyle{Color: ink.Fade(look.Color, 0.6), Width: ink.Hair}, line)
	}
}
