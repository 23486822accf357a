package ink

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
	HeadSize  = 9
	TextSize  = 8
	SmallSize = 6.5
)

// Widths of lines and margins.
const (
	Hair       vg.Length = 0.4
	Thin       vg.Length = 0.8
	Margin     vg.Length = 8
	FullWidth            = 6.8 * vg.Inch
	lineHeight           = 1.25
)

// Face is a size of Liberation Sans in a colour. Its text is placed by the
// baseline, which keeps rows of text level whatever letters are in them.
type Face struct {
	Size  float64
	Bold  bool
	Color color.Color
}

// Plain is a face of a size in points.
func Plain(size float64, c color.Color) Face { return Face{size, false, c} }

// Bold is a bold face of a size in points.
func Bold(size float64, c color.Color) Face { return Face{size, true, c} }

func (f Face) style() text.Style {
	s := text.Style{
		Color:   f.Color,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: vg.Points(f.Size)},
		Handler: text.Plain{Fonts: font.DefaultCache},
	}
	if f.Bold {
		s.Font.Weight = xfont.WeightBold
	}
	return s
}

// Width of a line of text.
func (f Face) Width(s string) vg.Length {
	if s == "" {
		return 0
	}
	return f.style().Width(s)
}

// Leading is the distance of baselines.
func (f Face) Leading() vg.Length { return vg.Points(f.Size * lineHeight) }

// Write puts text on a baseline at y; align is 0 to have x at its left, 0.5 at
// its centre, 1 at its right.
func (f Face) Write(c draw.Canvas, x, y vg.Length, align float64, s string) {
	s = printable(s)
	if s == "" {
		return
	}
	st := f.style()
	fnt := font.DefaultCache.Lookup(st.Font, st.Font.Size)
	c.SetColor(f.Color)
	c.FillString(fnt, vg.Point{X: x - vg.Length(align)*f.Width(s), Y: y}, s)
}

// Upright writes text that is read from below, with its capitals and digits
// centred on x and its start at y.
func (f Face) Upright(c draw.Canvas, x, y vg.Length, s string) {
	c.Push()
	c.Translate(vg.Point{X: x + vg.Points(0.36*f.Size), Y: y})
	c.Rotate(math.Pi / 2)
	f.Write(c, 0, 0, 0, s)
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

// Level is write with the middle of capitals and digits at y.
func (f Face) Level(c draw.Canvas, x, y vg.Length, align float64, s string) {
	f.Write(c, x, y-vg.Points(0.36*f.Size), align, s)
}

// Note is level on a ground that hides the lines behind it.
func (f Face) Note(c draw.Canvas, x, y vg.Length, align float64, s string) {
	w, h := f.Width(s), vg.Points(0.62*f.Size)
	x -= vg.Length(align) * w
	Fill(c, Paper, Rect(x-1, y-h, x+w+1, y+h))
	f.Level(c, x, y, 0, s)
}

// Wrap breaks text at spaces, not at those of nbsp, so that lines are at most that wide.
// A word that is wider than a line goes on in the next.
func (f Face) Wrap(s string, width vg.Length) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(s, " ") {
		if line != "" && f.Width(line+" "+word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; f.Width(line) > width; {
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
func (f Face) fitting(s string, width vg.Length) int {
	n := 0
	for n < len(s) {
		_, letter := utf8.DecodeRuneInString(s[n:])
		if n > 0 && f.Width(s[:n+letter]) > width {
			break
		}
		n += letter
	}
	return n
}

// Fit cuts text to a width.
func (f Face) Fit(s string, width vg.Length) string {
	if f.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && f.Width(string(runes)+"…") > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// Shrunk is the face, or a smaller one if text needs it to have a width.
func (f Face) Shrunk(s string, width vg.Length) Face {
	if w := f.Width(s); w > width {
		f.Size *= float64(width / w)
	}
	return f
}

// Lines writes lines of text downwards from a top and returns where they end.
func (f Face) Lines(c draw.Canvas, x, top vg.Length, lines []string) vg.Length {
	for _, l := range lines {
		f.Write(c, x, top-vg.Points(f.Size*0.95), 0, l)
		top -= f.Leading()
	}
	return top
}
