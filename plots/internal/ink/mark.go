package ink

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results/compare"
)

// Mark is a place of a figure that stands for a number, for those who point at
// it.
type Mark struct {
	// Left, Top, Width and Height are in points from the figure's top left.
	Left, Top, Width, Height float64
	// What names it, Value is the number, Interval between which two it lies,
	// and N how many samples are behind it. The last two may be empty.
	What, Value, Interval, N string
}

// marker is a canvas that remembers marks.
type marker interface{ mark(vg.Rectangle, Mark) }

// MarkOn tells the canvas, if it cares, what a rectangle of it stands for.
func MarkOn(c draw.Canvas, r vg.Rectangle, m Mark) {
	var on vg.Canvas = c
	for {
		part, ok := on.(draw.Canvas) // of another, as cropping makes them
		if !ok {
			break
		}
		on = part.Canvas
	}
	if to, ok := on.(marker); ok {
		to.mark(r, m)
	}
}

// MarkAt is mark of a point.
func MarkAt(c draw.Canvas, at vg.Point, m Mark) {
	const reach vg.Length = 4
	MarkOn(c, Rect(at.X-reach, at.Y-reach, at.X+reach, at.Y+reach), m)
}

// Estimate fills in the numbers of a mark.
func (m Mark) Estimate(i compare.Interval, format func(float64) string) Mark {
	m.Value = format(i.Value)
	if i.N > 0 {
		m.N = phrase.Number(float64(i.N))
	}
	if i.Lo <= i.Value && i.Value <= i.Hi {
		m.Interval = format(i.Lo) + " to " + format(i.Hi)
	}
	return m
}

// marked is an SVG canvas that remembers marks as well.
type marked struct {
	measured
	height vg.Length
	marks  []Mark
}

func (c *marked) mark(r vg.Rectangle, m Mark) {
	m.Left, m.Top = r.Min.X.Points(), (c.height - r.Max.Y).Points()
	m.Width, m.Height = (r.Max.X - r.Min.X).Points(), (r.Max.Y - r.Min.Y).Points()
	c.marks = append(c.marks, m)
}
