package plots

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// cell is what a heat map says of a strategy in a pattern.
type cell struct {
	main, below string
	// heat is from -1, as much worse as the scale has, to 1, as much better.
	heat float64
	// plain cells have no colour; hung ones, and those of designs that did not finish,
	// have their own.
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
	if t.unfinished(g, strategy) != "" {
		mark += " " + unfinishedSign
	}
	c, ok := t.change(g, strategy, m)
	if !ok || c.Outcome == compare.Idle {
		if now, ok := t.median(g, strategy, m); ok {
			return cell{main: words.InMetric(m, now.Value) + mark, below: "no baseline", plain: true}
		}
		why := t.absence(g, strategy)
		return cell{main: why, plain: true, hung: why == "hung" || why == t.unfinished(g, strategy)}
	}
	better := 1.0
	if !m.HigherBetter {
		better = -1
	}
	switch {
	case hung > 0 && c.Defined:
		return cell{main: phrase.Change(c.Ratio.Value) + mark, below: words.ShiftWithin(c.Ratio), plain: true}
	case hung > 0:
		return cell{main: words.InMetric(m, c.New.Value) + mark, plain: true}
	case c.Old.Value == 0 && c.New.Value == 0:
		return cell{main: "0", plain: true}
	case c.Outcome == compare.Same:
		return cell{main: "=", plain: true}
	case c.Outcome == compare.Even:
		return cell{main: "≈", below: words.ShiftWithin(c.Ratio), plain: true}
	case c.Outcome == compare.Mixed:
		return cell{main: "mix", below: words.ShiftWithin(c.Ratio), plain: true}
	case !c.Clear():
		return cell{main: "~", below: words.ShiftWithin(c.Ratio), plain: true}
	case c.New.Value == 0:
		return cell{main: "0", below: "from " + words.InMetric(m, c.Old.Value), heat: -better}
	case !c.Defined:
		return cell{main: "new", below: words.InMetric(m, c.New.Value), heat: better}
	}
	heat := better * max(-1, min(1, math.Log(c.Ratio.Value)/math.Log(t.scale)))
	return cell{main: phrase.Change(c.Ratio.Value), below: words.ShiftWithin(c.Ratio), heat: heat}
}

// drawCell fills a cell and writes into it.
func drawCell(c draw.Canvas, b vg.Rectangle, v cell) {
	back := color.Color(ink.Hex(0xF2F2F2))
	switch {
	case v.hung:
		back = ink.Hex(0x444444)
	case !v.plain:
		back = heatColor(v.heat)
	}
	ink.Fill(c, back, b)
	front := ink.On(back)
	x, y := ink.Centre(b)
	room := b.Max.X - b.Min.X - 2
	text, small := ink.Face{Size: ink.TextSize, Bold: v.hung, Color: front}, ink.Plain(ink.SmallSize, front)
	if v.below == "" {
		text.Level(c, x, y, 0.5, text.Fit(v.main, room))
		return
	}
	text.Level(c, x, y+4, 0.5, text.Fit(v.main, room))
	if v.plain {
		small.Color = ink.Muted
	}
	small.Level(c, x, y-5, 0.5, small.Fit(v.below, room))
}

// heatColor is blue for better and orange for worse, white between.
func heatColor(heat float64) color.Color {
	end := ink.Hex(0x0072B2)
	if heat < 0 {
		end, heat = 0xD55E00, -heat
	}
	// More colour for small changes: most are.
	return ink.Blend(ink.Paper, end, math.Pow(heat, 0.75))
}

// drawScale draws the colour scale.
func drawScale(c draw.Canvas, x, y vg.Length, m *results.Metric, scale float64) {
	f := ink.Plain(ink.TextSize, ink.Muted)
	const steps, width, height = 21, 5, 7
	better := 1.0
	if !m.HigherBetter {
		better = -1
	}
	left, right := "worse: "+phrase.Change(1/scale)+" or less", "better: "+phrase.Change(scale)+" or more"
	if better < 0 {
		left, right = "better: "+phrase.Change(1/scale)+" or less", "worse: "+phrase.Change(scale)+" or more"
	}
	f.Level(c, x, y+height/2, 0, left)
	x += f.Width(left) + 5
	for i := range steps {
		heat := better * (2*float64(i)/(steps-1) - 1)
		at := x + vg.Length(i)*width
		ink.Fill(c, heatColor(heat), ink.Rect(at, y, at+width, y+height))
	}
	f.Level(c, x+steps*width+5, y+height/2, 0, right)
}
