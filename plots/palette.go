package plots

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
		{"exclusive", Look{hex(0x222222), nil, draw.CircleGlyph{}}},
		{"perindex", Look{hex(0xD55E00), dash(5, 1.5), draw.PyramidGlyph{}}},
		{"merged", Look{hex(0x0072B2), dash(8, 2), draw.SquareGlyph{}}},
		{"mergednext", Look{hex(0x56B4E9), dash(2.5, 1.5), draw.BoxGlyph{}}},
		{"nopmd", Look{hex(0x009E73), dash(6, 1.5, 1.5, 1.5), draw.TriangleGlyph{}}},
		{"linux-5.2", Look{hex(0xCC79A7), dash(1.2, 1.2), draw.CrossGlyph{}}},
		{"linux-5.12", Look{hex(0xE69F00), dash(6, 1.5, 1.5, 1.5, 1.5, 1.5), draw.RingGlyph{}}},
		{"merged-2019", Look{hex(0x004488), dash(8, 2, 1.2, 2), diamond{}}},
		{"linux-4.9", Look{hex(0x7A4B2A), dash(12, 2), regular{corners: 5}}},
		{"linux-4.19", Look{hex(0xAA4499), dash(4, 1.5), regular{corners: 6, hollow: true}}},
		{"linux-4.20-rc1", Look{hex(0xCC6677), dash(4, 1.5, 1.2, 1.5), regular{corners: 4}}},
		{"linux-5.3-rc1", Look{hex(0x888800), dash(2.5, 2.5), regular{corners: 3, down: true, hollow: true}}},
		{"linux-5.3", Look{hex(0x117733), dash(12, 2, 3, 2), regular{corners: 3, down: true}}},
		{"wake-if-absent", Look{hex(0x0E7C86), dash(6, 3), asterisk{6}}},
		{"wake-both", Look{hex(0x8F7BD6), dash(1.2, 2, 4, 2), asterisk{3}}},
		{"linux-6.15", Look{hex(0xA63A3A), dash(9, 1.5, 1.2, 1.5, 1.2, 1.5), regular{corners: 5, hollow: true}}},
		{"handoff", Look{hex(0x882255), dash(10, 2), draw.PlusGlyph{}}},
		{"linux-6.16", Look{hex(0x5C6B7A), dash(3, 1.2, 1.2, 1.2, 1.2, 1.2), regular{corners: 6}}},
	}
}

// spare returns what strategies get that are in no table. Colours, dashes and
// markers are of different number, so that combinations repeat late.
func spare(i int) Look {
	colors := []hex{
		0x44AA99, 0x332288, 0x999933, 0x777777,
	}
	dashes := [][]vg.Length{dash(10, 2), dash(3.5, 3.5), dash(8, 2, 2, 2), dash(1.2, 2.8)}
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

func dash(points ...float64) []vg.Length {
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

// hex is an opaque colour.
type hex uint32

// RGBA implements [color.Color].
func (h hex) RGBA() (r, g, b, a uint32) {
	return uint32(h>>16&0xFF) * 0x101, uint32(h>>8&0xFF) * 0x101, uint32(h&0xFF) * 0x101, 0xFFFF
}

// blend is a colour on the way from one to another.
func blend(from, to hex, share float64) hex {
	mix := func(shift int) hex {
		a, b := float64(from>>shift&0xFF), float64(to>>shift&0xFF)
		return hex(math.Round(a+(b-a)*share)) << shift
	}
	return mix(16) | mix(8) | mix(0)
}

// lineKey is the entry of a strategy in a legend of lines.
func lineKey(strategy string, look Look) key {
	return key{strategy, 20, func(c draw.Canvas, left vg.Point) {
		c.StrokeLine2(draw.LineStyle{Color: look.Color, Width: 1, Dashes: look.Dashes}, left.X, left.Y, left.X+20, left.Y)
		c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 1.9, Shape: look.Marker}, vg.Point{X: left.X + 10, Y: left.Y})
	}}
}

// hexOf is a colour without its opacity.
func hexOf(c color.Color) hex {
	r, g, b, _ := c.RGBA()
	return hex(r>>8<<16 | g>>8<<8 | b>>8)
}

// fade makes a colour translucent.
func fade(c color.Color, alpha float64) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	n.A = uint8(255 * alpha)
	return n
}

// Colours of what is not a strategy.
const (
	ink   hex = 0x222222
	muted hex = 0x606060
	faint hex = 0xE6E6E6
	axis  hex = 0x999999
	paper hex = 0xFFFFFF
	alarm hex = 0xB02A00
)
