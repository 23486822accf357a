package plots

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// metricFile is the part of a file's name that says which metric is drawn:
// ops/s becomes ops, p99-wait-ns p99-wait.
func metricFile(m *results.Metric) string {
	name, _, _ := strings.Cut(m.Name, "/")
	return strings.TrimSuffix(name, "-ns")
}

// maps is a chart of who wins where on the two axes that were swept most, one for
// each metric and whatever else varies.
type maps struct{}

func (maps) name() string { return "regimes-*" }

func (maps) figures(s *stats) (figures []*ink.Figure) {
	axes := compare.Axes(s.given)
	if len(axes) < 2 {
		return nil
	}
	footer := provenance(s.given, s.options.Footer)
	for _, m := range compare.SweptMetrics() {
		for i, mp := range compare.Maps(s.given, axes[0], axes[1], m) {
			figures = append(figures, regimeMap(ink.SheetName("regimes-"+metricFile(m), i), &mp, s.given, footer))
		}
	}
	return figures
}

const regimeHeight vg.Length = 30

// regimeMap draws a map, its rows from the bottom.
func regimeMap(name string, m *compare.Map, records []*results.Record, footer string) *ink.Figure {
	winners := winnersOf(m)
	f, small := ink.Plain(ink.TextSize, ink.Dark), ink.Plain(ink.SmallSize, ink.Muted)
	var gutter vg.Length
	for _, y := range m.Ys {
		gutter = max(gutter, f.Width(words.OnAxis(y, m.YUnit)))
	}
	gutter += 16
	xs, ys := thinned(len(m.Xs), mostCells), thinned(len(m.Ys), mostCells)
	sh := ink.Sheet{
		Name: name, Title: strings.TrimSuffix(words.OfMap(m), ".") + words.WidestLead(m), Footer: footer, BodyHeight: vg.Length(len(ys))*regimeHeight + 26,
		Subtitle: fmt.Sprintf("Who has the best median of %s at each point, and by how much before the next that is clearly behind; n = %d %s. Colour deepens with the margin, to 50"+phrase.NBSP+"%%. Hatched: nobody is told to be ahead, by a hundredth or more (5"+phrase.NBSP+"%%): the same run, even, or not told apart (~). %s.%s%s%s",
			m.Metric.Title, seedsOf(records), samplesAre(m.Group), m.Under, varied(records), leftOut(m.X, len(xs), len(m.Xs)), leftOut(m.Y, len(ys), len(m.Ys))),
	}
	for _, w := range winners {
		sh.Keys = append(sh.Keys, ink.Key{Label: w, Width: 14, Sign: func(c draw.Canvas, left vg.Point) {
			ink.Fill(c, ink.Blend(ink.Paper, ink.HexOf(ink.LookOf(w, winners).Color), 0.5), ink.Rect(left.X, left.Y-4.5, left.X+14, left.Y+4.5))
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: ink.Dark, Radius: 2, Shape: ink.LookOf(w, winners).Marker}, vg.Point{X: left.X + 7, Y: left.Y})
		}})
	}
	sh.Keys = append(sh.Keys, keyIf(slices.ContainsFunc(m.Cells, func(r compare.Regime) bool { return len(r.Unfinished) != 0 }))...)
	sh.Body = func(c draw.Canvas) {
		width := (c.Max.X - c.Min.X - gutter) / vg.Length(len(xs))
		bottom := c.Min.Y + 24
		for row, y := range ys {
			middle := bottom + (vg.Length(row)+0.5)*regimeHeight
			f.Level(c, c.Min.X+gutter-5, middle, 1, words.OnAxis(m.Ys[y], m.YUnit))
			for column, x := range xs {
				left := c.Min.X + gutter + vg.Length(column)*width
				b := ink.Rect(left+0.5, middle-regimeHeight/2+0.5, left+width-0.5, middle+regimeHeight/2-0.5)
				drawRegime(c, b, m.Cell(x, y), winners)
				markRegime(c, b, m, x, y)
			}
		}
		for column, x := range xs {
			f.Write(c, c.Min.X+gutter+(vg.Length(column)+0.5)*width, bottom-10, 0.5, words.OnAxis(m.Xs[x], m.XUnit))
		}
		small.Write(c, c.Min.X+gutter+vg.Length(len(xs))*width/2, bottom-21, 0.5, axisTitle(m.X))
		small.Upright(c, c.Min.X+4, bottom+vg.Length(len(ys))*regimeHeight/2-small.Width(axisTitle(m.Y))/2, axisTitle(m.Y))
	}
	return sh.Figure()
}

// markRegime says what a cell stands for.
func markRegime(c draw.Canvas, b vg.Rectangle, m *compare.Map, x, y int) {
	r := m.Cell(x, y)
	cell := ink.Mark{What: fmt.Sprintf("%s = %s, %s = %s: most of %s", m.X, words.OnAxis(m.Xs[x], m.XUnit), m.Y, words.OnAxis(m.Ys[y], m.YUnit), m.Metric.Title), Value: "nobody"}
	if !m.Metric.HigherBetter {
		cell.What = strings.Replace(cell.What, "most of", "least of", 1)
	}
	if r.Winner != "" {
		cell.Value = r.Winners()
	}
	if !r.Noise() {
		cell.Value += ", before " + r.Second + " by " + words.Ahead(r.Margin)
		cell.Interval, cell.N = words.ShiftWithin(r.Margin), phrase.Number(float64(r.Margin.N))
	}
	ink.MarkOn(c, b, cell)
}

// winnersOf returns who wins a cell, in the order in which they do.
func winnersOf(m *compare.Map) []string {
	var names distinct.List[string]
	for i := range m.Cells {
		if w := m.Cells[i].Winner; w != "" {
			names.At(w)
		}
	}
	return names.All()
}

func drawRegime(c draw.Canvas, b vg.Rectangle, r *compare.Regime, all []string) {
	x, y := ink.Centre(b)
	if r.Winner == "" {
		why := "–"
		switch {
		case len(r.Idle) != 0:
			why = "no operation"
		case len(r.Hung) != 0:
			why = "all hung"
		}
		if len(r.Unfinished) != 0 {
			why = unfinishedSign + " " + phrase.Count(len(r.Unfinished), "design")
		}
		ink.Fill(c, ink.Hex(0xF2F2F2), b)
		ink.Plain(ink.SmallSize, ink.Muted).Level(c, x, y, 0.5, why)
		return
	}
	look := ink.LookOf(r.Winner, all)
	depth := 0.12
	if !r.Noise() {
		depth += 0.5 * min(1, (r.Margin.Value-1)/0.5)
	}
	ground := ink.Blend(ink.Paper, ink.HexOf(look.Color), depth)
	front := ink.On(ground)
	ink.Fill(c, ground, b)
	if r.Noise() {
		ink.Hatch(c, 0xBBBBBB, b)
	}
	text, small := ink.Bold(7, front), ink.Plain(ink.SmallSize, front)
	room := b.Max.X - b.Min.X - 4
	winners, below := r.Winners(), words.Ahead(r.Margin)+" "+words.ShiftWithin(r.Margin)
	if r.Noise() {
		winners, below = words.Undecided(r), ""
	}
	var marks []string
	if len(r.Depends) != 0 {
		marks = append(marks, "depends: "+strings.Join(r.Depends, ", "))
	}
	if len(r.Hung) != 0 {
		marks = append(marks, phrase.Count(len(r.Hung), "design")+" hung")
	}
	if len(r.Unfinished) != 0 {
		marks = append(marks, unfinishedSign+" "+phrase.Count(len(r.Unfinished), "design"))
	}
	if len(r.Idle) != 0 {
		marks = append(marks, phrase.Count(len(r.Idle), "design")+" did no operation")
	}
	top := b.Max.Y - 10
	at := vg.Point{X: b.Min.X + 7, Y: b.Max.Y - 7}
	c.DrawGlyphNoClip(draw.GlyphStyle{Color: front, Radius: 1.8, Shape: look.Marker}, at)
	write := func(f ink.Face, y vg.Length, s string) {
		if s == "" {
			return
		}
		s = f.Fit(s, room-8)
		if r.Noise() {
			f.Note(c, x+3, y+vg.Points(0.36*f.Size), 0.5, s)
			return
		}
		f.Write(c, x+3, y, 0.5, s)
	}
	write(text, top, winners)
	write(small, top-8.5, below)
	if len(marks) != 0 {
		alarming := ink.Bold(5.5, front)
		alarming.Write(c, x, b.Min.Y+2.5, 0.5, alarming.Fit(strings.Join(marks, "; "), room))
	}
}
