package lanes

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/words"
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
	runColor   ink.Hex = 0x4D4D4D
	readyColor ink.Hex = 0xD4D4D4
)

// Timeline draws a stretch of simulated time: a lane for each CPU, with who runs
// there, and one for each task, with what it does with its CPU and, above that,
// what it holds. An arrow goes from who wakes to who is woken.
func Timeline(t *results.Timeline) *ink.Figure {
	t = t.Between(t.From, t.To) // nothing is drawn beside it
	l := &timelined{Timeline: t, cpus: min(t.CPUs, maxCPULanes), tasks: min(len(t.Tasks), maxTaskLanes)}
	sub := fmt.Sprintf("%s; %s; seed %d; %s to %s of a window. Simulated, and an example: no measurement.",
		phrase.Count(len(t.Tasks), "task"), t.Machine, t.Seed, clock(float64(t.From)), clock(float64(t.To)))
	if l.cpus < t.CPUs || l.tasks < len(t.Tasks) {
		sub += fmt.Sprintf(" Not shown: %s, %s.", phrase.Count(t.CPUs-l.cpus, "CPU"), phrase.Count(len(t.Tasks)-l.tasks, "task"))
	}
	return ink.Sheet{
		Name: "timeline-" + fileName(t.Strategy+"-"+t.Pattern), Title: words.OfTimeline(t, l.forever()), Subtitle: sub,
		Keys: l.keys(), Body: l.draw, BodyHeight: vg.Length(l.cpus)*cpuLane + vg.Length(l.tasks)*taskLane + timeAxis,
	}.Figure()
}

// clock formats a time of a window in ns.
func clock(ns float64) string {
	if ns == 0 {
		return "0"
	}
	return phrase.Time(ns)
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
	return ink.Rect(l.x(s.From), y-height/2, l.x(s.To), y+height/2)
}

func (l *timelined) draw(c draw.Canvas) {
	l.left, l.right, l.top = c.Min.X+timeGutter, c.Max.X-1, c.Max.Y
	if l.forever() > 0 {
		l.right -= foreverGap
	}
	l.axis(c)
	for n := range l.cpus {
		muteFace().Level(c, c.Min.X, l.cpuY(n), 0, fmt.Sprintf("CPU %d", n))
		ink.Stroke(c, ink.Faint, ink.Hair, l.left, l.cpuY(n), l.right, l.cpuY(n))
	}
	for n := range l.tasks {
		wordFace().Level(c, c.Min.X, l.taskY(n), 0, fmt.Sprintf("task %d", n))
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
			ink.Fill(c, readyColor, b)
			frame(c, ink.Paper, b)
			inside(c, muteFace(), b, fmt.Sprint(s.Task))
		}
	}
	for _, s := range l.Spans {
		if s.Task < l.tasks {
			l.label(c, s)
		}
	}
}

func muteFace() ink.Face { return ink.Plain(ink.SmallSize, ink.Muted) }
