package plots

import (
	"cmp"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
)

// step is a point of a survival curve: from here on, Above of all operations
// waited longer.
type step struct {
	ns    float64
	above int64
}

// survival is how many operations waited longer than a time.
type survival struct {
	steps []step // from 0, by rising time
	total int64
}

// survivalOf makes the curve of a distribution, in whatever order its bins are.
func survivalOf(bins []results.Bin) survival {
	sorted := slices.DeleteFunc(slices.Clone(bins), func(b results.Bin) bool { return b.Count <= 0 })
	slices.SortStableFunc(sorted, func(a, b results.Bin) int { return cmp.Compare(a.NS, b.NS) })
	var v survival
	for _, b := range sorted {
		v.total += b.Count
	}
	left := v.total
	for _, b := range sorted {
		left -= b.Count
		at := step{float64(max(0, b.NS)), left}
		if n := len(v.steps); n > 0 && v.steps[n-1].ns == at.ns {
			v.steps[n-1] = at
			continue
		}
		v.steps = append(v.steps, at)
	}
	if len(v.steps) > 0 && v.steps[0].ns > 0 {
		v.steps = slices.Insert(v.steps, 0, step{0, v.total})
	}
	return v
}

// waited returns the shortest and the longest positive wait.
func (v survival) waited() (least, most float64, ok bool) {
	for _, s := range v.steps {
		if s.ns > 0 {
			if !ok {
				least, ok = s.ns, true
			}
			most = s.ns
		}
	}
	return least, most, ok
}

// mark says what the curve is at the usual percentiles.
func (v survival) mark(c draw.Canvas, p *plot.Plot, what string) {
	x, y := p.Transforms(&c)
	for _, tail := range []float64{0.5, 0.1, 0.01, 0.001} {
		i := slices.IndexFunc(v.steps, func(s step) bool { return float64(s.above) <= tail*float64(v.total) })
		if i < 0 || v.steps[i].ns <= 0 {
			continue
		}
		s := v.steps[i]
		lo, hi := wilson(s.above, v.total)
		ink.MarkAt(c, vg.Point{X: x(max(s.ns, p.X.Min)), Y: y(max(float64(s.above)/float64(v.total), p.Y.Min))}, ink.Mark{
			What: what + ": share that waited longer than " + phrase.Time(s.ns), Value: phrase.Share(float64(s.above) / float64(v.total)),
			Interval: phrase.Share(lo) + " to " + phrase.Share(hi), N: phrase.Number(float64(v.total)) + " operations",
		})
	}
}

// curve draws a survival curve with its band. It implements [plot.Plotter].
type curve struct {
	survival
	look ink.Look
	// phase tells where along the curve its markers begin.
	phase float64
}

// trace returns the corners of a curve under a function of the counts, but
// none for what is too small to see.
func (v curve) trace(c draw.Canvas, p *plot.Plot, share func(above int64) float64) []vg.Point {
	x, y := p.Transforms(&c)
	const least vg.Length = 0.6
	var line []vg.Point
	for i, s := range v.steps {
		next := vg.Point{
			X: x(max(p.X.Min, min(p.X.Max, s.ns))),
			Y: y(max(p.Y.Min, share(s.above))),
		}
		if i == 0 {
			line = append(line, vg.Point{X: c.Min.X, Y: next.Y})
			continue
		}
		last, end := line[len(line)-1], i == len(v.steps)-1
		wide, high := next.X-last.X > least, last.Y-next.Y > least
		if end || wide && high {
			line = append(line, vg.Point{X: next.X, Y: last.Y})
		}
		if !end && (wide || high) {
			line = append(line, next)
		}
	}
	return line
}

// band fills what is between the bounds of a curve where it is wide enough to
// be seen.
func (v curve) band(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	seen := slices.IndexFunc(v.steps, func(s step) bool {
		lo, hi := wilson(s.above, v.total)
		return y(hi)-y(max(p.Y.Min, lo)) > 1.5
	})
	if seen < 0 {
		return
	}
	tail := v
	tail.steps = v.steps[seen:]
	low := tail.trace(c, p, func(k int64) float64 { lo, _ := wilson(k, v.total); return lo })
	high := tail.trace(c, p, func(k int64) float64 { _, hi := wilson(k, v.total); return hi })
	if seen > 0 {
		low[0].X = x(max(p.X.Min, v.steps[seen].ns))
		high[0].X = low[0].X
	}
	slices.Reverse(low)
	c.FillPolygon(ink.Fade(v.look.Color, 0.16), append(high, low...))
}

// Plot implements [plot.Plotter].
func (v curve) Plot(c draw.Canvas, p *plot.Plot) {
	line := v.trace(c, p, func(k int64) float64 { return float64(k) / float64(v.total) })
	if len(line) < 2 {
		return
	}
	c.StrokeLines(draw.LineStyle{Color: v.look.Color, Width: 1, Dashes: v.look.Dashes}, line)
	const apart = 0.34
	glyph := draw.GlyphStyle{Color: v.look.Color, Radius: 1.9, Shape: v.look.Marker}
	for f := v.phase * apart; f < 1; f += apart {
		at := c.X(f)
		for i := 1; i < len(line); i++ {
			if line[i-1].X <= at && at < line[i].X {
				c.DrawGlyphNoClip(glyph, vg.Point{X: at, Y: line[i].Y})
				break
			}
		}
	}
	c.DrawGlyphNoClip(glyph, line[len(line)-1])
}
