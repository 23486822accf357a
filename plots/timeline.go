package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/results"
)

// Sizes of a timeline.
const (
	timeGutter vg.Length = 34
	foreverGap vg.Length = 32 // right of the lanes, if somebody sleeps for ever
	cpuLane    vg.Length = 12
	cpuBar     vg.Length = 9
	taskLane   vg.Length = 27
	taskBar    vg.Length = 8
	holdBar    vg.Length = 4
	timeAxis   vg.Length = 14
)

// Most lanes that are drawn.
const maxCPULanes, maxTaskLanes = 16, 32

// Colours of a timeline. Printed in grey, what runs is dark, what waits for a
// CPU light, what sleeps hatched, and a hold stands above all that.
const (
	runColor   hex = 0x4D4D4D
	readyColor hex = 0xD4D4D4
)

// Timeline draws a stretch of simulated time: a lane for each CPU, with who runs
// there, and one for each task, with what it does with its CPU and, above that,
// what it holds. An arrow goes from who wakes to who is woken.
func Timeline(t *results.Timeline) *Figure {
	t = t.Between(t.From, t.To) // nothing is drawn beside it
	l := &timelined{Timeline: t, cpus: min(t.CPUs, maxCPULanes), tasks: min(len(t.Tasks), maxTaskLanes)}
	title := fmt.Sprintf("%s in %s", t.Strategy, t.Pattern)
	useless := 0
	for _, a := range t.Arrows {
		if a.Useless {
			useless++
		}
	}
	switch forever := l.forever(); {
	case t.Hung:
		title += fmt.Sprintf(" hangs: %s for ever", results.CountOf(forever, "task sleeps", "tasks sleep"))
	case useless > 0:
		title += fmt.Sprintf(": %d of %s useless", useless, results.CountOf(len(t.Arrows), "wake is", "wakes are"))
	case len(t.Arrows) > 0:
		title += ": " + results.CountOf(len(t.Arrows), "wake, not useless", "wakes, none useless")
	}
	sub := fmt.Sprintf("%s; %s; seed %d; %s to %s of a window. Simulated, and an example: no measurement.",
		results.Count(len(t.Tasks), "task"), t.Machine, t.Seed, clock(float64(t.From)), clock(float64(t.To)))
	if l.cpus < t.CPUs || l.tasks < len(t.Tasks) {
		sub += fmt.Sprintf(" Not shown: %s, %s.", results.Count(t.CPUs-l.cpus, "CPU"), results.Count(len(t.Tasks)-l.tasks, "task"))
	}
	return sheet{
		name: "timeline-" + fileName(t.Strategy+"-"+t.Pattern), title: title, subtitle: sub,
		keys: l.keys(), body: l.draw, bodyHeight: vg.Length(l.cpus)*cpuLane + vg.Length(l.tasks)*taskLane + timeAxis,
	}.figure()
}

// clock formats a time of a window in ns.
func clock(ns float64) string {
	if ns == 0 {
		return "0"
	}
	return duration(ns)
}

// timelined is the layout of a timeline.
type timelined struct {
	*results.Timeline
	cpus, tasks int // lanes
	left, right vg.Length
	top         vg.Length
}

// forever returns how many sleep at the end of a hang.
func (l *timelined) forever() (n int) {
	for _, s := range l.Spans {
		if l.Hung && s.Doing == results.Asleep && s.To == l.To {
			n++
		}
	}
	return n
}

// x is where a time is.
func (l *timelined) x(at int64) vg.Length {
	return l.left + (l.right-l.left)*vg.Length(at-l.From)/vg.Length(max(1, l.To-l.From))
}

// cpuY and taskY are the middles of the bars of lanes.
func (l *timelined) cpuY(cpu int) vg.Length { return l.top - (vg.Length(cpu)+0.5)*cpuLane }

func (l *timelined) taskY(task int) vg.Length {
	return l.top - vg.Length(l.cpus)*cpuLane - vg.Length(task+1)*taskLane + 2 + taskBar/2
}

// bar is the part of a lane that a span takes.
func (l *timelined) bar(s results.Span, y, height vg.Length) vg.Rectangle {
	return rect(l.x(s.From), y-height/2, l.x(s.To), y+height/2)
}

func (l *timelined) draw(c draw.Canvas) {
	l.left, l.right, l.top = c.Min.X+timeGutter, c.Max.X-1, c.Max.Y
	if l.forever() > 0 {
		l.right -= foreverGap
	}
	l.axis(c)
	for n := range l.cpus {
		muteFace().level(c, c.Min.X, l.cpuY(n), 0, fmt.Sprintf("CPU %d", n))
		stroke(c, faint, hair, l.left, l.cpuY(n), l.right, l.cpuY(n))
	}
	for n := range l.tasks {
		wordFace().level(c, c.Min.X, l.taskY(n), 0, fmt.Sprintf("task %d", n))
	}
	for _, a := range l.Arrows { // behind the lanes that they pass
		if a.From < l.tasks && a.Woken < l.tasks {
			from, to, half := l.taskY(a.From), l.taskY(a.Woken), taskBar/2
			if to < from {
				half = -half
			}
			drawWake(c, l.x(a.At), from+half, to-half, a.Useless)
		}
	}
	for _, s := range l.Spans {
		if s.Task < l.tasks {
			l.span(c, s)
		}
		if s.Doing == results.OnCPU && s.CPU < l.cpus {
			b := l.bar(s, l.cpuY(s.CPU), cpuBar)
			fill(c, readyColor, b)
			frame(c, paper, b)
			inside(c, muteFace(), b, fmt.Sprint(s.Task))
		}
	}
	for _, s := range l.Spans {
		if s.Task < l.tasks {
			l.label(c, s)
		}
	}
}

func muteFace() face { return face{smallSize, false, muted} }

// span draws what a task does.
func (l *timelined) span(c draw.Canvas, s results.Span) {
	y := l.taskY(s.Task)
	switch s.Doing {
	case results.Operation, results.Waiting:
	case results.Holding:
		fill(c, holdColor, l.bar(s, y+taskBar/2+holdBar/2+0.6, holdBar))
	default:
		drawDoing(c, l.bar(s, y, taskBar), s.Doing)
	}
}

// drawDoing draws what a task does with its CPU.
func drawDoing(c draw.Canvas, b vg.Rectangle, d results.Doing) {
	switch d {
	case results.OnCPU:
		fill(c, runColor, b)
	case results.Runnable:
		fill(c, readyColor, b)
	case results.Asleep:
		slant(c, sleepColor, b)
		frame(c, sleepColor, b)
	case results.Away:
		y := (b.Min.Y + b.Max.Y) / 2
		stroke(c, axis, thin, b.Min.X, y, b.Max.X, y)
	}
}

// label says what is held, or slept on, where there is room.
func (l *timelined) label(c draw.Canvas, s results.Span) {
	y := l.taskY(s.Task)
	switch s.Doing {
	case results.Holding:
		if b, f := l.bar(s, y, taskBar), (face{smallSize, false, holdColor}); f.width(s.Of)+2 <= b.Max.X-b.Min.X {
			f.note(c, (b.Min.X+b.Max.X)/2, y+taskBar/2+holdBar+5, 0.5, s.Of)
		}
	case results.Asleep:
		b := l.bar(s, y, taskBar)
		for _, text := range []string{s.Of, strings.TrimPrefix(s.Of, "key ")} {
			if muteFace().width(text)+6 <= b.Max.X-b.Min.X {
				muteFace().note(c, (b.Min.X+b.Max.X)/2, y, 0.5, text)
				break
			}
		}
		if l.Hung && s.To == l.To {
			lostFace().level(c, l.right+3, y, 0, "for ever")
		}
	}
}

// inside writes in the middle of a bar, if there is room.
func inside(c draw.Canvas, f face, b vg.Rectangle, s string) {
	if f.width(s)+2 <= b.Max.X-b.Min.X {
		f.level(c, (b.Min.X+b.Max.X)/2, (b.Min.Y+b.Max.Y)/2, 0.5, s)
	}
}

// axis draws the times.
func (l *timelined) axis(c draw.Canvas) {
	y := l.top - vg.Length(l.cpus)*cpuLane - vg.Length(l.tasks)*taskLane - 1
	stroke(c, axis, hair, l.left, y, l.right, y)
	for _, tick := range (linearTicks{Labels: 8, Format: clock}).Ticks(float64(l.From), float64(l.To)) {
		if tick.Value != math.Trunc(tick.Value) {
			continue // no time is shorter than 1 ns
		}
		x := l.x(int64(tick.Value))
		stroke(c, faint, hair, x, y, x, l.top)
		stroke(c, axis, hair, x, y, x, y-3)
		align := 0.5
		if x > l.right-12 {
			align = 1
		}
		muteFace().write(c, x, y-10, align, tick.Label)
	}
}

// frame draws the edge of a bar.
func frame(c draw.Canvas, col hex, b vg.Rectangle) {
	c.SetColor(col)
	c.SetLineWidth(hair)
	c.SetLineDash(nil, 0)
	c.Stroke(b.Path())
}

// slant hatches a bar that may be long.
func slant(c draw.Canvas, col hex, b vg.Rectangle) {
	fill(c, paper, b)
	const every = 3
	h := b.Max.Y - b.Min.Y
	for x := vg.Length(math.Ceil(float64((b.Min.X-h)/every))) * every; x < b.Max.X; x += every {
		// The line from x below to x+h above, cut to the bar.
		lo, hi := max(x, b.Min.X), min(x+h, b.Max.X)
		if lo < hi {
			stroke(c, col, 0.5, lo, b.Min.Y+lo-x, hi, b.Min.Y+hi-x)
		}
	}
}

// drawWake draws an arrow upwards or downwards.
func drawWake(c draw.Canvas, x, from, to vg.Length, useless bool) {
	toward := vg.Length(1)
	if to < from {
		toward = -1
	}
	line := draw.LineStyle{Color: ink, Width: 0.9}
	if useless {
		line.Color, line.Dashes = alarm, dash(2, 1.5)
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
func (l *timelined) keys() (keys []key) {
	has := func(d results.Doing) bool {
		for _, s := range l.Spans {
			if s.Doing == d && s.Task < l.tasks {
				return true
			}
		}
		return false
	}
	around := func(left vg.Point, height vg.Length) vg.Rectangle {
		return rect(left.X, left.Y-height/2, left.X+16, left.Y+height/2)
	}
	for _, k := range []struct {
		d     results.Doing
		label string
	}{{results.Holding, "holds an entry"}, {results.OnCPU, "on a CPU"}, {results.Runnable, "runnable"}, {results.Asleep, "asleep, and on which key"}, {results.Away, "off the CPU for a time"}} {
		switch {
		case has(k.d) && k.d == results.Holding:
			keys = append(keys, key{k.label, 16, func(c draw.Canvas, left vg.Point) { fill(c, holdColor, around(left, holdBar)) }})
		case has(k.d):
			keys = append(keys, key{k.label, 16, func(c draw.Canvas, left vg.Point) { drawDoing(c, around(left, taskBar), k.d) }})
		}
	}
	wake := func(label string, useless bool) {
		if slices.ContainsFunc(l.Arrows, func(a results.Arrow) bool { return a.Useless == useless }) {
			keys = append(keys, key{label, 6, func(c draw.Canvas, left vg.Point) { drawWake(c, left.X+3, left.Y+5, left.Y-5, useless) }})
		}
	}
	wake("wakes", false)
	wake("wakes one that will sleep again: useless", true)
	return keys
}
