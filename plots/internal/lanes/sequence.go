package lanes

import (
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/plots/internal/ink"
	"daxwait/results"
)

// draw draws the chart: its ground, the lanes, and the steps in them.
func (s *sequence) draw(c draw.Canvas) {
	number := ink.Plain(ink.SmallSize, ink.Muted)
	if s.turnAt > 0 {
		ink.Fill(c, lostGround, ink.Rect(c.Min.X, c.Max.Y-s.foot, c.Max.X, c.Max.Y-s.turnAt))
	}
	for n, lines := range s.heads {
		x := s.line(c, n) - barWidth/2
		laneFace().Write(c, x, c.Max.Y-vg.Points(ink.TextSize), 0, lines[0])
		wordFace().Lines(c, x, c.Max.Y-laneFace().Leading(), lines[1:])
	}
	ink.Stroke(c, ink.Axis, ink.Hair, c.Min.X, c.Max.Y-s.headRoom, c.Max.X, c.Max.Y-s.headRoom)
	for i, st := range s.steps {
		if i > 0 && !s.besideTurn(st) {
			ink.Stroke(c, ink.Faint, ink.Hair, c.Min.X, c.Max.Y-st.top, c.Max.X, c.Max.Y-st.top)
		}
		number.Level(c, c.Min.X+stepGutter-8, s.node(c, st), 1, strconv.Itoa(st.number+1))
	}
	if s.turnAt > 0 {
		y := c.Max.Y - s.turnAt
		ink.Stroke(c, ink.Alarm, 1.2, c.Min.X, y, c.Max.X, y)
	}
	for n := range s.Tasks {
		s.drawLane(c, n)
	}
	if s.turnAt > 0 {
		turnFace().Lines(c, s.line(c, s.turnLane)+barWidth/2+lanePad, c.Max.Y-s.turnAt-4, s.noReturn)
	}
	for _, st := range s.steps {
		s.drawStep(c, st)
	}
	ink.Stroke(c, ink.Axis, ink.Hair, c.Min.X, c.Max.Y-s.foot, c.Max.X, c.Max.Y-s.foot)
	for n, lines := range s.ends {
		f := ink.Plain(7.5, ink.Muted)
		if s.lost(n) {
			f = lostFace()
		}
		f.Lines(c, s.line(c, n)-barWidth/2, c.Max.Y-s.foot-3, lines)
	}
	if len(s.ending) > 0 {
		ink.KeyFace().Lines(c, c.Min.X, c.Max.Y-s.height+vg.Length(len(s.ending))*ink.KeyFace().Leading(), s.ending)
	}
}

// besideTurn reports whether a step begins where the words at the point of no
// return are.
func (s *sequence) besideTurn(st row) bool {
	end := s.turnAt + vg.Length(len(s.noReturn))*turnFace().Leading() + 6
	return s.turnAt > 0 && st.top >= s.turnAt && st.top < end
}

// line is where the line of a lane is.
func (s *sequence) line(c draw.Canvas, task int) vg.Length {
	return c.Min.X + stepGutter + vg.Length(task)*s.lane + laneIndent
}

// node is where a step is on the line of its task.
func (s *sequence) node(c draw.Canvas, st row) vg.Length {
	return c.Max.Y - st.top - stepPad/2 - wordFace().Leading()/2
}

// wakesAt is where the arrows of a step are.
func (s *sequence) wakesAt(c draw.Canvas, st row) vg.Length {
	return c.Max.Y - st.top - st.height + arrowRoom/2 + 1
}

// drawLane draws what a task is doing, from change to change.
func (s *sequence) drawLane(c draw.Canvas, task int) {
	x, from, now := s.line(c, task), c.Max.Y-s.headRoom, s.state(-1, task)
	for _, st := range s.steps {
		to := s.node(c, st)
		if task != st.Task && len(st.wakes) > 0 {
			to = s.wakesAt(c, st)
		}
		if next := s.state(st.number, task); next != now {
			drawState(c, x, from, to, now)
			from, now = to, next
		}
	}
	drawState(c, x, from, c.Max.Y-s.foot, now)
}

// drawState draws a piece of a lane downwards.
func drawState(c draw.Canvas, x, from, to vg.Length, now results.State) {
	bar := ink.Rect(x-barWidth/2, to, x+barWidth/2, from)
	asleep, holds := now.Status == "asleep", now.Holds != ""
	switch {
	case holds:
		ink.Fill(c, holdColor, bar)
		if asleep {
			ink.Hatch(c, ink.Paper, bar)
		}
	case asleep:
		ink.Fill(c, ink.Paper, bar)
		ink.Hatch(c, sleepColor, bar)
		ink.Stroke(c, sleepColor, ink.Hair, bar.Min.X, from, bar.Min.X, to)
		ink.Stroke(c, sleepColor, ink.Hair, bar.Max.X, from, bar.Max.X, to)
	case now.Status == "blocked":
		c.StrokeLine2(draw.LineStyle{Color: ink.Dark, Width: 1, Dashes: ink.Dash(2, 2)}, x, from, x, to)
	case now.Status != "finished":
		ink.Stroke(c, ink.Axis, ink.Thin, x, from, x, to)
	}
}

// drawStep draws a step: a dot, its text, and its arrows.
func (s *sequence) drawStep(c draw.Canvas, st row) {
	x, y := s.line(c, st.Task), s.node(c, st)
	ink.Disc(c, ink.Paper, x, y, 3.1)
	ink.Disc(c, ink.Dark, x, y, 2.2)
	if s.state(st.number, st.Task).Status == "finished" {
		ink.Stroke(c, ink.Dark, 1.2, x-4.5, y, x+4.5, y)
	}
	top := c.Max.Y - st.top - stepPad/2
	for i, line := range st.lines {
		f := wordFace()
		if i == st.bold {
			f = ink.Bold(f.Size, holdColor)
		}
		top = f.Lines(c, x+barWidth/2+lanePad, top, []string{line})
	}
	for _, n := range st.wakes {
		arrow(c, x, s.line(c, n), s.wakesAt(c, st))
	}
}

// arrow draws an arrow from a lane to the edge of the bar in another.
func arrow(c draw.Canvas, from, to, y vg.Length) {
	toward := vg.Length(1)
	if to < from {
		toward = -1
	}
	from, to = from+toward*barWidth/2, to-toward*barWidth/2
	ink.Stroke(c, ink.Dark, 1, from, y, to-toward*4, y)
	c.SetColor(ink.Dark)
	var p vg.Path
	p.Move(vg.Point{X: to, Y: y})
	p.Line(vg.Point{X: to - toward*5.5, Y: y + 2.4})
	p.Line(vg.Point{X: to - toward*5.5, Y: y - 2.4})
	p.Close()
	c.Fill(p)
}

// keys is the legend: what is in the chart, and nothing else.
func (s *sequence) keys() (keys []ink.Key) {
	some := func(what func(results.State) bool) bool {
		for i := range s.Steps {
			for n := range s.Tasks {
				if what(s.state(i, n)) {
					return true
				}
			}
		}
		return false
	}
	piece := func(label string, now results.State) {
		keys = append(keys, ink.Key{Label: label, Width: barWidth, Sign: func(c draw.Canvas, left vg.Point) {
			drawState(c, left.X+barWidth/2, left.Y+5, left.Y-5, now)
		}})
	}
	if len(s.steps) > 0 {
		keys = append(keys, ink.Key{Label: "atomic step", Width: 6, Sign: func(c draw.Canvas, left vg.Point) { ink.Disc(c, ink.Dark, left.X+3, left.Y, 2.2) }})
	}
	if some(func(now results.State) bool { return now.Holds != "" }) {
		piece("holds an entry", results.State{Holds: "it"})
	}
	if some(func(now results.State) bool { return now.Status == "asleep" }) {
		piece("asleep", results.State{Status: "asleep"})
	}
	if some(func(now results.State) bool { return now.Status == "blocked" }) {
		piece("blocked by a lock", results.State{Status: "blocked"})
	}
	for _, st := range s.steps {
		if len(st.wakes) > 0 {
			keys = append(keys, ink.Key{Label: "wakes", Width: 16, Sign: func(c draw.Canvas, left vg.Point) {
				arrow(c, left.X-barWidth/2, left.X+16+barWidth/2, left.Y)
			}})
			break
		}
	}
	if some(func(now results.State) bool { return now.Status == "finished" }) {
		keys = append(keys, ink.Key{Label: "finishes", Width: 9, Sign: func(c draw.Canvas, left vg.Point) {
			ink.Disc(c, ink.Dark, left.X+4.5, left.Y, 2.2)
			ink.Stroke(c, ink.Dark, 1.2, left.X, left.Y, left.X+9, left.Y)
		}})
	}
	return keys
}
