package plots

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// DPI is the resolution of PNG files.
const DPI = 192

// Figure is a chart that is laid out and can be drawn at its size.
type Figure struct {
	Chart
	Width, Height vg.Length
	draw          func(draw.Canvas)
}

// Draw draws the figure on a canvas of its size, background and all.
func (f *Figure) Draw(c draw.Canvas) {
	fill(c, paper, c.Rectangle)
	f.draw(c)
}

// WritePNG writes the figure as PNG.
func (f *Figure) WritePNG(w io.Writer) error {
	c := vgimg.NewWith(vgimg.UseWH(f.Width, f.Height), vgimg.UseDPI(DPI))
	f.Draw(draw.New(c))
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

// families replaces the one font of the canvas: text is placed by the metrics
// of Liberation Sans, which are those of Arial and Helvetica.
const families = "font-family:'Liberation Sans',Arial,Helvetica,sans-serif"

// WriteSVG writes the figure as SVG that takes the width it is given. Fonts are
// named, not embedded.
func (f *Figure) WriteSVG(w io.Writer) error {
	c := vgsvg.NewWith(vgsvg.UseWH(f.Width, f.Height))
	f.Draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return err
	}
	_, body, ok := strings.Cut(b.String(), `xlink">`)
	if !ok {
		return fmt.Errorf("%s: the canvas wrote no SVG that is known here", f.Name)
	}
	body = strings.NewReplacer(
		"font-family:Liberation Sans", families,
		";font-variant:normal", "",
		";font-weight:normal", "",
		";font-style:normal", "",
		"\n\tstyle=", " style=",
	).Replace(body)
	var out bytes.Buffer
	fmt.Fprintf(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.5g %.5g\" role=\"img\">\n<title>", f.Width.Points(), f.Height.Points())
	if err := xml.EscapeText(&out, []byte(f.Caption)); err != nil {
		return err
	}
	out.WriteString("</title>")
	out.WriteString(body)
	_, err := w.Write(out.Bytes())
	return err
}

// sheet is a figure in the making: what surrounds the data of every chart.
type sheet struct {
	name, title, subtitle, footer string
	keys                          []key
	// body draws what is between the legend and the footer, bodyHeight high.
	body       func(draw.Canvas)
	bodyHeight vg.Length
}

// figure lays the sheet out.
func (s sheet) figure() *Figure {
	width := fullWidth - 2*margin
	titles, sub, foot := face{titleSize, true, ink}, face{textSize, false, muted}, face{7, false, muted}
	title, subtitle, footer := titles.wrap(s.title, width), sub.wrap(s.subtitle, width), foot.wrap(s.footer, width)
	keys := keyRows(s.keys, width)

	height := 2*margin + s.bodyHeight
	height += vg.Length(len(title))*titles.leading() + 2 + vg.Length(len(subtitle))*sub.leading() + 4
	if len(keys) > 0 {
		height += vg.Length(len(keys))*keyLine + 4
	}
	if len(footer) > 0 {
		height += 6 + vg.Length(len(footer))*foot.leading()
	}
	return &Figure{
		Chart: Chart{Name: s.name, Caption: strings.ReplaceAll(s.title, nbsp, " ")},
		Width: fullWidth, Height: height,
		draw: func(c draw.Canvas) {
			c = draw.Crop(c, margin, -margin, margin, -margin)
			top := titles.lines(c, c.Min.X, c.Max.Y, title) - 2
			top = sub.lines(c, c.Min.X, top, subtitle) - 4
			if len(keys) > 0 {
				top = drawKeys(c, top, keys) - 4
			}
			body := c
			body.Max.Y, body.Min.Y = top, top-s.bodyHeight
			s.body(body)
			if len(footer) > 0 {
				foot.lines(c, c.Min.X, body.Min.Y-6, footer)
			}
		},
	}
}
