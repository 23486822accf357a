package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
)

// cell is what a heat map says of a strategy in a pattern.
type cell struct {
	main, below string
	// heat is from -1, as much worse as the scale has, to 1, as much better.
	heat float64
	// plain cells have no colour; hung ones have their own.
	plain, hung bool
}

// cellOf makes the cell of a place.
func (t *heatTable) cellOf(g results.Group, strategy string) cell {
	m := t.metric
	hung, _ := t.hungWindows(g, strategy)
	mark := ""
	if hung > 0 {
		mark = " †"
	}
	c, ok := t.change(g, strategy, m)
	if !ok {
		if now, ok := t.median(g, strategy, m); ok {
			return cell{main: words.InMetric(m, now.Value) + mark, below: "no baseline", plain: true}
		}
		why := t.absence(g, strategy)
		return cell{main: why, plain: true, hung: why == "hung"}
	}
	better := 1.0
	if !m.HigherBetter {
		better = -1
	}
	switch {
	case hung > 0 && c.Defined:
		return cell{main: phrase.Shift(c.Ratio.Value) + mark, below: words.ShiftWithin(c.Ratio), plain: true}
	case hung > 0:
		return cell{main: words.InMetric(m, c.New.Value) + mark, plain: true}
	case c.Old.Value == 0 && c.New.Value == 0:
		return cell{main: "0", plain: true}
	case c.Defined && c.Ratio.Lo == 1 && c.Ratio.Hi == 1 && c.Old.N > 1:
		return cell{main: "=", plain: true}
	case !c.Clear:
		return cell{main: "~", below: words.ShiftWithin(c.Ratio), plain: true}
	case !c.Defined:
		return cell{main: "new", below: words.InMetric(m, c.New.Value), heat: better}
	}
	heat := better
	if r := c.Ratio.Value; r > 0 {
		heat *= max(-1, min(1, math.Log(r)/math.Log(t.scale)))
	} else {
		heat = -better
	}
	return cell{main: phrase.Shift(c.Ratio.Value), below: words.ShiftWithin(c.Ratio), heat: heat}
}

// drawCell fills a cell and writes into it.
func drawCell(c draw.Canvas, b vg.Rectangle, v cell) {
	back := color.Color(hex(0xF2F2F2))
	switch {
	case v.hung:
		back = hex(0x444444)
	case !v.plain:
		back = heatColor(v.heat)
	}
	fill(c, back, b)
	front := color.Color(ink)
	if contrast(paper, back) > contrast(ink, back) {
		front = paper
	}
	x, y := centre(b)
	room := b.Max.X - b.Min.X - 2
	text, small := face{textSize, v.hung, front}, face{smallSize, false, front}
	if v.below == "" {
		text.level(c, x, y, 0.5, text.fit(v.main, room))
		return
	}
	text.level(c, x, y+4, 0.5, text.fit(v.main, room))
	if v.plain {
		small.color = muted
	}
	small.level(c, x, y-5, 0.5, small.fit(v.below, room))
}
