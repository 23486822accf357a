package ink

import (
	"io"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"daxwait/internal/phrase"
	"daxwait/results/store"
)

// DPI is the resolution of PNG files.
const DPI = 192

// Chart is a chart as it is referred to: the base name of its files and a
// caption of a line, which says what it shows.
type Chart struct{ Name, Caption string }

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
	Fill(c, Paper, c.Rectangle)
	f.draw(c)
}

// WritePNG writes the figure as PNG.
func (f *Figure) WritePNG(w io.Writer) error {
	c := vgimg.NewWith(vgimg.UseWH(f.Width, f.Height), vgimg.UseDPI(DPI))
	f.Draw(draw.New(c))
	_, err := vgimg.PngCanvas{Canvas: c}.WriteTo(w)
	return err
}

// Sheet is a figure in the making: what surrounds the data of every chart.
type Sheet struct {
	Name, Title, Subtitle, Footer string
	Keys                          []Key
	// Width of the figure; 0 is fullWidth.
	Width vg.Length
	// Body draws what is between the legend and the footer, bodyHeight high.
	Body       func(draw.Canvas)
	BodyHeight vg.Length
}

// Figure lays the sheet out.
func (s Sheet) Figure() *Figure {
	all := s.Width
	if all == 0 {
		all = FullWidth
	}
	width := all - 2*Margin
	titles, sub, foot := Face{titleSize, true, Dark}, Face{TextSize, false, Muted}, Face{7, false, Muted}
	title, subtitle, footer := titles.Wrap(s.Title, width), sub.Wrap(s.Subtitle, width), foot.Wrap(s.Footer, width)
	keys := keyRows(s.Keys, width)

	height := 2*Margin + s.BodyHeight
	height += vg.Length(len(title))*titles.Leading() + 2 + vg.Length(len(subtitle))*sub.Leading() + 4
	if len(keys) > 0 {
		height += vg.Length(len(keys))*keyLine + 4
	}
	if len(footer) > 0 {
		height += 6 + vg.Length(len(footer))*foot.Leading()
	}
	return &Figure{
		Chart: Chart{Name: s.Name, Caption: strings.ReplaceAll(s.Title, phrase.NBSP, " ")},
		Width: all, Height: height, head: Margin + vg.Length(len(title))*titles.Leading(),
		draw: func(c draw.Canvas) {
			c = draw.Crop(c, Margin, -Margin, Margin, -Margin)
			top := titles.Lines(c, c.Min.X, c.Max.Y, title) - 2
			top = sub.Lines(c, c.Min.X, top, subtitle) - 4
			if len(keys) > 0 {
				top = drawKeys(c, top, keys) - 4
			}
			body := c
			body.Max.Y, body.Min.Y = top, top-s.BodyHeight
			s.Body(body)
			if len(footer) > 0 {
				foot.Lines(c, c.Min.X, body.Min.Y-6, footer)
			}
		},
	}
}

// Files are those of a figure in a folder: NAME.png and NAME.svg.
func (f *Figure) Files(dir string) []store.Whole {
	base := filepath.Join(dir, f.Name)
	return []store.Whole{{Path: base + ".png", Write: f.WritePNG}, {Path: base + ".svg", Write: f.WriteSVG}}
}

// WriteFigure writes a figure into dir, which it makes if need be, as NAME.png
// and NAME.svg: both, or neither.
func WriteFigure(on store.FS, dir string, f *Figure) error {
	if err := store.On(on).Folder(dir); err != nil {
		return err
	}
	return store.Write(on, f.Files(dir)...)
}
