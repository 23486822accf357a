package ink

import (
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Look is how a strategy is drawn. Colour, dash and marker each tell the known
// strategies apart, so that two of the three may get lost on the way to paper.
type Look struct {
	Color  color.Color
	Dashes []vg.Length
	Marker draw.GlyphDrawer
}

// named is a row of the table of looks.
type named struct {
	name string
	Look
}

// table returns the looks of the known strategies. The first seven, which are
// drawn together most, have the colours of Okabe and Ito, but for their yellow,
// which is too light for lines on white; the kernels and patches of history
// have the shades that lie between.
func table() []named {
	return []named{
		{"exclusive", Look{Hex(0x222222), nil, draw.CircleGlyph{}}},
		{"perindex", Look{Hex(0xD55E00), Dash(5, 1.5), draw.PyramidGlyph{}}},
		{"merged", Look{Hex(0x0072B2), Dash(8, 2), draw.SquareGlyph{}}},
		{"mergednext", Look{Hex(0x56B4E9), Dash(2.5, 1.5), draw.BoxGlyph{}}},
		{"nopmd", Look{Hex(0x009E73), Dash(6, 1.5, 1.5, 1.5), draw.TriangleGlyph{}}},
		{"linux-5.2", Look{Hex(0xCC79A7), Dash(1.2, 1.2), draw.CrossGlyph{}}},
		{"linux-5.12", Look{Hex(0xE69F00), Dash(6, 1.5, 1.5, 1.5, 1.5, 1.5), draw.RingGlyph{}}},
		{"merged-2019", Look{Hex(0x004488), Dash(8, 2, 1.2, 2), diamond{}}},
		{"linux-4.9", Look{Hex(0x7A4B2A), Dash(12, 2), regular{corners: 5}}},
		{"linux-4.19", Look{Hex(0xAA4499), Dash(4, 1.5), regular{corners: 6, hollow: true}}},
		{"linux-4.20-rc1", Look{Hex(0xCC6677), Dash(4, 1.5, 1.2, 1.5), regular{corners: 4}}},
		{"linux-5.3-rc1", Look{Hex(0x888800), Dash(2.5, 2.5), regular{corners: 3, down: true, hollow: true}}},
		{"linux-5.3", Look{Hex(0x117733), Dash(12, 2, 3, 2), regular{corners: 3, down: true}}},
		{"wake-if-absent", Look{Hex(0x0E7C86), Dash(6, 3), asterisk{6}}},
		{"wake-both", Look{Hex(0x8F7BD6), Dash(1.2, 2, 4, 2), asterisk{3}}},
		{"linux-6.15", Look{Hex(0xA63A3A), Dash(9, 1.5, 1.2, 1.5, 1.2, 1.5), regular{corners: 5, hollow: true}}},
		{"handoff", Look{Hex(0x882255), Dash(10, 2), draw.PlusGlyph{}}},
		{"linux-6.16", Look{Hex(0x5C6B7A), Dash(3, 1.2, 1.2, 1.2, 1.2, 1.2), regular{corners: 6}}},
	}
}

// spare returns what strategies get that are in no table. Colours, dashes and
// markers are of different number, so that combinations repeat late.
func spare(i int) Look {
	colors := []Hex{
		0x44AA99, 0x332288, 0x999933, 0x777777,
	}
	dashes := [][]vg.Length{Dash(10, 2), Dash(3.5, 3.5), Dash(8, 2, 2, 2), Dash(1.2, 2.8)}
	markers := []draw.GlyphDrawer{draw.PlusGlyph{}, diamond{}, draw.RingGlyph{}}
	return Look{colors[i%len(colors)], dashes[i%len(dashes)], markers[i%len(markers)]}
}

// LookOf returns the look of a strategy. The second argument lists all that
// are drawn together: those without a look of their own get a spare one, in
// their order.
func LookOf(strategy string, all []string) Look {
	looks := table()
	known := func(name string) int {
		return slices.IndexFunc(looks, func(n named) bool { return n.name == name })
	}
	if i := known(strategy); i >= 0 {
		return looks[i].Look
	}
	unknown := 0
	for _, name := range all {
		if name == strategy {
			break
		}
		if known(name) < 0 {
			unknown++
		}
	}
	return spare(unknown)
}

// Dash makes dashes of lengths in points.
func Dash(points ...float64) []vg.Length {
	d := make([]vg.Length, len(points))
	for i, p := range points {
		d[i] = vg.Points(p)
	}
	return d
}

// diamond is a hollow diamond.
type diamond struct{}

func (diamond) DrawGlyph(c *draw.Canvas, s draw.GlyphStyle, at vg.Point) {
	r := s.Radius * 1.25
	var p vg.Path
	p.Move(vg.Point{X: at.X, Y: at.Y + r})
	p.Line(vg.Point{X: at.X + r, Y: at.Y})
	p.Line(vg.Point{X: at.X, Y: at.Y - r})
	p.Line(vg.Point{X: at.X - r, Y: at.Y})
	p.Close()
	c.SetLineStyle(draw.LineStyle{Color: s.Color, Width: vg.Points(0.8)})
	c.Stroke(p)
}

// regular is a polygon that stands on a side, or on a corner if down; of four
// corners always on one.
type regular struct {
	corners      int
	down, hollow bool
}

func (g regular) DrawGlyph(c *draw.Canvas, s draw.GlyphStyle, at vg.Point) {
	top := math.Pi / 2
	if g.down {
		top = -top
	}
	var p vg.Path
	for i := range g.corners {
		at := around(at, s.Radius*1.2, top+2*math.Pi*float64(i)/float64(g.corners))
		if i == 0 {
			p.Move(at)
		} else {
			p.Line(at)
		}
	}
	p.Close()
	c.SetColor(s.Color)
	if g.hollow {
		c.SetLineStyle(draw.LineStyle{Color: s.Color, Width: vg.Points(0.8)})
		c.Stroke(p)
	} else {
		c.Fill(p)
	}
}

// asterisk is as many rays from a point.
type asterisk struct{ rays int }

func (g asterisk) DrawGlyph(c *draw.Canvas, s draw.GlyphStyle, at vg.Point) {
	c.SetLineStyle(draw.LineStyle{Color: s.Color, Width: vg.Points(1)})
	var p vg.Path
	for i := range g.rays {
		p.Move(at)
		p.Line(around(at, s.Radius*1.2, math.Pi/2+2*math.Pi*float64(i)/float64(g.rays)))
	}
	c.Stroke(p)
}

// around is a point at an angle on a circle.
func around(at vg.Point, r vg.Length, angle float64) vg.Point {
	sin, cos := math.Sincos(angle)
	return vg.Point{X: at.X + r*vg.Length(cos), Y: at.Y + r*vg.Length(sin)}
}
