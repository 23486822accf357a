package plots

import (
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"daxwait/internal/phrase"
)

// DPI is the resolution of PNG files.
const DPI = 192

// Figure is a chart that is laid out and can be drawn at its size.
type Figure struct {
	Chart
	Width, Height vg.Length
	// head is how much of the height its title takes.
	head vg.Length
	draw func(draw.Canvas)
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

// sheet is a figure in the making: what surrounds the data of every chart.
type sheet struct {
	name, title, subtitle, footer string
	keys                          []key
	// width of the figure; 0 is fullWidth.
	width vg.Length
	// body draws what is between the legend and the footer, bodyHeight high.
	body       func(draw.Canvas)
	bodyHeight vg.Length
}

// figure lays the sheet out.
func (s sheet) figure() *Figure {
	all := s.width
	if all == 0 {
		all = fullWidth
	}
	width := all - 2*margin
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
		Chart: Chart{Name: s.name, Caption: strings.ReplaceAll(s.title, phrase.NBSP, " ")},
		Width: all, Height: height, head: margin + vg.Length(len(title))*titles.leading(),
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
