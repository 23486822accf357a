package plots

import (
	"image/color"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Sizes of type, in points.
const (
	titleSize = 11
	headSize  = 9
	textSize  = 8
	smallSize = 6.5
)

// Widths of lines and margins.
const (
	hair       vg.Length = 0.4
	thin       vg.Length = 0.8
	margin     vg.Length = 8
	fullWidth            = 6.8 * vg.Inch
	lineHeight           = 1.25
)

// face is a size of Liberation Sans in a colour. Its text is placed by the
// baseline, which keeps rows of text level whatever letters are in them.
type face struct {
	size  float64
	bold  bool
	color color.Color
}

func (f face) style() text.Style {
	s := text.Style{
		Color:   f.color,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(f.size)},
		Handler: text.Plain{Fonts: font.DefaultCache},
	}
	if f.bold {
		s.Font.Weight = xfont.WeightBold
	}
	return s
}

// width of a line of text.
func (f face) width(s string) vg.Length {
	if s == "" {
		return 0
	}
	return f.style().Width(s)
}

// leading is the distance of baselines.
func (f face) leading() vg.Length { return vg.Points(f.size * lineHeight) }

// write puts text on a baseline at y; align is 0 to have x at its left, 0.5 at
// its centre, 1 at its right.
func (f face) write(c draw.Canvas, x, y vg.Length, align float64, s string) {
	s = printable(s)
	if s == "" {
		return
	}
	st := f.style()
	fnt := font.DefaultCache.Lookup(st.Font, st.Font.Size)
	c.SetColor(f.color)
	c.FillString(fnt, vg.Point{X: x - vg.Length(align)*f.width(s), Y: y}, s)
}

// upright writes text that is read from below, with its capitals and digits
// centred on x and its start at y.
func (f face) upright(c draw.Canvas, x, y vg.Length, s string) {
	c.Push()
	c.Translate(vg.Point{X: x + vg.Points(0.36*f.size), Y: y})
	c.Rotate(math.Pi / 2)
	f.write(c, 0, 0, 0, s)
	c.Pop()
}

// printable leaves out what no file of text may have.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// level is write with the middle of capitals and digits at y.
func (f face) level(c draw.Canvas, x, y vg.Length, align float64, s string) {
	f.write(c, x, y-vg.Points(0.36*f.size), align, s)
}

// note is level on a ground that hides the lines behind it.
func (f face) note(c draw.Canvas, x, y vg.Length, align float64, s string) {
	w, h := f.width(s), vg.Points(0.62*f.size)
	x -= vg.Length(align) * w
	fill(c, paper, rect(x-1, y-h, x+w+1, y+h))
	f.level(c, x, y, 0, s)
}

// wrap breaks text at spaces, not at those of nbsp, so that lines are at most that wide.
// A word that is wider than a line goes on in the next.
func (f face) wrap(s string, width vg.Length) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(s, " ") {
		if line != "" && f.width(line+" "+word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; f.width(line) > width; {
			n := f.fitting(line, width)
			lines, line = append(lines, line[:n]), line[n:]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// fitting is how many bytes of text are at most that wide: its first letter at
// least.
func (f face) fitting(s string, width vg.Length) int {
	n := 0
	for n < len(s) {
		_, letter := utf8.DecodeRuneInString(s[n:])
		if n > 0 && f.width(s[:n+letter]) > width {
			break
		}
		n += letter
	}
	return n
}

// fit cuts text to a width.
func (f face) fit(s string, width vg.Length) string {
	if f.width(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && f.width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// shrunk is the face, or a smaller one if text needs it to have a width.
func (f face) shrunk(s string, width vg.Length) face {
	if w := f.width(s); w > width {
		f.size *= float64(width / w)
	}
	return f
}

// lines writes lines of text downwards from a top and returns where they end.
func (f face) lines(c draw.Canvas, x, top vg.Length, lines []string) vg.Length {
	for _, l := range lines {
		f.write(c, x, top-vg.Points(f.size*0.95), 0, l)
		top -= f.leading()
	}
	return top
}

// rect is the rectangle between a corner at the lower left and one at the upper
// right.
func rect(x0, y0, x1, y1 vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: x0, Y: y0}, Max: vg.Point{X: x1, Y: y1}}
}

// centre is the middle of a rectangle.
func centre(r vg.Rectangle) (x, y vg.Length) { return (r.Min.X + r.Max.X) / 2, (r.Min.Y + r.Max.Y) / 2 }

// fill fills a rectangle.
func fill(c draw.Canvas, col color.Color, r vg.Rectangle) {
	c.SetColor(col)
	c.Fill(r.Path())
}

// stroke draws a straight line.
func stroke(c draw.Canvas, col color.Color, width vg.Length, x0, y0, x1, y1 vg.Length) {
	c.StrokeLine2(draw.LineStyle{Color: col, Width: width}, x0, y0, x1, y1)
}

// key is an entry of a legend: a sign of some width, drawn around a point at
// its left end, and what it stands for.
type key struct {
	label string
	width vg.Length
	sign  func(c draw.Canvas, left vg.Point)
}

const keyGap, keyLine vg.Length = 12, 12

func keyFace() face { return face{textSize, false, ink} }

// keyRows flows a legend into as few rows of a width as it needs, each about as
// long as the others.
func keyRows(keys []key, width vg.Length) (rows [][]key) {
	room := func(k key) vg.Length { return k.width + 4 + keyFace().width(k.label) + keyGap }
	var all vg.Length
	for _, k := range keys {
		all += room(k)
	}
	flow := func(width vg.Length) (rows [][]key) {
		var used vg.Length
		for _, k := range keys {
			if len(rows) == 0 || used+room(k)-keyGap > width {
				rows, used = append(rows, nil), 0
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], k)
			used += room(k)
		}
		return rows
	}
	rows = flow(width)
	for w := all / vg.Length(max(1, len(rows))); w < width; w += 5 {
		if r := flow(w); len(r) == len(rows) {
			return r
		}
	}
	return rows
}

// drawKeys draws a legend downwards from a top and returns where it ends.
func drawKeys(c draw.Canvas, top vg.Length, rows [][]key) vg.Length {
	for _, row := range rows {
		x := c.Min.X
		for _, k := range row {
			k.sign(c, vg.Point{X: x, Y: top - keyLine/2})
			x += k.width + 4
			keyFace().level(c, x, top-keyLine/2, 0, k.label)
			x += keyFace().width(k.label) + keyGap
		}
		top -= keyLine
	}
	return top
}
