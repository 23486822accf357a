package ink

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"daxwait/internal/plain"
)

// families replaces the one font of the canvas: text is placed by the metrics
// of Liberation Sans, which are those of Arial and Helvetica.
const families = "font-family:'Liberation Sans',Arial,Helvetica,sans-serif"

// measured is an SVG canvas that remembers how wide each text was meant to be.
// A viewer with none of the fonts squeezes another into that width.
type measured struct {
	*vgsvg.Canvas
	widths []vg.Length
}

func (m *measured) FillString(f font.Face, at vg.Point, text string) {
	m.widths = append(m.widths, f.Width(text))
	m.Canvas.FillString(f, at, text)
}

// WriteSVG writes the figure as SVG that takes the width it is given. Fonts are
// named, not embedded.
func (f *Figure) WriteSVG(w io.Writer) error {
	c := &measured{Canvas: vgsvg.NewWith(vgsvg.UseWH(f.Width, f.Height))}
	f.Draw(draw.New(c))
	if _, err := io.WriteString(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); err != nil {
		return err
	}
	return f.writeSVG(w, c, 0)
}

// WriteInline writes the figure as SVG that stands in a page of HTML below its
// caption, and so without its title, and returns what can be pointed at in it.
func (f *Figure) WriteInline(w io.Writer) ([]Mark, error) {
	c := &marked{measured: measured{Canvas: vgsvg.NewWith(vgsvg.UseWH(f.Width, f.Height))}, height: f.Height}
	f.Draw(draw.New(c))
	var b strings.Builder
	if err := f.writeSVG(&b, &c.measured, f.head); err != nil {
		return nil, err
	}
	_, err := io.WriteString(w, attributed(b.String()))
	return c.marks, err
}

// attributed has attributes in place of styles, which mean the same, and which a
// page allows that allows no styles but its own.
func attributed(svg string) string {
	var b strings.Builder
	for {
		before, style, ok := strings.Cut(svg, `style="`)
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		style, svg, _ = strings.Cut(style, `"`)
		for property := range strings.SplitSeq(style, ";") {
			if name, value, ok := strings.Cut(property, ":"); ok {
				fmt.Fprintf(&b, ` %s="%s"`, strings.TrimSpace(name), strings.TrimSpace(value))
			}
		}
	}
}

// writeSVG writes what was drawn on a canvas, from top downwards.
func (f *Figure) writeSVG(w io.Writer, c *measured, top vg.Length) error {
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	_, body, ok := strings.Cut(b.String(), `xlink">`)
	texts := strings.Split(body, "<text ")
	if !ok || len(texts) != len(c.widths)+1 {
		return fmt.Errorf("%s: the canvas wrote no SVG that is known here", f.Name)
	}
	var out strings.Builder
	out.WriteString(texts[0])
	for i, t := range texts[1:] {
		fmt.Fprintf(&out, "<text textLength=\"%.5g\" %s", c.widths[i].Points(), t)
	}
	body = strings.NewReplacer(
		"font-family:Liberation Sans", families,
		";font-variant:normal", "",
		";font-weight:normal", "",
		";font-style:normal", "",
		"\n\tstyle=", " style=",
		`textLength="0" `, "",
		"<text textLength", `<text lengthAdjust="spacingAndGlyphs" textLength`,
	).Replace(out.String())
	var title strings.Builder
	if err := xml.EscapeText(&title, []byte(plain.Text(f.Caption))); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 %.5g %.5g %.5g\" role=\"img\">\n<title>%s</title>%s",
		top.Points(), f.Width.Points(), (f.Height - top).Points(), title.String(), body)
	return err
}
