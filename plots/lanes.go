package plots

import (
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/results"
)

// draw draws the chart: its ground, the lanes, and the steps in them.
func (s *sequence) draw(c draw.Canvas) {
	number := face{smallSize, false, muted}
	if s.turnAt > 0 {
		fill(c, lostGround, rect(c.Min.X, c.Max.Y-s.foot, c.Max.X, c.Max.Y-s.turnAt))
	}
	for n, lines := range s.heads {
		x := s.line(c, n) - barWidth/2
		laneFace().write(c, x, c.Max.Y-vg.Points(textSize), 0, lines[0])
		wordFace().lines(c, x, c.Max.Y-laneFace().leading(), lines[1:])
	}
	stroke(c, axis, hair, c.Min.X, c.Max.Y-s.headRoom, c.Max.X, c.Max.Y-s.headRoom)
	for i, st := range s.steps {
		if i > 0 && !s.besideTurn(st) {
			stroke(c, faint, hair, c.Min.X, c.Max.Y-st.top, c.Max.X, c.Max.Y-st.top)
		}
		number.level(c, c.Min.X+stepGutter-8, s.node(c, st), 1, strconv.Itoa(st.number+1))
	}
	if s.turnAt > 0 {
		y := c.Max.Y - s.turnAt
		stroke(c, alarm, 1.2, c.Min.X, y, c.Max.X, y)
	}
	for n := range s.Tasks {
		s.drawLane(c, n)
	}
	if s.turnAt > 0 {
		turnFace().lines(c, s.line(c, s.turnLane)+barWidth/2+lanePad, c.Max.Y-s.turnAt-4, s.noReturn)
	}
	for _, st := range s.steps {
		s.drawStep(c, st)
	}
	stroke(c, axis, hair, c.Min.X, c.Max.Y-s.foot, c.Max.X, c.Max.Y-s.foot)
	for n, lines := range s.ends {
		f := face{7.5, false, muted}
		if s.lost(n) {
			f = lostFace()
		}
		f.lines(c, s.line(c, n)-barWidth/2, c.Max.Y-s.foot-3, lines)
	}
	if len(s.ending) > 0 {
		keyFace().lines(c, c.Min.X, c.Max.Y-s.height+vg.Length(len(s.ending))*keyFace().leading(), s.ending)
	}
}

// besideTurn reports whether a step begins where the words at the point of no
// return are.
func (s *sequence) besideTurn(st row) bool {
	end := s.turnAt + vg.Length(len(s.noReturn))*turnFace().leading() + 6
	return s.turnAt > 0 && st.top >= s.turnAt && st.top < end
}

// line is where the line of a lane is.
func (s *sequence) line(c draw.Canvas, task int) vg.Length {
	return c.Min.X + stepGutter + vg.Length(task)*s.lane + laneIndent
}

// node is where a step is on the line of its task.
func (s *sequence) node(c draw.Canvas, st row) vg.Length {
	return c.Max.Y - st.top - stepPad/2 - wordFace().leading()/2
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
	bar := rect(x-barWidth/2, to, x+barWidth/2, from)
	asleep, holds := now.Status == "asleep", now.Holds != ""
	switch {
	case holds:
		fill(c, holdColor, bar)
		if asleep {
			hatch(c, paper, bar)
		}
	case asleep:
		fill(c, paper, bar)
		hatch(c, sleepColor, bar)
		stroke(c, sleepColor, hair, bar.Min.X, from, bar.Min.X, to)
		stroke(c, sleepColor, hair, bar.Max.X, from, bar.Max.X, to)
	case now.Status == "blocked":
		c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1, Dashes: dash(2, 2)}, x, from, x, to)
	case now.Status != "finished":
		stroke(c, axis, thin, x, from, x, to)
	}
}

// hatch fills a narrow bar with slanted lines, which go on in the next bar.
func hatch(c draw.Canvas, col hex, b vg.Rectangle) {
	const every = 3
	w := b.Max.X - b.Min.X
	first := int(b.Min.Y/every) - int(w/every) - 1
	for y := vg.Length(first) * every; y < b.Max.Y; y += every {
		// The line from y at the left to y+w at the right, cut to the bar.
		lo, hi := max(y, b.Min.Y), min(y+w, b.Max.Y)
		if lo < hi {
			stroke(c, col, 0.6, b.Min.X+lo-y, lo, b.Min.X+hi-y, hi)
		}
	}
}

// drawStep draws a step: a dot, its text, and its arrows.
func (s *sequence) drawStep(c draw.Canvas, st row) {
	x, y := s.line(c, st.Task), s.node(c, st)
	disc(c, paper, x, y, 3.1)
	disc(c, ink, x, y, 2.2)
	if s.state(st.number, st.Task).Status == "finished" {
		stroke(c, ink, 1.2, x-4.5, y, x+4.5, y)
	}
	top := c.Max.Y - st.top - stepPad/2
	for i, line := range st.lines {
		f := wordFace()
		if i == st.bold {
			f = face{f.size, true, holdColor}
		}
		top = f.lines(c, x+barWidth/2+lanePad, top, []string{line})
	}
	for _, n := range st.wakes {
		arrow(c, x, s.line(c, n), s.wakesAt(c, st))
	}
}

func disc(c draw.Canvas, col hex, x, y, r vg.Length) {
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: col, Radius: r, Shape: draw.CircleGlyph{}}, vg.Point{X: x, Y: y})
}

// arrow draws an arrow from a lane to the edge of the bar in another.
func arrow(c draw.Canvas, from, to, y vg.Length) {
	toward := vg.Length(1)
	if to < from {
		toward = -1
	}
	from, to = from+toward*barWidth/2, to-toward*barWidth/2
	stroke(c, ink, 1, from, y, to-toward*4, y)
	c.SetColor(ink)
	var p vg.Path
	p.Move(vg.Point{X: to, Y: y})
	p.Line(vg.Point{X: to - toward*5.5, Y: y + 2.4})
	p.Line(vg.Point{X: to - toward*5.5, Y: y - 2.4})
	p.Close()
	c.Fill(p)
}

// keys is the legend: what is in the chart, and nothing else.
func (s *sequence) keys() (keys []key) {
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
		keys = append(keys, key{label, barWidth, func(c draw.Canvas, left vg.Point) {
			drawState(c, left.X+barWidth/2, left.Y+5, left.Y-5, now)
		}})
	}
	if len(s.steps) > 0 {
		keys = append(keys, key{"atomic step", 6, func(c draw.Canvas, left vg.Point) { disc(c, ink, left.X+3, left.Y, 2.2) }})
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
			keys = append(keys, key{"wakes", 16, func(c draw.Canvas, left vg.Point) {
				arrow(c, left.X-barWidth/2, left.X+16+barWidth/2, left.Y)
			}})
			break
		}
	}
	if some(func(now results.State) bool { return now.Status == "finished" }) {
		keys = append(keys, key{"finishes", 9, func(c draw.Canvas, left vg.Point) {
			disc(c, ink, left.X+4.5, left.Y, 2.2)
			stroke(c, ink, 1.2, left.X, left.Y, left.X+9, left.Y)
		}})
	}
	return keys
}
