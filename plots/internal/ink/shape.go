package ink

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Rect is the rectangle between a corner at the lower left and one at the upper
// right.
func Rect(x0, y0, x1, y1 vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: x0, Y: y0}, Max: vg.Point{X: x1, Y: y1}}
}

// Centre is the middle of a rectangle.
func Centre(r vg.Rectangle) (x, y vg.Length) { return (r.Min.X + r.Max.X) / 2, (r.Min.Y + r.Max.Y) / 2 }

// Fill fills a rectangle.
func Fill(c draw.Canvas, col color.Color, r vg.Rectangle) {
	c.SetColor(col)
	c.Fill(r.Path())
}

// Stroke draws a straight line.
func Stroke(c draw.Canvas, col color.Color, width vg.Length, x0, y0, x1, y1 vg.Length) {
	c.StrokeLine2(draw.LineStyle{Color: col, Width: width}, x0, y0, x1, y1)
}

// Hatch fills a narrow bar with slanted lines, which go on in the next bar.
func Hatch(c draw.Canvas, col Hex, b vg.Rectangle) {
	const every = 3
	w := b.Max.X - b.Min.X
	first := int(b.Min.Y/every) - int(w/every) - 1
	for y := vg.Length(first) * every; y < b.Max.Y; y += every {
		// The line from y at the left to y+w at the right, cut to the bar.
		lo, hi := max(y, b.Min.Y), min(y+w, b.Max.Y)
		if lo < hi {
			Stroke(c, col, 0.6, b.Min.X+lo-y, lo, b.Min.X+hi-y, hi)
		}
	}
}

// Disc draws a dot.
func Disc(c draw.Canvas, col Hex, x, y, r vg.Length) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: col, Radius: r, Shape: draw.CircleGlyph{}}, vg.Point{X: x, Y: y})
}
