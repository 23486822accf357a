package lanes

import (
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/plots/internal/ink"
	"daxwait/results"
)

// span draws what a task does.
func (l *timelined) span(c draw.Canvas, s results.Span) {
	y := l.taskY(s.Task)
	switch s.Doing {
	case results.Operation, results.Waiting:
	case results.Holding:
		ink.Fill(c, holdColor, l.bar(s, y+taskBar/2+holdBar/2+0.6, holdBar))
	default:
		drawDoing(c, l.bar(s, y, taskBar), s.Doing)
	}
}

// drawDoing draws what a task does with its CPU.
func drawDoing(c draw.Canvas, b vg.Rectangle, d results.Doing) {
	switch d {
	case results.OnCPU:
		ink.Fill(c, runColor, b)
	case results.Runnable:
		ink.Fill(c, readyColor, b)
	case results.Asleep:
		slant(c, sleepColor, b)
		frame(c, sleepColor, b)
	case results.Away:
		y := (b.Min.Y + b.Max.Y) / 2
		ink.Stroke(c, ink.Axis, ink.Thin, b.Min.X, y, b.Max.X, y)
	}
}

// label says what is held, or slept on, where there is room.
func (l *timelined) label(c draw.Canvas, s results.Span) {
	y := l.taskY(s.Task)
	switch s.Doing {
	case results.Holding:
		if b, f := l.bar(s, y, taskBar), (ink.Plain(ink.SmallSize, holdColor)); f.Width(s.Of)+2 <= b.Max.X-b.Min.X {
			f.Note(c, (b.Min.X+b.Max.X)/2, y+taskBar/2+holdBar+5, 0.5, s.Of)
		}
	case results.Asleep:
		b := l.bar(s, y, taskBar)
		for _, text := range []string{s.Of, strings.TrimPrefix(s.Of, "key ")} {
			if muteFace().Width(text)+6 <= b.Max.X-b.Min.X {
				muteFace().Note(c, (b.Min.X+b.Max.X)/2, y, 0.5, text)
				break
			}
		}
		if l.Hung && s.To == l.To {
			lostFace().Level(c, l.right+3, y, 0, "for ever")
		}
	}
}

// inside writes in the middle of a bar, if there is room.
func inside(c draw.Canvas, f ink.Face, b vg.Rectangle, s string) {
	if f.Width(s)+2 <= b.Max.X-b.Min.X {
		f.Level(c, (b.Min.X+b.Max.X)/2, (b.Min.Y+b.Max.Y)/2, 0.5, s)
	}
}

// axis draws the times.
func (l *timelined) axis(c draw.Canvas) {
	y := l.top - vg.Length(l.cpus)*cpuLane - vg.Length(l.tasks)*taskLane - 1
	ink.Stroke(c, ink.Axis, ink.Hair, l.left, y, l.right, y)
	for _, tick := range (ink.LinearTicks{Labels: 8, Format: clock}).Ticks(float64(l.From), float64(l.To)) {
		if tick.Value != math.Trunc(tick.Value) {
			continue // no time is shorter than 1 ns
		}
		x := l.x(int64(tick.Value))
		ink.Stroke(c, ink.Faint, ink.Hair, x, y, x, l.top)
		ink.Stroke(c, ink.Axis, ink.Hair, x, y, x, y-3)
		align := 0.5
		if x > l.right-12 {
			align = 1
		}
		muteFace().Write(c, x, y-10, align, tick.Label)
	}
}

// frame draws the edge of a bar.
func frame(c draw.Canvas, col ink.Hex, b vg.Rectangle) {
	c.SetColor(col)
	c.SetLineWidth(ink.Hair)
	c.SetLineDash(nil, 0)
	c.Stroke(b.Path())
}

// slant hatches a bar that may be long.
func slant(c draw.Canvas, col ink.Hex, b vg.Rectangle) {
	ink.Fill(c, ink.Paper, b)
	const every = 3
	h := b.Max.Y - b.Min.Y
	for x := vg.Length(math.Ceil(float64((b.Min.X-h)/every))) * every; x < b.Max.X; x += every {
		// The line from x below to x+h above, cut to the bar.
		lo, hi := max(x, b.Min.X), min(x+h, b.Max.X)
		if lo < hi {
			ink.Stroke(c, col, 0.5, lo, b.Min.Y+lo-x, hi, b.Min.Y+hi-x)
		}
	}
}

// drawWake draws an arrow upwards or downwards.
func drawWake(c draw.Canvas, x, from, to vg.Length, useless bool) {
	toward := vg.Length(1)
	if to < from {
		toward = -1
	}
	line := draw.LineStyle{Color: ink.Dark, Width: 0.9}
	if useless {
		line.Color, line.Dashes = ink.Alarm, ink.Dash(2, 1.5)
	}
	c.StrokeLine2(line, x, from, x, to-toward*3)
	c.SetColor(line.Color)
	var p vg.Path
	p.Move(vg.Point{X: x, Y: to})
	p.Line(vg.Point{X: x - 2, Y: to - toward*4.6})
	p.Line(vg.Point{X: x + 2, Y: to - toward*4.6})
	p.Close()
	c.Fill(p)
}

// keys is the legend: what is in the chart, and nothing else.
func (l *timelined) keys() (keys []ink.Key) {
	has := func(d results.Doing) bool {
		for _, s := range l.Spans {
			if s.Doing == d && s.Task < l.tasks {
				return true
			}
		}
		return false
	}
	around := func(left vg.Point, height vg.Length) vg.Rectangle {
		return ink.Rect(left.X, left.Y-height/2, left.X+16, left.Y+height/2)
	}
	for _, k := range []struct {
		d     results.Doing
		label string
	}{{results.Holding, "holds an entry"}, {results.OnCPU, "on a CPU"}, {results.Runnable, "runnable"}, {results.Asleep, "asleep, and on which key"}, {results.Away, "off the CPU for a time"}} {
		switch {
		case has(k.d) && k.d == results.Holding:
			keys = append(keys, ink.Key{Label: k.label, Width: 16, Sign: func(c draw.Canvas, left vg.Point) { ink.Fill(c, holdColor, around(left, holdBar)) }})
		case has(k.d):
			keys = append(keys, ink.Key{Label: k.label, Width: 16, Sign: func(c draw.Canvas, left vg.Point) { drawDoing(c, around(left, taskBar), k.d) }})
		}
	}
	wake := func(label string, useless bool) {
		if slices.ContainsFunc(l.Arrows, func(a results.Arrow) bool { return a.Useless == useless }) {
			keys = append(keys, ink.Key{Label: label, Width: 6, Sign: func(c draw.Canvas, left vg.Point) { drawWake(c, left.X+3, left.Y+5, left.Y-5, useless) }})
		}
	}
	wake("wakes", false)
	wake("wakes one that will sleep again: useless", true)
	return keys
}
