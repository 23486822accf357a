package plots

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/results"
)

// measure is a kind of mark in a dot plot.
type measure struct {
	label string
	shape draw.GlyphDrawer
	size  vg.Length
	// raise is how far above the middle of the row its interval is, so that
	// intervals of one row do not hide each other.
	raise vg.Length
}

func (m measure) style(c color.Color) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: m.size, Shape: m.shape}
}

// key is the measure's entry in the legend.
func (m measure) key() key {
	return key{m.label, 8, func(c draw.Canvas, left vg.Point) {
		c.DrawGlyphNoClip(m.style(ink), vg.Point{X: left.X + 4, Y: left.Y})
	}}
}

// dot is a value in a row of a tile.
type dot struct {
	row   int
	kind  measure
	value results.Interval
	color color.Color
}

// note is a word in a row of a tile.
type note struct {
	row  int
	text string
	face face
}

// dots is a tile of a dot plot: values with intervals in rows.
type dots struct {
	title  string
	rows   int
	values []dot
	notes  []note
	// format is for the axis, top its least upper end; 0 is the tile's own.
	format func(float64) string
	top    float64
}

const rowHeight vg.Length = 10.5

// extent returns the largest value and whether rows are so far apart that
// those of the small ones would be lost on a linear axis.
func (d *dots) extent() (top, floor float64, far bool) {
	largest := make([]float64, d.rows)
	for _, v := range d.values {
		top = max(top, v.value.Hi, v.value.Value)
		largest[v.row] = max(largest[v.row], v.value.Value)
	}
	least := math.Inf(1)
	for _, v := range largest {
		if v > 0 {
			least = min(least, v)
		}
	}
	if top == 0 || math.IsInf(least, 1) || top/least <= 100 {
		return top, 0, false
	}
	// Seven decades are enough for any pattern; smaller is as good as zero.
	return top, math.Pow(10, math.Floor(math.Log10(max(least, top*1e-7)))), true
}

// axes makes the plot whose axes the tile has.
func (d *dots) axes(labels int) (p *plot.Plot, remark string) {
	p = plot.New()
	p.Y.Min, p.Y.Max = 0.5-float64(d.rows), 0.5
	p.X.Min = 0
	top, floor, far := d.extent()
	switch {
	case d.top > 0:
		p.X.Max = d.top
	case far:
		p.X.Max = top * 1.25
		p.X.Scale = floorLog{floor}
		p.X.Tick.Marker = floorLog{floor}
		return p, "log from " + number(floor)
	case top == 0:
		p.X.Max = 1
	default:
		p.X.Max = top * 1.06
	}
	p.X.Tick.Marker = linearTicks{labels, d.format}
	return p, ""
}

// Plot implements [plot.Plotter].
func (d *dots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	clamp := func(v float64) vg.Length { return x(min(max(v, p.X.Min), p.X.Max)) }
	for _, v := range d.values {
		at := y(-float64(v.row)) + v.kind.raise
		if lo, hi := clamp(v.value.Lo), clamp(v.value.Hi); hi-lo > 0.5 {
			stroke(c, v.color, thin, lo, at, hi, at)
		}
	}
	for _, v := range d.values {
		c.DrawGlyphNoClip(v.kind.style(v.color), vg.Point{X: clamp(v.value.Value), Y: y(-float64(v.row)) + v.kind.raise})
	}
	for _, n := range d.notes {
		d.write(c, p, n)
	}
}

// write puts a note where its row is free: right of its values, else in the
// widest gap between them.
func (d *dots) write(c draw.Canvas, p *plot.Plot, n note) {
	x, y := p.Transforms(&c)
	type span struct{ lo, hi vg.Length }
	var taken []span
	for _, v := range d.values {
		if v.row == n.row {
			lo, hi := min(v.value.Lo, v.value.Value), max(v.value.Hi, v.value.Value)
			taken = append(taken, span{min(x(lo), x(v.value.Value)-2) - 3, max(x(hi), x(v.value.Value)+2) + 3})
		}
	}
	slices.SortFunc(taken, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	w, end := n.face.width(n.text), c.Min.X
	at, room := end, vg.Length(-1)
	for _, s := range taken {
		if s.lo-end >= room {
			at, room = s.lo-w, s.lo-end
		}
		end = max(end, s.hi)
	}
	if c.Max.X-end >= w || c.Max.X-end >= room {
		at = end
	}
	if len(taken) == 0 {
		at += 2
	}
	at = max(c.Min.X, min(at, c.Max.X-w))
	middle := y(-float64(n.row))
	fill(c, paper, vg.Rectangle{Min: vg.Point{X: at - 1, Y: middle - 4}, Max: vg.Point{X: at + w + 1, Y: middle + 4}})
	n.face.level(c, at, middle, 0, n.text)
}

// dotSheet draws tiles of dots over a shared list of rows.
func dotSheet(s sheet, rows []string, tiles []*dots) *Figure {
	f := face{textSize, false, ink}
	var gutter vg.Length
	for _, r := range rows {
		gutter = max(gutter, min(f.width(r), 100))
	}
	g := newGrid(len(tiles), gutter+6, vg.Length(len(rows))*rowHeight+4)
	s.bodyHeight = g.height()
	s.body = func(c draw.Canvas) {
		for i, t := range tiles {
			tile := g.at(c, i)
			p, remark := t.axes(min(8, int(tile.Max.X-tile.Min.X)/27))
			head(tile, t.title, remark)
			xAxis(tile, p, true)
			_, y := p.Transforms(&tile)
			for r, name := range rows {
				at := y(-float64(r))
				stroke(tile, faint, hair, tile.Min.X, at, tile.Max.X, at)
				if g.first(i) {
					f.level(tile, tile.Min.X-5, at, 1, f.fit(name, 100))
				}
			}
			t.Plot(tile, p)
		}
	}
	return s.figure()
}
