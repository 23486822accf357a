package checks

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results/words"
)

// SpaceData is a space of designs: the decisions that make a design, the values
// that each may have, and what was found out about the designs.
type SpaceData struct {
	Decisions []string
	// Values are those of each decision.
	Values  [][]string
	Designs []SpaceDesign
	// Footer says what was searched, such as scenarios and bounds.
	Footer string
}

// SpaceDesign is a design: the value of each decision, as an index, and whether
// it is safe; Incomplete is one of which it is not known.
type SpaceDesign struct {
	Choice           []int
	Safe, Incomplete bool
}

// Sizes of a space.
const (
	strip      vg.Length = 92
	shares     vg.Length = 54
	blockGap   vg.Length = 3
	valueRow   vg.Length = 15
	valueLeast vg.Length = 9.5
)

// Space draws which decisions make designs safe: for each value the share of
// the designs with it that are safe and, for each two values, the share of the
// designs with both.
func Space(data *SpaceData) *ink.Figure {
	s := newSpace(data)
	return ink.Sheet{
		Name: "space", Title: words.OfSpace(s.finding()), Subtitle: s.sizes(), Footer: data.Footer, Keys: s.keys(),
		Width: s.width, Body: s.draw, BodyHeight: s.foot + s.heads,
	}.Figure()
}

// space is the layout of a space.
type space struct {
	data    *SpaceData
	choices []choice
	// pairs are the tallies of two choices, by their numbers.
	pairs [][]tally
	// gutter is the room for decisions and values, of which names is that for
	// decisions; row and column are the sizes of a cell, heads the room for
	// names under columns, foot where rows end.
	width, gutter, names, row, column, heads, foot vg.Length
}

// choice is a value of a decision, and where it stands from the top and from
// the left of the matrix.
type choice struct {
	decision, value int
	name            string
	tally
	top, left vg.Length
}

func newSpace(data *SpaceData) *space {
	s := &space{data: data}
	for d, values := range data.Values {
		for v, name := range values {
			s.choices = append(s.choices, choice{decision: d, value: v, name: name})
		}
	}
	s.count()
	value, decision := ink.Plain(7.5, ink.Dark), ink.Bold(7.5, ink.Dark)
	columns, blocks := 0, 0
	for i, c := range s.choices {
		s.gutter = max(s.gutter, min(value.Width(c.name), 90))
		if c.value == 0 {
			s.names = max(s.names, min(decision.Width(s.decision(c.decision)), 100)+8)
			blocks++
		}
		if s.hasColumn(i) {
			columns++
			s.heads = max(s.heads, min(value.Width(c.name), 90)+3)
		}
	}
	s.gutter += s.names + 6
	fixed := s.gutter + strip + shares + vg.Length(max(0, blocks-2))*blockGap
	n := vg.Length(max(1, columns))
	s.column = min(24, (ink.FullWidth-2*ink.Margin-fixed)/n)
	// The name of the last decision that has columns may be wider than they.
	over, last := vg.Length(0), len(s.data.Values)-2
	if last >= 0 {
		over = columnFace().Width(s.decision(last)) + 2
		if rest := n - vg.Length(len(s.data.Values[last])); rest > 0 {
			s.column = min(s.column, (ink.FullWidth-2*ink.Margin-fixed-over)/rest)
		}
		over -= max(valueLeast, s.column) * vg.Length(len(s.data.Values[last]))
	}
	s.column = max(valueLeast, s.column)
	s.width = max(ink.FullWidth, 2*ink.Margin+fixed+n*s.column+max(0, over))
	s.row = valueRow
	if len(s.choices) > 30 {
		s.row = 11
	}
	s.foot = 14
	x := s.gutter + strip + shares
	for i := range s.choices {
		c := &s.choices[i]
		if i > 0 && c.value == 0 {
			s.foot, x = s.foot+blockGap, x+blockGap
		}
		c.top, c.left = s.foot, x
		s.foot += s.row
		x += s.column
	}
	return s
}

// hasColumn reports whether a choice has a column: all but those of the last
// decision.
func (s *space) hasColumn(i int) bool {
	return s.choices[i].decision < s.choices[len(s.choices)-1].decision
}

func (s *space) decision(i int) string {
	if i < len(s.data.Decisions) {
		return s.data.Decisions[i]
	}
	return ""
}

// columnFace is for the names of decisions over their columns.
func columnFace() ink.Face { return ink.Bold(ink.SmallSize, ink.Muted) }

func (s *space) draw(c draw.Canvas) {
	value, decision, small := ink.Plain(7.5, ink.Dark), ink.Bold(7.5, ink.Dark), ink.Plain(ink.SmallSize, ink.Muted)
	x0 := c.Min.X + s.gutter
	x1 := x0 + strip
	at := func(share float64) vg.Length { return x0 + 5 + vg.Length(share)*(strip-10) }
	if len(s.choices) == 0 {
		return
	}
	foot := c.Max.Y - s.foot
	for i, label := range []string{"0", "50", "100" + phrase.NBSP + "%"} {
		x := at(float64(i) / 2)
		ink.Stroke(c, ink.Faint, ink.Thin, x, c.Max.Y-12, x, foot)
		small.Write(c, x, c.Max.Y-8, 0.5, label)
	}
	small.Write(c, x1+shares/2, c.Max.Y-8, 0.5, s.sharesHead())
	for i, ch := range s.choices {
		y := c.Max.Y - ch.top - s.row/2
		if ch.value == 0 {
			decision.Level(c, c.Min.X, y, 0, decision.Fit(s.decision(ch.decision), s.names-6))
			if i > 0 {
				ink.Stroke(c, ink.Axis, ink.Hair, c.Min.X, c.Max.Y-ch.top+blockGap/2, x1+shares-4, c.Max.Y-ch.top+blockGap/2)
			}
		}
		value.Level(c, x0-4, y, 1, value.Fit(ch.name, s.gutter-s.names-6))
		s.drawShare(c, ch, at, y)
		small.Level(c, x1+shares/2, y, 0.5, ch.ratio())
		for j, other := range s.choices[:i] {
			if other.decision < ch.decision {
				left := c.Min.X + other.left
				b := ink.Rect(left, y-s.row/2, left+s.column, y+s.row/2)
				drawTally(c, b, s.pairs[j][i])
				ink.MarkOn(c, b, ink.Mark{What: s.decision(other.decision) + " = " + other.name + ", " + s.decision(ch.decision) + " = " + ch.name + ": safe of all designs", Value: s.pairs[j][i].ratio()})
			}
		}
		if s.hasColumn(i) {
			h := ink.Plain(7, ink.Dark)
			text := h.Fit(ch.name, 90)
			if ch.value == len(s.data.Values[ch.decision])-1 {
				first := s.choices[i-ch.value]
				columnFace().Write(c, c.Min.X+first.left+0.5, y-s.row/2+1.5, 0, s.decision(ch.decision))
			}
			h.Upright(c, c.Min.X+ch.left+s.column/2, foot-3-h.Width(text), text)
		}
	}
}
