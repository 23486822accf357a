package plots

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// pileup is a pile-up to be drawn: a row for each task, in the order in which
// they stopped for ever.
type pileup struct {
	*results.Pileup
	began int64 // the first loss
	all   []*results.Pileup
	label string
}

// pileups is a chart of how one lost wakeup stopped others, for each record in
// which that happened: of the pile-up whose spread is the median.
type pileups struct{}

func (pileups) name() string { return "pileup" }

func (pileups) figures(s *stats) (figures []*ink.Figure) {
	for _, r := range s.records {
		var all []*results.Pileup
		for i := range r.Pileups {
			if p := &r.Pileups[i]; p.Behind() != 0 && p.Spread() > 0 {
				all = append(all, p)
			}
		}
		if len(all) == 0 {
			continue
		}
		slices.SortStableFunc(all, func(a, b *results.Pileup) int { return cmp.Compare(a.Spread(), b.Spread()) })
		p := pileup{Pileup: all[len(all)/2], all: all, label: r.Strategy + " in " + r.Pattern}
		p.began, _ = p.First()
		figures = append(figures, p.figure(ink.SheetName("pileup", len(figures)), s.footer))
	}
	return figures
}

const (
	pileRow   vg.Length = 13
	pileLeft  vg.Length = 78
	pileAxis  vg.Length = 26
	pileCount vg.Length = 70
)

func (p *pileup) figure(name, footer string) *ink.Figure {
	sh := ink.Sheet{
		Name: name, Title: words.OfPileup(p.Pileup, p.label, p.all), Footer: footer,
		Subtitle: fmt.Sprintf("Who sleeps for ever, from when on, and behind whom (arrows), in the pile-up of %d whose length is the median. Above: how many have stopped, in this one (black) and in all (grey).", len(p.all)),
		Keys: []ink.Key{
			barKey("its wakeup is lost", ink.Alarm), barKey("on an entry that a task holds", ink.Dark),
			barKey("on mmap_lock", ink.Hex(0x0072B2)), barKey("on another lock", ink.Hex(0x56B4E9)),
		},
		BodyHeight: pileCount + 10 + pileRow*vg.Length(len(p.Stops)) + pileAxis,
	}
	sh.Body = p.draw
	return sh.Figure()
}

// taken is how long it took until so many tasks had stopped, of all pile-ups in
// which as many did.
func (p *pileup) taken(stopped int) compare.Interval {
	var times []float64
	for _, q := range p.all {
		if began, ok := q.First(); ok && len(q.Stops) >= stopped {
			times = append(times, float64(max(0, q.Stops[stopped-1].NS-began)))
		}
	}
	return compare.Median(times)
}

func barKey(label string, c ink.Hex) ink.Key {
	return ink.Key{Label: label, Width: 14, Sign: func(canvas draw.Canvas, left vg.Point) {
		ink.Fill(canvas, c, ink.Rect(left.X, left.Y-2.5, left.X+14, left.Y+2.5))
	}}
}

// colorOf is what a task sleeps on.
func colorOf(s *results.Stop) ink.Hex {
	switch {
	case s.Lost:
		return ink.Alarm
	case s.On == results.OnEntry:
		return ink.Dark
	case s.On == "mmap_lock":
		return 0x0072B2
	}
	return 0x56B4E9
}

func (p *pileup) draw(c draw.Canvas) {
	axes := plot.New()
	axes.X.Min, axes.X.Max = 0, 1.06*float64(p.Spread())
	axes.X.Tick.Marker = ink.LinearTicks{Labels: 6, Format: phrase.Time}
	count := c
	count.Min.X, count.Min.Y = c.Min.X+pileLeft, c.Max.Y-pileCount
	p.curve(count, axes)
	rows := c
	rows.Min.X, rows.Max.Y = count.Min.X, count.Min.Y-10
	rows.Min.Y = rows.Max.Y - pileRow*vg.Length(len(p.Stops))
	x, _ := axes.Transforms(&rows)
	at := func(s *results.Stop) vg.Length { return x(max(0, float64(s.NS-p.began))) }
	line := map[int]vg.Length{} // by task
	for i := range p.Stops {
		line[p.Stops[i].Task] = rows.Max.Y - pileRow*(vg.Length(i)+0.5)
	}
	for _, t := range axes.X.Tick.Marker.Ticks(axes.X.Min, axes.X.Max) {
		ink.Stroke(c, ink.Faint, ink.Hair, x(t.Value), rows.Min.Y, x(t.Value), count.Max.Y)
	}
	names := ink.Plain(ink.TextSize, ink.Dark)
	for i := range p.Stops {
		s := &p.Stops[i]
		y := line[s.Task]
		names.Level(c, rows.Min.X-6, y, 1, fmt.Sprintf("%s %d", s.Role, s.Task))
		ink.Stroke(c, ink.Axis, ink.Hair, rows.Min.X, y, at(s), y)
		ink.Fill(c, colorOf(s), ink.Rect(at(s), y-3, rows.Max.X, y+3))
		ink.MarkOn(c, ink.Rect(rows.Min.X, y-pileRow/2, rows.Max.X, y+pileRow/2), p.stop(s))
	}
	for i := range p.Stops {
		s := &p.Stops[i]
		to, ok := line[s.Behind]
		if !ok {
			continue
		}
		reach := to - 3
		if to < line[s.Task] {
			reach = to + 3
		}
		ink.Stroke(c, ink.Paper, 2, at(s), line[s.Task], at(s), reach)
		ink.Stroke(c, ink.Dark, ink.Thin, at(s), line[s.Task], at(s), reach)
		tip := vg.Length(3)
		if reach > line[s.Task] {
			tip = -tip
		}
		c.FillPolygon(ink.Dark, []vg.Point{{X: at(s), Y: reach}, {X: at(s) - 2, Y: reach + tip}, {X: at(s) + 2, Y: reach + tip}})
	}
	low := rows
	low.Min.Y, low.Max.Y = c.Min.Y, rows.Min.Y
	ink.Stroke(c, ink.Axis, ink.Hair, rows.Min.X, rows.Min.Y, rows.Max.X, rows.Min.Y)
	labels := ink.Plain(ink.SmallSize, ink.Muted)
	for _, t := range axes.X.Tick.Marker.Ticks(axes.X.Min, axes.X.Max) {
		if t.Label != "" {
			labels.Write(c, x(t.Value), rows.Min.Y-9, 0.5, t.Label)
		}
	}
	labels.Write(c, (rows.Min.X+rows.Max.X)/2, rows.Min.Y-19, 0.5, "time since the first loss")
}

// stop says what a row stands for.
func (p *pileup) stop(s *results.Stop) ink.Mark {
	m := ink.Mark{What: fmt.Sprintf("%s %d sleeps for ever on %s", s.Role, s.Task, s.On), Value: phrase.Time(max(0, float64(s.NS-p.began))) + " after the first loss"}
	switch i := slices.IndexFunc(p.Stops, func(o results.Stop) bool { return o.Task == s.Behind }); {
	case s.Lost:
		m.What += ": its wakeup is lost"
	case i >= 0:
		m.What += fmt.Sprintf(", behind %s %d", p.Stops[i].Role, s.Behind)
	}
	return m
}

// curve draws how many tasks have stopped.
func (p *pileup) curve(c draw.Canvas, axes *plot.Plot) {
	axes.Y.Min, axes.Y.Max = 0, float64(p.Tasks)*1.05
	x, y := axes.Transforms(&c)
	steps := func(q *results.Pileup, began int64) []vg.Point {
		line := []vg.Point{{X: x(0), Y: y(0)}}
		for i := range q.Stops {
			at := x(max(0, float64(q.Stops[i].NS-began)))
			if at > c.Max.X {
				break
			}
			line = append(line, vg.Point{X: at, Y: line[len(line)-1].Y}, vg.Point{X: at, Y: y(float64(i + 1))})
		}
		return append(line, vg.Point{X: c.Max.X, Y: line[len(line)-1].Y})
	}
	labels := ink.Plain(ink.SmallSize, ink.Muted)
	for n := 0; n <= p.Tasks; n += max(1, (p.Tasks+3)/4) {
		ink.Stroke(c, ink.Faint, ink.Hair, c.Min.X, y(float64(n)), c.Max.X, y(float64(n)))
		labels.Level(c, c.Min.X-6, y(float64(n)), 1, fmt.Sprint(n))
	}
	names := ink.Plain(ink.TextSize, ink.Dark)
	names.Level(c, c.Min.X-pileLeft, c.Max.Y-4, 0, "stopped")
	for _, q := range p.all {
		if q != p.Pileup {
			first, _ := q.First()
			c.StrokeLines(draw.LineStyle{Color: ink.Fade(ink.Axis, 0.35), Width: ink.Hair}, steps(q, first))
		}
	}
	c.StrokeLines(draw.LineStyle{Color: ink.Dark, Width: 1.2}, steps(p.Pileup, p.began))
	for i := range p.Stops {
		at := vg.Point{X: x(max(0, float64(p.Stops[i].NS-p.began))), Y: y(float64(i + 1))}
		ink.MarkAt(c, at, ink.Mark{What: fmt.Sprintf("until %d of %s had stopped, from the first loss on, in all pile-ups", i+1, phrase.Count(p.Tasks, "task"))}.
			Estimate(p.taken(i+1), phrase.Time))
	}
}
