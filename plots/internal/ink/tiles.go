package ink

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Grid places tiles of one size in rows. What labels the rows of tiles stands
// left of the first tile of each row.
type Grid struct {
	Tiles, Columns int
	// Gutter is the room for labels at the left, data the height of the data,
	// gap what is between columns.
	Gutter, Data, Gap vg.Length
}

// Room around the data of a tile.
const (
	tileHead vg.Length = 13
	tileFoot vg.Length = 13
	rowGap   vg.Length = 5
	edge     vg.Length = 9
)

// SheetName numbers sheets after the first.
func SheetName(name string, i int) string {
	if i == 0 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, i+1)
}

// NewGrid makes a grid with as many columns as tiles want, three at most.
func NewGrid(tiles int, gutter, data, gap vg.Length) Grid {
	columns := min(tiles, 3)
	if tiles == 4 {
		columns = 2
	}
	return Grid{tiles, max(1, columns), gutter, data, gap}
}

// Height is that of all rows of tiles.
func (g Grid) Height() vg.Length {
	rows := vg.Length((g.Tiles + g.Columns - 1) / g.Columns)
	return rows*(tileHead+g.Data+tileFoot) + (rows-1)*rowGap
}

// First reports whether tile i begins a row.
func (g Grid) First(i int) bool { return i%g.Columns == 0 }

// At returns the canvas of the data of tile i.
func (g Grid) At(c draw.Canvas, i int) draw.Canvas {
	row, column := vg.Length(i/g.Columns), vg.Length(i%g.Columns)
	width := (c.Max.X - c.Min.X - g.Gutter - edge - vg.Length(g.Columns-1)*g.Gap) / vg.Length(g.Columns)
	d := c
	d.Min.X = c.Min.X + g.Gutter + column*(width+g.Gap)
	d.Max.X = d.Min.X + width
	d.Max.Y = c.Max.Y - row*(tileHead+g.Data+tileFoot+rowGap) - tileHead
	d.Min.Y = d.Max.Y - g.Data
	return d
}

// Head writes the title of a tile, and a remark at its right.
func Head(c draw.Canvas, title, remark string) {
	f, r := Face{HeadSize, true, Dark}, Face{SmallSize, false, Muted}
	room := c.Max.X - c.Min.X
	if remark != "" {
		r.Write(c, c.Max.X, c.Max.Y+4, 1, remark)
		room -= r.Width(remark) + 4
	}
	f.Write(c, c.Min.X, c.Max.Y+4, 0, f.Fit(title, room))
}

// XAxis draws the grid lines of an axis, and its labels below the tile.
// Labels stay clear of those of the next tile, and those that would touch the
// one before are left out.
func (g Grid) XAxis(c draw.Canvas, p *plot.Plot) {
	f := Face{TextSize, false, Muted}
	x, _ := p.Transforms(&c)
	end := c.Min.X - 100
	for _, t := range p.X.Tick.Marker.Ticks(p.X.Min, p.X.Max) {
		at := x(t.Value)
		if !c.ContainsX(at) {
			continue
		}
		if t.IsMinor() {
			Stroke(c, Axis, Hair, at, c.Min.Y, at, c.Min.Y-1.5)
			continue
		}
		Stroke(c, Faint, Hair, at, c.Min.Y, at, c.Max.Y)
		Stroke(c, Axis, Hair, at, c.Min.Y, at, c.Min.Y-2.5)
		w, over := f.Width(t.Label), g.Gap/2-2
		left := min(max(at-w/2, c.Min.X-over), c.Max.X+over-w)
		if left >= end+4 {
			f.Write(c, left, c.Min.Y-10, 0, t.Label)
			end = left + w
		}
	}
	Stroke(c, Axis, Hair, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
}

// YAxis draws the grid lines of an axis, and its labels left of the tile.
func YAxis(c draw.Canvas, p *plot.Plot, labels bool) {
	f := Face{TextSize, false, Muted}
	_, y := p.Transforms(&c)
	for _, t := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if at := y(t.Value); c.ContainsY(at) && !t.IsMinor() {
			Stroke(c, Faint, Hair, c.Min.X, at, c.Max.X, at)
			if labels {
				f.Level(c, c.Min.X-4, at, 1, t.Label)
			}
		}
	}
}
