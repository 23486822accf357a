// Package inktest looks at figures: what is written on them, and whether they can be
// shown.
package inktest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
)

// probe is a canvas that remembers where text is. It knows
// of rotations by a right angle only.
type probe struct {
	vg.CanvasSizer
	at    vg.Point
	up    bool
	stack []probe
	texts []placed
}

// placed is text on a canvas, and about what it covers.
type placed struct {
	text string
	box  vg.Rectangle
}

func (p *probe) Translate(at vg.Point) {
	p.at.X, p.at.Y = p.at.X+at.X, p.at.Y+at.Y
	p.CanvasSizer.Translate(at)
}

func (p *probe) Rotate(by float64) {
	p.up = true
	p.CanvasSizer.Rotate(by)
}

func (p *probe) Push() {
	p.stack = append(p.stack, probe{at: p.at, up: p.up})
	p.CanvasSizer.Push()
}

func (p *probe) Pop() {
	last := p.stack[len(p.stack)-1]
	p.at, p.up, p.stack = last.at, last.up, p.stack[:len(p.stack)-1]
	p.CanvasSizer.Pop()
}

func (p *probe) FillString(f font.Face, at vg.Point, text string) {
	size := f.Font.Size
	x, y := p.at.X+at.X, p.at.Y+at.Y
	box := vg.Rectangle{Min: vg.Point{X: x, Y: y - 0.1*size}, Max: vg.Point{X: x + f.Width(text), Y: y + 0.65*size}}
	if p.up {
		x, y = p.at.X-at.Y, p.at.Y+at.X
		box = vg.Rectangle{Min: vg.Point{X: x - 0.65*size, Y: y}, Max: vg.Point{X: x + 0.1*size, Y: y + f.Width(text)}}
	}
	p.texts = append(p.texts, placed{text, box})
	p.CanvasSizer.FillString(f, at, text)
}

// textsOf draws a figure and returns its text.
func textsOf(f *ink.Figure) []placed {
	p := &probe{CanvasSizer: vgimg.NewWith(vgimg.UseWH(f.Width, f.Height), vgimg.UseDPI(36))}
	f.Draw(draw.New(p))
	return p.texts
}

// Tidy checks that a figure is one that can be shown: all text is on it, none
// on other text, it is drawn alike each time, and its SVG is sound.
func Tidy(t *testing.T, f *ink.Figure) {
	t.Helper()
	texts := textsOf(f)
	for i, a := range texts {
		if a.box.Min.X < 0 || a.box.Min.Y < 0 || a.box.Max.X > f.Width || a.box.Max.Y > f.Height {
			t.Errorf("%s: %q leaves the canvas", f.Name, a.text)
		}
		for _, b := range texts[:i] {
			if a.box.Min.X < b.box.Max.X && b.box.Min.X < a.box.Max.X && a.box.Min.Y < b.box.Max.Y && b.box.Min.Y < a.box.Max.Y {
				t.Errorf("%s: %q covers %q", f.Name, a.text, b.text)
			}
		}
	}
	var png, again, svg, other bytes.Buffer
	if err := errors.Join(f.WritePNG(&png), f.WriteSVG(&svg), f.WriteSVG(&other)); err != nil {
		t.Fatal(err)
	}
	if !testing.Short() { // what is drawn in another order is another SVG, too
		if err := f.WritePNG(&again); err != nil || !bytes.Equal(png.Bytes(), again.Bytes()) {
			t.Errorf("%s: two pictures differ: %v", f.Name, err)
		}
	}
	if svg.String() != other.String() {
		t.Errorf("%s: two drawings differ", f.Name)
	}
	Parse(t, f.Name, svg.String())
	if strings.ContainsAny(f.Caption, "\n"+phrase.NBSP) || f.Caption == "" {
		t.Errorf("%s has the caption %q", f.Name, f.Caption)
	}
}

// Says reports whether text is on a figure.
func Says(f *ink.Figure, text string) bool {
	for _, p := range textsOf(f) {
		if p.text == text {
			return true
		}
	}
	return false
}

// Parse reads SVG as XML and looks for what must not be in it.
func Parse(t *testing.T, name, svg string) {
	t.Helper()
	for _, bad := range []string{"NaN", "Inf", "%!", "font-face", "width=", "Liberation Sans;"} {
		if i := strings.Index(svg, bad); i >= 0 {
			t.Errorf("%s: %q in …%s", name, bad, svg[max(0, i-60):min(len(svg), i+60)])
		}
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "svg" && !slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "viewBox" }) {
			t.Errorf("%s has no viewBox", name)
		}
	}
}

// Keep writes a figure into the folder of artifacts, for the eye; not with -short.
func Keep(t *testing.T, f *ink.Figure) {
	t.Helper()
	if testing.Short() {
		return
	}
	if err := ink.WriteFigure(nil, t.ArtifactDir(), f); err != nil {
		t.Fatal(err)
	}
}
