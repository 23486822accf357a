package ink

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Key is an entry of a legend: a sign of some width, drawn around a point at
// its left end, and what it stands for.
type Key struct {
	Label string
	Width vg.Length
	Sign  func(c draw.Canvas, left vg.Point)
}

const keyGap, keyLine vg.Length = 12, 12

// KeyFace is for the words of a legend.
func KeyFace() Face { return Face{TextSize, false, Dark} }

// keyRows flows a legend into as few rows of a width as it needs, each about as
// long as the others.
func keyRows(keys []Key, width vg.Length) (rows [][]Key) {
	room := func(k Key) vg.Length { return k.Width + 4 + KeyFace().Width(k.Label) + keyGap }
	var all vg.Length
	for _, k := range keys {
		all += room(k)
	}
	flow := func(width vg.Length) (rows [][]Key) {
		var used vg.Length
		for _, k := range keys {
			if len(rows) == 0 || used+room(k)-keyGap > width {
				rows, used = append(rows, nil), 0
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], k)
			used += room(k)
		}
		return rows
	}
	rows = flow(width)
	for w := all / vg.Length(max(1, len(rows))); w < width; w += 5 {
		if r := flow(w); len(r) == len(rows) {
			return r
		}
	}
	return rows
}

// drawKeys draws a legend downwards from a top and returns where it ends.
func drawKeys(c draw.Canvas, top vg.Length, rows [][]Key) vg.Length {
	for _, row := range rows {
		x := c.Min.X
		for _, k := range row {
			k.Sign(c, vg.Point{X: x, Y: top - keyLine/2})
			x += k.Width + 4
			KeyFace().Level(c, x, top-keyLine/2, 0, k.Label)
			x += KeyFace().Width(k.Label) + keyGap
		}
		top -= keyLine
	}
	return top
}

// LineKey is the entry of a strategy in a legend of lines.
func LineKey(strategy string, look Look) Key {
	return Key{strategy, 20, func(c draw.Canvas, left vg.Point) {
		c.StrokeLine2(draw.LineStyle{Color: look.Color, Width: 1, Dashes: look.Dashes}, left.X, left.Y, left.X+20, left.Y)
		c.DrawGlyphNoClip(draw.GlyphStyle{Color: look.Color, Radius: 1.9, Shape: look.Marker}, vg.Point{X: left.X + 10, Y: left.Y})
	}}
}
