package plots

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

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

// curve draws a survival curve with its band. It implements [plot.Plotter].
type curve struct {
	survival
	look Look
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
	bound := func(upper bool) func(int64) float64 {
		return func(k int64) float64 {
			lo, hi := wilson(k, v.total)
			if upper {
				return hi
			}
			return lo
		}
	}
	_, y := p.Transforms(&c)
	seen := slices.IndexFunc(v.steps, func(s step) bool {
		lo, hi := wilson(s.above, v.total)
		return y(hi)-y(max(p.Y.Min, lo)) > 1.5
	})
	if seen < 0 {
		return
	}
	tail := v
	tail.steps = v.steps[seen:]
	low, high := tail.trace(c, p, bound(false)), tail.trace(c, p, bound(true))
	if seen > 0 {
		x, _ := p.Transforms(&c)
		low[0].X = x(max(p.X.Min, v.steps[seen].ns))
		high[0].X = low[0].X
	}
	slices.Reverse(low)
	c.FillPolygon(fade(v.look.Color, 0.16), append(high, low...))
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

// survivals draws how long operations waited, as curves with logarithmic axes.
func (s *set) survivals() (figures []*Figure) {
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
	axes.Y.Tick.Marker = logTicks{8, percent}
	for i, groups := range sheetsOf(with) {
		figures = append(figures, s.survivalSheet(sheetName("survival", i), groups, *axes, curves))
	}
	return figures
}

func (s *set) survivalSheet(name string, groups []results.Group, p plot.Plot, curves map[place]survival) *Figure {
	grid := newGrid(len(groups), 42, 0, 16)
	grid.data = []vg.Length{170, 130, 96}[grid.columns-1]
	p.X.Tick.Marker = logTicks{12 / grid.columns, duration}
	sub := []string{"P(wait > t): share of operations that waited longer than t for an entry, both axes logarithmic; a curve begins at the share that waited at all and ends at the longest wait", s.operations(groups, curves), "Bands: pointwise 95" + nbsp + "% Wilson interval, as if waits were independent"}
	if live(groups) {
		sub = append(sub, s.machineNote())
	}
	sh := sheet{name: name, title: s.survivalFinding(groups), subtitle: strings.Join(sub, ". ") + ".", footer: s.footer}
	for _, strategy := range s.strategies {
		look := LookOf(strategy, s.strategies)
		sh.keys = append(sh.keys, key{strategy, 20, func(c draw.Canvas, left vg.Point) {
			c.StrokeLine2(draw.LineStyle{Color: look.Color, Width: 1, Dashes: look.Dashes}, left.X, left.Y, left.X+20, left.Y)
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 1.9, Shape: look.Marker}, vg.Point{X: left.X + 10, Y: left.Y})
		}})
	}
	sh.bodyHeight = grid.height()
	sh.body = func(c draw.Canvas) {
		for i, g := range groups {
			tile := grid.at(c, i)
			head(tile, s.label(g), "")
			grid.xAxis(tile, &p)
			yAxis(tile, &p, grid.first(i))
			var drawn []curve
			for j, name := range s.strategies {
				if v, ok := curves[place{g, name}]; ok {
					drawn = append(drawn, curve{v, LookOf(name, s.strategies), (float64(j) + 0.5) / float64(len(s.strategies))})
				}
			}
			for _, v := range drawn {
				v.band(tile, &p)
			}
			for _, v := range slices.Backward(drawn) {
				v.Plot(tile, &p)
			}
			s.hungNote(tile, g)
		}
	}
	return sh.figure()
}

// hungNote lists in a tile whose waits are those of the lucky alone, in the
// corner that curves do not reach.
func (s *set) hungNote(c draw.Canvas, g results.Group) {
	f := face{smallSize, true, alarm}
	at := c.Max.Y - 12
	for _, name := range s.strategies {
		if hung, of := s.hungWindows(g, name); hung > 0 {
			f.note(c, c.Max.X-1, at, 1, f.fit(name+" "+hungShare(hung, of), c.Max.X-c.Min.X-4))
			at -= 8
		}
	}
}

// operations says how many waits are behind the curves of a sheet.
func (s *set) operations(groups []results.Group, curves map[place]survival) string {
	least, most := int64(math.MaxInt64), int64(0)
	for _, g := range groups {
		for _, name := range s.strategies {
			if v, ok := curves[place{g, name}]; ok {
				least, most = min(least, v.total), max(most, v.total)
			}
		}
	}
	if least == most {
		return fmt.Sprintf("n = %s operations a curve", number(float64(most)))
	}
	return fmt.Sprintf("n = %s to %s operations a curve", number(float64(least)), number(float64(most)))
}

// machineNote is what charts of times on the live engine say.
func (s *set) machineNote() string {
	note := "Depends on the machine: goroutines, not kernel"
	if d := doubts(s.records); d != "" {
		note += " (" + d + ")"
	}
	return note
}
