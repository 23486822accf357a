package plots

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
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
func Space(data *SpaceData) *Figure {
	s := newSpace(data)
	return sheet{
		name: "space", title: words.OfSpace(s.finding()), subtitle: s.sizes(), footer: data.Footer, keys: s.keys(),
		width: s.width, body: s.draw, bodyHeight: s.foot + s.heads,
	}.figure()
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
	value, decision := face{7.5, false, ink}, face{7.5, true, ink}
	columns, blocks := 0, 0
	for i, c := range s.choices {
		s.gutter = max(s.gutter, min(value.width(c.name), 90))
		if c.value == 0 {
			s.names = max(s.names, min(decision.width(s.decision(c.decision)), 100)+8)
			blocks++
		}
		if s.hasColumn(i) {
			columns++
			s.heads = max(s.heads, min(value.width(c.name), 90)+3)
		}
	}
	s.gutter += s.names + 6
	fixed := s.gutter + strip + shares + vg.Length(max(0, blocks-2))*blockGap
	n := vg.Length(max(1, columns))
	s.column = min(24, (fullWidth-2*margin-fixed)/n)
	// The name of the last decision that has columns may be wider than they.
	over, last := vg.Length(0), len(s.data.Values)-2
	if last >= 0 {
		over = columnFace().width(s.decision(last)) + 2
		if rest := n - vg.Length(len(s.data.Values[last])); rest > 0 {
			s.column = min(s.column, (fullWidth-2*margin-fixed-over)/rest)
		}
		over -= max(valueLeast, s.column) * vg.Length(len(s.data.Values[last]))
	}
	s.column = max(valueLeast, s.column)
	s.width = max(fullWidth, 2*margin+fixed+n*s.column+max(0, over))
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
func columnFace() face { return face{smallSize, true, muted} }

func (s *space) draw(c draw.Canvas) {
	value, decision, small := face{7.5, false, ink}, face{7.5, true, ink}, face{smallSize, false, muted}
	x0 := c.Min.X + s.gutter
	x1 := x0 + strip
	at := func(share float64) vg.Length { return x0 + 5 + vg.Length(share)*(strip-10) }
	if len(s.choices) == 0 {
		return
	}
	foot := c.Max.Y - s.foot
	for i, label := range []string{"0", "50", "100" + phrase.NBSP + "%"} {
		x := at(float64(i) / 2)
		stroke(c, faint, thin, x, c.Max.Y-12, x, foot)
		small.write(c, x, c.Max.Y-8, 0.5, label)
	}
	small.write(c, x1+shares/2, c.Max.Y-8, 0.5, s.sharesHead())
	for i, ch := range s.choices {
		y := c.Max.Y - ch.top - s.row/2
		if ch.value == 0 {
			decision.level(c, c.Min.X, y, 0, decision.fit(s.decision(ch.decision), s.names-6))
			if i > 0 {
				stroke(c, axis, hair, c.Min.X, c.Max.Y-ch.top+blockGap/2, x1+shares-4, c.Max.Y-ch.top+blockGap/2)
			}
		}
		value.level(c, x0-4, y, 1, value.fit(ch.name, s.gutter-s.names-6))
		s.drawShare(c, ch, at, y)
		small.level(c, x1+shares/2, y, 0.5, ch.ratio())
		for j, other := range s.choices[:i] {
			if other.decision < ch.decision {
				left := c.Min.X + other.left
				b := rect(left, y-s.row/2, left+s.column, y+s.row/2)
				drawTally(c, b, s.pairs[j][i])
				mark(c, b, Mark{What: s.decision(other.decision) + " = " + other.name + ", " + s.decision(ch.decision) + " = " + ch.name + ": safe of all designs", Value: s.pairs[j][i].ratio()})
			}
		}
		if s.hasColumn(i) {
			h := face{7, false, ink}
			text := h.fit(ch.name, 90)
			if ch.value == len(s.data.Values[ch.decision])-1 {
				first := s.choices[i-ch.value]
				columnFace().write(c, c.Min.X+first.left+0.5, y-s.row/2+1.5, 0, s.decision(ch.decision))
			}
			h.upright(c, c.Min.X+ch.left+s.column/2, foot-3-h.width(text), text)
		}
	}
}
