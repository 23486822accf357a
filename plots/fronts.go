package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/plots/internal/ink"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// frontsPerSheet is how many groups a sheet of fronts has at most: two tiles
// each.
const frontsPerSheet = 5

// Fronts draws designs by throughput against wakeups and against the tail of
// the wait: those on the front in full, those behind it as dots.
func Fronts(fronts []compare.Front, o Options) (figures []*ink.Figure) {
	for i := 0; i < len(fronts); i += frontsPerSheet {
		figures = append(figures, frontSheet(ink.SheetName("front", len(figures)), fronts[i:min(i+frontsPerSheet, len(fronts))], o))
	}
	return figures
}

func frontSheet(name string, fronts []compare.Front, o Options) *ink.Figure {
	g := ink.Grid{Tiles: 2 * len(fronts), Columns: 2, Gutter: 40, Data: 84, Gap: 46}
	sh := ink.Sheet{Name: name, Title: words.OfFronts(fronts), Footer: o.Footer, BodyHeight: g.Height(),
		Subtitle: "Each mark is a safe design, or several that did exactly the same; medians over seeds. Marked: no other is better in one of throughput, wakeups and the 99th percentile of the wait, by a hundredth or more, without being worse in another. Dots: behind some other design. Named are designs of the catalogue."}
	named := namedOnFronts(fronts)
	for _, s := range named {
		look := ink.LookOf(s, named)
		sh.Keys = append(sh.Keys, ink.Key{Label: s, Width: 8, Sign: func(c draw.Canvas, left vg.Point) {
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 2.4, Shape: look.Marker}, vg.Point{X: left.X + 4, Y: left.Y})
		}})
	}
	sh.Keys = append(sh.Keys, ink.Key{Label: "other, on the front", Width: 8, Sign: func(c draw.Canvas, left vg.Point) { drawMember(c, vg.Point{X: left.X + 4, Y: left.Y}) }},
		ink.Key{Label: "other, behind", Width: 8, Sign: func(c draw.Canvas, left vg.Point) { drawBehind(c, vg.Point{X: left.X + 4, Y: left.Y}) }})
	sh.Body = func(c draw.Canvas) {
		for i := range fronts {
			f := &fronts[i]
			for k, m := range []int{2, 1} { // wakeups, tail
				tile := g.At(c, 2*i+k)
				drawFront(g, tile, f, m, named)
			}
		}
	}
	return sh.Figure()
}

// drawFront draws a group's designs by throughput against a metric.
func drawFront(g ink.Grid, c draw.Canvas, f *compare.Front, metric int, named []string) {
	m := f.Metrics[metric]
	p := frontAxes(f, metric)
	ink.Head(c, f.Group.Pattern, strings.ToLower(m.Title)+" →")
	g.XAxis(c, p)
	ink.YAxis(c, p, true)
	x, y := p.Transforms(&c)
	at := func(a *compare.Alike) vg.Point {
		return vg.Point{X: x(a.Values[metric].Value), Y: y(a.Values[0].Value)}
	}
	for i := range f.Behind {
		drawBehind(c, at(&f.Behind[i]))
	}
	for i := range f.Members {
		drawMember(c, at(&f.Members[i]))
	}
	for _, all := range [][]compare.Alike{f.Behind, f.Members} {
		for i := range all {
			if s, own := all[i].Name(); own {
				look := ink.LookOf(s, named)
				c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 2.4, Shape: look.Marker}, at(&all[i]))
			}
			s, _ := all[i].Name()
			if more := len(all[i].Strategies) - 1; more > 0 {
				s += fmt.Sprintf(" (and %d alike)", more)
			}
			throughput := ink.Mark{}.Estimate(all[i].Values[0], func(v float64) string { return words.InMetric(f.Metrics[0], v) })
			point := ink.Mark{What: fmt.Sprintf("%s in %s: %s, %s", s, f.Group.Pattern, f.Metrics[0].Title, m.Title)}.
				Estimate(all[i].Values[metric], func(v float64) string { return words.InMetric(m, v) })
			point.Value = throughput.Value + ", " + point.Value
			point.Interval = throughput.Interval + ", " + point.Interval
			ink.MarkAt(c, at(&all[i]), point)
		}
	}
}

func drawMember(c draw.Canvas, at vg.Point) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: ink.Dark, Radius: 3.4, Shape: draw.RingGlyph{}}, at)
}

func drawBehind(c draw.Canvas, at vg.Point) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: ink.Fade(ink.Axis, 0.8), Radius: 1.1, Shape: draw.CircleGlyph{}}, at)
}

func frontAxes(f *compare.Front, metric int) *plot.Plot {
	p := plot.New()
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{}
	for _, all := range [][]compare.Alike{f.Behind, f.Members} {
		for i := range all {
			for k, v := range []float64{all[i].Values[metric].Value, all[i].Values[0].Value} {
				lo[k], hi[k] = min(lo[k], v), max(hi[k], v)
			}
		}
	}
	room := func(k int) (float64, float64) {
		if hi[k] == 0 {
			return -0.1, 1
		}
		r := max((hi[k]-lo[k])*0.08, hi[k]*0.01)
		return lo[k] - r, hi[k] + r
	}
	p.X.Min, p.X.Max = room(0)
	p.Y.Min, p.Y.Max = room(1)
	p.X.Tick.Marker = ink.LinearTicks{Labels: 5, Format: func(v float64) string { return words.InMetric(f.Metrics[metric], v) }}
	p.Y.Tick.Marker = ink.LinearTicks{Labels: 5, Format: func(v float64) string { return words.InMetric(f.Metrics[0], v) }}
	return p
}

// namedOnFronts returns the designs that have names of their own.
func namedOnFronts(fronts []compare.Front) (names []string) {
	seen := map[string]bool{}
	for _, f := range fronts {
		for _, all := range [][]compare.Alike{f.Members, f.Behind} {
			for i := range all {
				if s, own := all[i].Name(); own && !seen[s] {
					seen[s] = true
					names = append(names, s)
				}
			}
		}
	}
	return names
}
