package checks

import (
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/words"
)

// MatrixOptions are options of a matrix. The zero value is ready for use.
type MatrixOptions struct {
	// Name is the base name of its files; empty is "matrix".
	Name string
	// Footer stands before the bounds in the footer, such as a commit.
	Footer string
}

// Sizes of a matrix.
const (
	matrixRow    vg.Length = 19
	matrixColumn vg.Length = 28
	matrixLeast  vg.Length = 13
	matrixHead   vg.Length = 130
	folderHead   vg.Length = 14
	folderGap    vg.Length = 4
	markSize               = 5.5
)

// Colours of cells.
const (
	provedColor ink.Hex = 0xDCEAF4
	openColor   ink.Hex = 0xF2CF80
	safeColor   ink.Hex = 0x0072B2
)

// Matrix draws what a check found out: a row for each strategy, a column for
// each scenario, both in the order met. Scenarios of one folder, before the
// last slash of their names, stand together under its name. Each cell has a
// colour and a sign, so that it is read in grey as well; a cell that is not as
// expected has a frame.
func Matrix(list []*results.Verdict, o MatrixOptions) *ink.Figure {
	s := newVerdicts(list)
	m := matrix{verdicts: s}
	m.layOut()
	name := o.Name
	if name == "" {
		name = "matrix"
	}
	var foot []string
	for _, f := range []string{o.Footer, words.OfBounds(s.all())} {
		if f != "" {
			foot = append(foot, f)
		}
	}
	return ink.Sheet{
		Name: name, Title: words.OfVerdicts(s.all()), Footer: strings.Join(foot, " · "), Keys: m.keys(), Width: m.width,
		Subtitle: "Each cell: all schedules of a scenario, within bounds. A code is what the shortest losing schedule violates, one under it what others do.",
		Body:     m.draw, BodyHeight: m.head + vg.Length(len(s.designs))*matrixRow,
	}.Figure()
}

// matrix is the layout of a matrix.
type matrix struct {
	*verdicts
	width, gutter, head, cell vg.Length
	// heads are the names over the columns, left where each begins.
	heads []string
	left  []vg.Length
	// folders are over the heads, if there are any.
	folders []folder
}

// folder is the name of columns from first to last.
type folder struct {
	name        string
	first, last int
}

func (f folder) label() ink.Face { return ink.Bold(ink.TextSize, ink.Muted) }

func (m *matrix) layOut() {
	names, heads := ink.Plain(ink.TextSize, ink.Dark), ink.Plain(7.5, ink.Dark)
	for _, d := range m.designs {
		m.gutter = max(m.gutter, min(names.Width(d), 120))
	}
	m.gutter += 6
	m.heads = m.scenarios
	m.folders = foldersOf(m.scenarios)
	m.place()
	for _, f := range m.folders {
		if f.label().Width(f.name) > m.left[f.last]+m.cell-m.left[f.first]-2 {
			m.folders = nil
			m.place()
			break
		}
	}
	if m.folders != nil {
		m.heads = nil
		for _, s := range m.scenarios {
			m.heads = append(m.heads, s[strings.LastIndexByte(s, '/')+1:])
		}
	}
	for _, h := range m.heads {
		m.head = max(m.head, min(heads.Width(h), matrixHead)+7)
	}
	if m.folders != nil {
		m.head += folderHead
	}
}

// place finds the width of columns, and where each begins.
func (m *matrix) place() {
	n := vg.Length(max(1, len(m.scenarios)))
	gaps := vg.Length(max(0, len(m.folders)-1)) * folderGap
	m.cell = min(matrixColumn, max(matrixLeast, (ink.FullWidth-2*ink.Margin-m.gutter-gaps)/n))
	m.width = max(ink.FullWidth, 2*ink.Margin+m.gutter+gaps+n*m.cell)
	m.left = nil
	x := m.gutter
	for i := range m.scenarios {
		for _, f := range m.folders {
			if f.first == i && i > 0 {
				x += folderGap
			}
		}
		m.left = append(m.left, x)
		x += m.cell
	}
}

// foldersOf returns the folders of names, if all have one.
func foldersOf(names []string) (folders []folder) {
	for i, n := range names {
		end := strings.LastIndexByte(n, '/')
		if end < 0 {
			return nil
		}
		if last := len(folders) - 1; last >= 0 && folders[last].name == n[:end] {
			folders[last].last = i
		} else {
			folders = append(folders, folder{n[:end], i, i})
		}
	}
	return folders
}

func (m *matrix) draw(c draw.Canvas) {
	names, heads := ink.Plain(ink.TextSize, ink.Dark), ink.Plain(7.5, ink.Dark)
	for _, f := range m.folders {
		x0, x1 := c.Min.X+m.left[f.first]+0.5, c.Min.X+m.left[f.last]+m.cell-0.5
		f.label().Write(c, (x0+x1)/2, c.Max.Y-8, 0.5, f.name)
		ink.Stroke(c, ink.Axis, ink.Thin, x0, c.Max.Y-folderHead+2.5, x1, c.Max.Y-folderHead+2.5)
	}
	top := c.Max.Y - m.head
	for i, h := range m.heads {
		heads.Upright(c, c.Min.X+m.left[i]+m.cell/2, top+4, heads.Fit(h, matrixHead))
	}
	for row, d := range m.designs {
		y := top - vg.Length(row)*matrixRow
		names.Level(c, c.Min.X+m.gutter-5, y-matrixRow/2, 1, names.Fit(d, m.gutter-6))
		for i, scenario := range m.scenarios {
			x := c.Min.X + m.left[i]
			b := ink.Rect(x, y-matrixRow, x+m.cell, y)
			drawVerdict(c, b, m.at[pair{d, scenario}])
			markVerdict(c, b, d, scenario, m.at[pair{d, scenario}])
		}
	}
}

// drawVerdict draws a cell.
func drawVerdict(c draw.Canvas, b vg.Rectangle, v *results.Verdict) {
	x, y := ink.Centre(b)
	b = inset(b, 0.5)
	if v == nil {
		ink.Plain(ink.TextSize, ink.Muted).Level(c, x, y, 0.5, "–")
		return
	}
	if !v.AsExpected {
		ink.Fill(c, ink.Dark, inset(b, -0.5))
		ink.Fill(c, ink.Paper, inset(b, 1))
		b = inset(b, 1.5)
	}
	room := b.Max.X - b.Min.X - 0.6
	marks := ink.Plain(markSize, ink.Muted)
	below := ""
	switch {
	case violated(v):
		ink.Fill(c, ink.Alarm, b)
		found := words.KindsOf(v)
		marks.Color = ink.Paper
		below = others(found)
		y += raised(below)
		ink.Bold(7, ink.Paper).Shrunk(found[0].Code, room).Level(c, x, y, 0.5, found[0].Code)
	case proved(v):
		ink.Fill(c, provedColor, b)
		below = letters(remarksOf(v))
		y += raised(below)
		tick(c, x, y)
	default:
		ink.Fill(c, openColor, b)
		below = letters(remarksOf(v))
		y += raised(below)
		ink.Bold(ink.HeadSize, ink.Dark).Level(c, x, y, 0.5, "?")
	}
	marks.Shrunk(below, room).Level(c, x, b.Min.Y+(y-b.Min.Y)/2.6, 0.5, below)
}

// raised is how far a sign makes room for what is below it.
func raised(below string) vg.Length {
	if below == "" {
		return 0
	}
	return 3.2
}

// others is what a cell says of the kinds after the first: one, which is the
// lost wakeup if it is among them, and a plus if there are more.
func others(found []words.Kind) string {
	if len(found) < 2 {
		return ""
	}
	s := found[1].Code
	for _, k := range found[2:] {
		if k.Code == "LW" {
			s = k.Code
		}
	}
	if len(found) > 2 {
		s += "+"
	}
	return s
}

func letters(found []remark) (s string) {
	for _, r := range found {
		s += r.letter
	}
	return s
}

// tick draws the sign of a proof.
func tick(c draw.Canvas, x, y vg.Length) {
	c.SetLineStyle(draw.LineStyle{Color: ink.Hex(0x4F7A99), Width: vg.Points(1)})
	var p vg.Path
	p.Move(vg.Point{X: x - 2.6, Y: y})
	p.Line(vg.Point{X: x - 0.8, Y: y - 2})
	p.Line(vg.Point{X: x + 2.6, Y: y + 2.2})
	c.Stroke(p)
}

// inset makes a rectangle smaller on all sides.
func inset(r vg.Rectangle, by vg.Length) vg.Rectangle {
	r.Min.X, r.Min.Y, r.Max.X, r.Max.Y = r.Min.X+by, r.Min.Y+by, r.Max.X-by, r.Max.Y-by
	return r
}
