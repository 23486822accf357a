package plots

import (
	"cmp"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results/compare"
)

// measure is a kind of mark in a dot plot.
type measure struct {
	label string
	shape draw.GlyphDrawer
	size  vg.Length
	// raise is how far above the middle of the row its line is, so that lines
	// of one row do not hide each other.
	raise vg.Length
}

func (m measure) style(c color.Color) draw.GlyphStyle {
	return draw.GlyphStyle{Color: c, Radius: m.size, Shape: m.shape}
}

// key is the measure's entry in the legend.
func (m measure) key() ink.Key {
	return ink.Key{Label: m.label, Width: 16, Sign: func(c draw.Canvas, left vg.Point) {
		ink.Stroke(c, ink.Dark, ink.Thin, left.X, left.Y+m.raise, left.X+16, left.Y+m.raise)
		c.DrawGlyphNoClip(m.style(ink.Dark), vg.Point{X: left.X + 8, Y: left.Y})
	}}
}

// measureKeys is the legend of measures.
func measureKeys(kinds []measure) (keys []ink.Key) {
	for _, k := range kinds {
		keys = append(keys, k.key())
	}
	return keys
}

// dot is a value in a row of a tile.
type dot struct {
	row   int
	kind  measure
	value compare.Interval
	color color.Color
}

// note is a word in a row of a tile.
type note struct {
	row  int
	text string
	face ink.Face
}

// dots is a tile of a dot plot: values with intervals in rows.
type dots struct {
	title  string
	what   string // its values are, where their kind has no label
	rows   int
	values []dot
	notes  []note
	// format is for the axis, top its least upper end; 0 is the tile's own.
	format func(float64) string
	top    float64
	// log: the axis is logarithmic wherever values are a decade apart or more.
	log bool
}

const rowHeight vg.Length = 10.5

// extent returns the largest value and whether rows are so far apart that
// those of the small ones would be lost on a linear axis.
func (d *dots) extent() (top, floor float64, far bool) {
	largest := make([]float64, d.rows)
	least := math.Inf(1)
	for _, v := range d.values {
		top = max(top, v.value.Hi, v.value.Value)
		largest[v.row] = max(largest[v.row], v.value.Value)
		if v.value.Value > 0 {
			least = min(least, v.value.Value)
		}
	}
	if d.log && top/least >= 10 {
		return top, math.Pow(10, math.Floor(math.Log10(least))), true
	}
	least = math.Inf(1)
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

// axes makes the plot whose axes the tile has at a width.
func (d *dots) axes(width vg.Length) (p *plot.Plot, remark string) {
	labels := min(8, int(width)/27)
	p = plot.New()
	p.Y.Min, p.Y.Max = 0.5-float64(d.rows), 0.5
	p.X.Min = 0
	top, floor, far := d.extent()
	switch {
	case d.top > 0:
		p.X.Max = d.top
	case far:
		p.X.Max = top * 1.25
		scale := ink.FloorLog{Floor: floor, Format: phrase.Number}
		if d.format != nil {
			scale.Format = d.format
		}
		p.X.Scale, p.X.Tick.Marker = scale, scale
		return p, "log from " + scale.Format(floor)
	case top == 0:
		p.X.Max = 1
	default:
		p.X.Max = d.room(top*1.06, width)
	}
	p.X.Tick.Marker = ink.LinearTicks{Labels: labels, Format: d.format}
	return p, ""
}

// room returns how far the axis must reach for notes to have a place beside the
// values of their rows.
func (d *dots) room(top float64, width vg.Length) float64 {
	for _, n := range d.notes {
		lo, hi := math.Inf(1), 0.0
		for _, v := range d.values {
			if v.row == n.row {
				lo, hi = min(lo, v.value.Lo, v.value.Value), max(hi, v.value.Hi, v.value.Value)
			}
		}
		taken := float64((n.face.Width(n.text) + 8) / width)
		if hi > 0 && lo < top*taken && taken < 0.6 {
			top = max(top, hi/(1-taken))
		}
	}
	return top
}

// Plot implements [plot.Plotter].
func (d *dots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	clamp := func(v float64) vg.Length { return x(min(max(v, p.X.Min), p.X.Max)) }
	for _, v := range d.values {
		at, middle := y(-float64(v.row))+v.kind.raise, clamp(v.value.Value)
		if lo, hi := clamp(v.value.Lo), clamp(v.value.Hi); middle-lo > v.kind.size || hi-middle > v.kind.size {
			ink.Stroke(c, v.color, ink.Thin, lo, at, hi, at)
		}
	}
	for _, v := range d.values {
		c.DrawGlyphNoClip(v.kind.style(v.color), vg.Point{X: clamp(v.value.Value), Y: y(-float64(v.row))})
	}
	for _, n := range d.notes {
		d.write(c, p, n)
	}
}

// mark says what the dots of a tile stand for.
func (d *dots) mark(c draw.Canvas, p *plot.Plot, rows []string) {
	x, y := p.Transforms(&c)
	for _, v := range d.values {
		m := ink.Mark{What: rows[v.row] + " in " + d.title + ": " + cmp.Or(v.kind.label, d.what)}
		at := vg.Point{X: x(min(max(v.value.Value, p.X.Min), p.X.Max)), Y: y(-float64(v.row)) + v.kind.raise}
		ink.MarkAt(c, at, m.Estimate(v.value, d.format))
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
	w, end := n.face.Width(n.text), c.Min.X
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
	n.face.Note(c, max(c.Min.X, min(at, c.Max.X-w)), y(-float64(n.row)), 0, n.text)
}

// dotSheet draws tiles of dots over a shared list of rows.
func dotSheet(s ink.Sheet, rows []string, tiles []*dots) *ink.Figure {
	f := ink.Plain(ink.TextSize, ink.Dark)
	var gutter vg.Length
	for _, r := range rows {
		gutter = max(gutter, min(f.Width(r), 100))
	}
	gap := vg.Length(16)
	if tiles[0].top > 0 {
		gap = 26 // labels of shares are long
	}
	g := ink.NewGrid(len(tiles), gutter+6, vg.Length(len(rows))*rowHeight+4, gap)
	s.BodyHeight = g.Height()
	s.Body = func(c draw.Canvas) {
		for i, t := range tiles {
			tile := g.At(c, i)
			p, remark := t.axes(tile.Max.X - tile.Min.X)
			ink.Head(tile, t.title, remark)
			g.XAxis(tile, p)
			_, y := p.Transforms(&tile)
			for r, name := range rows {
				at := y(-float64(r))
				ink.Stroke(tile, ink.Faint, ink.Hair, tile.Min.X, at, tile.Max.X, at)
				if g.First(i) {
					f.Level(tile, tile.Min.X-5, at, 1, f.Fit(name, 100))
				}
			}
			t.Plot(tile, p)
			t.mark(tile, p, rows)
		}
	}
	return s.Figure()
}
