package plots

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/results"
)

// grid places tiles of one size in rows. What labels the rows of tiles stands
// left of the first tile of each row.
type grid struct {
	tiles, columns int
	// gutter is the room for labels at the left, data the height of the data,
	// gap what is between columns.
	gutter, data, gap vg.Length
}

// Room around the data of a tile.
const (
	tileHead vg.Length = 13
	tileFoot vg.Length = 13
	rowGap   vg.Length = 5
	edge     vg.Length = 9
)

// perSheet is how many tiles a sheet has at most.
const perSheet = 12

// sheetsOf cuts a list of groups into sheets.
func sheetsOf(groups []results.Group) [][]results.Group {
	return slices.Collect(slices.Chunk(groups, perSheet))
}

// sheetName numbers sheets after the first.
func sheetName(name string, i int) string {
	if i == 0 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, i+1)
}

// newGrid makes a grid with as many columns as tiles want, three at most.
func newGrid(tiles int, gutter, data, gap vg.Length) grid {
	columns := min(tiles, 3)
	if tiles == 4 {
		columns = 2
	}
	return grid{tiles, max(1, columns), gutter, data, gap}
}

func (g grid) height() vg.Length {
	rows := vg.Length((g.tiles + g.columns - 1) / g.columns)
	return rows*(tileHead+g.data+tileFoot) + (rows-1)*rowGap
}

// first reports whether tile i begins a row.
func (g grid) first(i int) bool { return i%g.columns == 0 }

// at returns the canvas of the data of tile i.
func (g grid) at(c draw.Canvas, i int) draw.Canvas {
	row, column := vg.Length(i/g.columns), vg.Length(i%g.columns)
	width := (c.Max.X - c.Min.X - g.gutter - edge - vg.Length(g.columns-1)*g.gap) / vg.Length(g.columns)
	d := c
	d.Min.X = c.Min.X + g.gutter + column*(width+g.gap)
	d.Max.X = d.Min.X + width
	d.Max.Y = c.Max.Y - row*(tileHead+g.data+tileFoot+rowGap) - tileHead
	d.Min.Y = d.Max.Y - g.data
	return d
}

// head writes the title of a tile, and a remark at its right.
func head(c draw.Canvas, title, remark string) {
	f, r := face{headSize, true, ink}, face{smallSize, false, muted}
	room := c.Max.X - c.Min.X
	if remark != "" {
		r.write(c, c.Max.X, c.Max.Y+4, 1, remark)
		room -= r.width(remark) + 4
	}
	f.write(c, c.Min.X, c.Max.Y+4, 0, f.fit(title, room))
}

// xAxis draws the grid lines of an axis, and its labels below the tile.
// Labels stay clear of those of the next tile, and those that would touch the
// one before are left out.
func (g grid) xAxis(c draw.Canvas, p *plot.Plot) {
	f := face{textSize, false, muted}
	x, _ := p.Transforms(&c)
	end := c.Min.X - 100
	for _, t := range p.X.Tick.Marker.Ticks(p.X.Min, p.X.Max) {
		at := x(t.Value)
		if !c.ContainsX(at) {
			continue
		}
		if t.IsMinor() {
			stroke(c, axis, hair, at, c.Min.Y, at, c.Min.Y-1.5)
			continue
		}
		stroke(c, faint, hair, at, c.Min.Y, at, c.Max.Y)
		stroke(c, axis, hair, at, c.Min.Y, at, c.Min.Y-2.5)
		w, over := f.width(t.Label), g.gap/2-2
		left := min(max(at-w/2, c.Min.X-over), c.Max.X+over-w)
		if left >= end+4 {
			f.write(c, left, c.Min.Y-10, 0, t.Label)
			end = left + w
		}
	}
	stroke(c, axis, hair, c.Min.X, c.Min.Y, c.Max.X, c.Min.Y)
}

// yAxis draws the grid lines of an axis, and its labels left of the tile.
func yAxis(c draw.Canvas, p *plot.Plot, labels bool) {
	f := face{textSize, false, muted}
	_, y := p.Transforms(&c)
	for _, t := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if at := y(t.Value); c.ContainsY(at) && !t.IsMinor() {
			stroke(c, faint, hair, c.Min.X, at, c.Max.X, at)
			if labels {
				f.level(c, c.Min.X-4, at, 1, t.Label)
			}
		}
	}
}
