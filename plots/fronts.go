package plots

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/results/compare"
	"daxwait/results/words"
)

// frontsPerSheet is how many groups a sheet of fronts has at most: two tiles
// each.
const frontsPerSheet = 5

// Fronts draws designs by throughput against wakeups and against the tail of
// the wait: those on the front in full, those behind it as dots.
func Fronts(fronts []compare.Front, o Options) (figures []*Figure) {
	for i := 0; i < len(fronts); i += frontsPerSheet {
		figures = append(figures, frontSheet(sheetName("front", len(figures)), fronts[i:min(i+frontsPerSheet, len(fronts))], o))
	}
	return figures
}

func frontSheet(name string, fronts []compare.Front, o Options) *Figure {
	g := grid{tiles: 2 * len(fronts), columns: 2, gutter: 40, data: 84, gap: 46}
	sh := sheet{name: name, title: words.OfFronts(fronts), footer: o.Footer, bodyHeight: g.height(),
		subtitle: "Each mark is a safe design, or several that did exactly the same; medians over seeds. Marked: no other is better in one of throughput, wakeups and the 99th percentile of the wait, by a hundredth or more, without being worse in another. Dots: behind some other design. Named are designs of the catalogue."}
	named := namedOnFronts(fronts)
	for _, s := range named {
		look := LookOf(s, named)
		sh.keys = append(sh.keys, key{s, 8, func(c draw.Canvas, left vg.Point) {
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 2.4, Shape: look.Marker}, vg.Point{X: left.X + 4, Y: left.Y})
		}})
	}
	sh.keys = append(sh.keys, key{"other, on the front", 8, func(c draw.Canvas, left vg.Point) { drawMember(c, vg.Point{X: left.X + 4, Y: left.Y}) }},
		key{"other, behind", 8, func(c draw.Canvas, left vg.Point) { drawBehind(c, vg.Point{X: left.X + 4, Y: left.Y}) }})
	sh.body = func(c draw.Canvas) {
		for i := range fronts {
			f := &fronts[i]
			for k, m := range []int{2, 1} { // wakeups, tail
				tile := g.at(c, 2*i+k)
				drawFront(g, tile, f, m, named)
			}
		}
	}
	return sh.figure()
}

// drawFront draws a group's designs by throughput against a metric.
func drawFront(g grid, c draw.Canvas, f *compare.Front, metric int, named []string) {
	m := f.Metrics[metric]
	p := frontAxes(f, metric)
	head(c, f.Group.Pattern, strings.ToLower(m.Title)+" →")
	g.xAxis(c, p)
	yAxis(c, p, true)
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
				look := LookOf(s, named)
				c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 2.4, Shape: look.Marker}, at(&all[i]))
			}
			s, _ := all[i].Name()
			if more := len(all[i].Strategies) - 1; more > 0 {
				s += fmt.Sprintf(" (and %d alike)", more)
			}
			throughput := Mark{}.estimate(all[i].Values[0], func(v float64) string { return words.InMetric(f.Metrics[0], v) })
			point := Mark{What: fmt.Sprintf("%s in %s: %s, %s", s, f.Group.Pattern, f.Metrics[0].Title, m.Title)}.
				estimate(all[i].Values[metric], func(v float64) string { return words.InMetric(m, v) })
			point.Value = throughput.Value + ", " + point.Value
			point.Interval = throughput.Interval + ", " + point.Interval
			markAt(c, at(&all[i]), point)
		}
	}
}

func drawMember(c draw.Canvas, at vg.Point) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: ink, Radius: 3.4, Shape: draw.RingGlyph{}}, at)
}

func drawBehind(c draw.Canvas, at vg.Point) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: fade(axis, 0.8), Radius: 1.1, Shape: draw.CircleGlyph{}}, at)
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
	p.X.Tick.Marker = linearTicks{5, func(v float64) string { return words.InMetric(f.Metrics[metric], v) }}
	p.Y.Tick.Marker = linearTicks{5, func(v float64) string { return words.InMetric(f.Metrics[0], v) }}
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
