package checks

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results/words"
)

// tally counts designs: those that are safe, those that are not, and those of
// which it is not known.
type tally struct{ safe, unsafe, open int }

func (t *tally) add(d SpaceDesign) {
	switch {
	case d.Incomplete:
		t.open++
	case d.Safe:
		t.safe++
	default:
		t.unsafe++
	}
}

// share is the share of safe designs among those of which it is known, which
// there may be none of.
func (t tally) share() (float64, bool) {
	known := t.safe + t.unsafe
	return float64(t.safe) / float64(max(1, known)), known > 0
}

// never and always are about all designs, so that none may be open.
func (t tally) never() bool  { return t.safe == 0 && t.unsafe > 0 && t.open == 0 }
func (t tally) always() bool { return t.safe > 0 && t.unsafe == 0 && t.open == 0 }

func (t tally) ratio() string {
	if t == (tally{}) {
		return "–"
	}
	s := fmt.Sprintf("%d / %d", t.safe, t.safe+t.unsafe)
	if t.open > 0 {
		s += " +" + fmt.Sprint(t.open) + "?"
	}
	return s
}

// count fills in the tallies. A design that has no value of a decision, or one
// that is not there, counts in no tally of it.
func (s *space) count() {
	s.pairs = make([][]tally, len(s.choices))
	for i := range s.pairs {
		s.pairs[i] = make([]tally, len(s.choices))
	}
	for _, d := range s.data.Designs {
		var has []int
		for i := range s.choices {
			if c := &s.choices[i]; c.decision < len(d.Choice) && d.Choice[c.decision] == c.value {
				c.add(d)
				has = append(has, i)
			}
		}
		for n, i := range has {
			for _, j := range has[n+1:] {
				s.pairs[i][j].add(d)
			}
		}
	}
}

// finding is what the title tells.
func (s *space) finding() *words.Space {
	f := &words.Space{Designs: len(s.data.Designs), Open: s.open(), Values: len(s.choices)}
	for _, d := range s.data.Designs {
		if d.Safe && !d.Incomplete {
			f.Safe++
		}
	}
	for i, c := range s.choices {
		if c.never() {
			f.Never = append(f.Never, strings.TrimPrefix(s.decision(c.decision)+" = ", " = ")+c.name)
		}
		for j, p := range s.pairs[i] {
			if p.never() && !c.never() && !s.choices[j].never() {
				f.Pairs++
			}
		}
	}
	return f
}

// sizes is the subtitle.
func (s *space) sizes() string {
	text := "Share of safe designs among those with a value (dots) and with two values (cells)."
	if n := s.open(); n > 0 {
		text += fmt.Sprintf(" Left out: %s not checked to the end.", phrase.Count(n, "design"))
	}
	return text
}

// open returns how many designs it is not known of.
func (s *space) open() (n int) {
	for _, d := range s.data.Designs {
		if d.Incomplete {
			n++
		}
	}
	return n
}

// sharesHead is over the counts.
func (s *space) sharesHead() string {
	if s.open() > 0 {
		return "safe / known"
	}
	return "safe / all"
}

// shareColor is darker the fewer designs are safe.
func shareColor(share float64) ink.Hex { return ink.Blend(0xE08A4E, 0xFAF3EC, share) }

// drawTally draws a cell.
func drawTally(c draw.Canvas, b vg.Rectangle, t tally) {
	x, y := ink.Centre(b)
	b = inset(b, 0.4)
	share, known := t.share()
	text := ink.Plain(ink.SmallSize, ink.Dark)
	switch {
	case t == tally{}:
		ink.Stroke(c, ink.Axis, ink.Hair, x-1.5, y, x+1.5, y)
		return
	case !known, t.open > 0 && (share == 0 || share == 1):
		ink.Fill(c, openColor, b)
		text.Level(c, x, y, 0.5, "?")
		return
	case t.never():
		ink.Fill(c, ink.Alarm, b)
		cross(c, ink.Paper, x, y, 2.3)
		return
	}
	if t.always() {
		ink.Fill(c, provedColor, b)
		tick(c, x, y)
		return
	}
	ink.Fill(c, shareColor(share), b)
	s := fmt.Sprintf("%.0f", math.Min(99, math.Max(1, 100*share)))
	if text.Width(s) <= b.Max.X-b.Min.X-1 {
		text.Level(c, x, y, 0.5, s)
	}
}

// drawShare draws the share of a choice on its strip.
func (s *space) drawShare(c draw.Canvas, ch choice, at func(float64) vg.Length, y vg.Length) {
	share, known := ch.share()
	switch {
	case !known:
		return
	case ch.never():
		cross(c, ink.Alarm, at(0), y, 2.8)
		return
	}
	ink.Stroke(c, ink.Hex(0x9DB8CC), 1.6, at(0), y, at(share), y)
	ink.Disc(c, safeColor, at(share), y, 2.8)
}

// cross draws the sign of what never is safe.
func cross(c draw.Canvas, col ink.Hex, x, y, r vg.Length) {
	ink.Stroke(c, col, 1.3, x-r, y-r, x+r, y+r)
	ink.Stroke(c, col, 1.3, x-r, y+r, x+r, y-r)
}

// keys is the legend: what is in the chart, and nothing else.
func (s *space) keys() (keys []ink.Key) {
	sign := func(label string, t tally) {
		const width, height vg.Length = 17, 10.5
		keys = append(keys, ink.Key{Label: label, Width: width, Sign: func(c draw.Canvas, left vg.Point) {
			drawTally(c, ink.Rect(left.X, left.Y-height/2, left.X+width, left.Y+height/2), t)
		}})
	}
	some := func(what func(tally) bool) bool {
		for i, c := range s.choices {
			for j, p := range s.pairs[i] {
				if s.choices[j].decision > c.decision && what(p) {
					return true
				}
			}
		}
		return false
	}
	partly := func(t tally) bool { return t.safe > 0 && t.unsafe > 0 }
	if some(tally.always) {
		sign("all safe", tally{safe: 1})
	}
	if some(partly) {
		sign("percent safe", tally{safe: 1, unsafe: 1})
	}
	if some(tally.never) {
		sign("none safe", tally{unsafe: 1})
	}
	if some(func(t tally) bool { return t.open > 0 && !partly(t) }) {
		sign("not known", tally{open: 1})
	}
	if some(func(t tally) bool { return t == tally{} }) {
		sign("no such design", tally{})
	}
	return keys
}
