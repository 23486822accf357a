package plots

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// cell is what a heat map says of a strategy in a pattern.
type cell struct {
	main, below string
	// heat is from -1, as much worse as the scale has, to 1, as much better.
	heat float64
	// plain cells have no colour; hung ones have their own.
	plain, hung bool
}

// change formats a ratio as a change: in percent to tenfold, then as a factor.
func change(ratio float64) string {
	switch p := (ratio - 1) * 100; {
	case math.IsNaN(p) || math.IsInf(p, 0):
		return "?"
	case ratio > 0 && p < -99:
		return phrase.Minus + fmt.Sprintf("%.1f"+phrase.NBSP+"%%", min(99.9, -p))
	case ratio >= 10:
		return "×" + phrase.Number(phrase.Round(ratio, 2))
	case math.Abs(p) < 9.95 && math.Abs(p) >= 0.05:
		return sign(p) + fmt.Sprintf("%.1f"+phrase.NBSP+"%%", math.Abs(p))
	default:
		return sign(math.Round(p)) + fmt.Sprintf("%.0f"+phrase.NBSP+"%%", math.Abs(p))
	}
}

func sign(p float64) string {
	switch {
	case p > 0:
		return "+"
	case p < 0:
		return phrase.Minus
	}
	return ""
}

// within formats the interval of a change.
func within(r compare.Interval) string {
	if !(r.Lo <= r.Hi) || math.IsInf(r.Lo, 0) || math.IsInf(r.Hi, 0) {
		return ""
	}
	end := func(ratio float64) string { return strings.TrimSuffix(change(ratio), phrase.NBSP+"%") }
	return "[" + end(r.Lo) + "," + phrase.NBSP + end(r.Hi) + "]"
}

// cellOf makes the cell of a place.
func (s *set) cellOf(g results.Group, strategy string, m *results.Metric, scale float64) cell {
	hung, _ := s.hungWindows(g, strategy)
	mark := ""
	if hung > 0 {
		mark = " †"
	}
	changes := s.compare(m)
	at := slices.IndexFunc(changes, func(c compare.Change) bool { return c.Group == g && c.Strategy == strategy })
	if at < 0 {
		if now, ok := s.median(g, strategy, m); ok {
			return cell{main: unit(m, now.Value) + mark, below: "no baseline", plain: true}
		}
		why := s.absence(g, strategy)
		return cell{main: why, plain: true, hung: why == "hung"}
	}
	c := changes[at]
	better := 1.0
	if !m.HigherBetter {
		better = -1
	}
	switch {
	case hung > 0 && c.Defined:
		return cell{main: change(c.Ratio.Value) + mark, below: within(c.Ratio), plain: true}
	case hung > 0:
		return cell{main: unit(m, c.New.Value) + mark, plain: true}
	case c.Old.Value == 0 && c.New.Value == 0:
		return cell{main: "0", plain: true}
	case c.Defined && c.Ratio.Lo == 1 && c.Ratio.Hi == 1 && c.Old.N > 1:
		return cell{main: "=", plain: true}
	case !c.Clear:
		return cell{main: "~", below: within(c.Ratio), plain: true}
	case !c.Defined:
		return cell{main: "new", below: unit(m, c.New.Value), heat: better}
	}
	heat := better
	if r := c.Ratio.Value; r > 0 {
		heat *= max(-1, min(1, math.Log(r)/math.Log(scale)))
	} else {
		heat = -better
	}
	return cell{main: change(c.Ratio.Value), below: within(c.Ratio), heat: heat}
}

// unit formats a value of a metric.
func unit(m *results.Metric, v float64) string {
	if strings.HasSuffix(m.Name, "-ns") {
		return phrase.Time(v)
	}
	return phrase.Number(phrase.Round(v, 3))
}

// heatmaps draws the change of a metric against the baseline.
func (s *set) heatmaps(name string, m *results.Metric) (figures []*Figure) {
	changes := s.compare(m)
	if len(changes) == 0 || s.digest && len(s.shown(m, s.groups, len(s.groups))) == 0 {
		return nil
	}
	var with []results.Group
	for _, g := range s.groupsWith(m, false) {
		if s.at[place{g, s.baseline}] != nil {
			with = append(with, g)
		}
	}
	others := slices.DeleteFunc(slices.Clone(s.strategies), func(n string) bool { return n == s.baseline })
	const rows, columns = 24, 8
	scale := s.heatScale(changes)
	for groups := range slices.Chunk(with, rows) {
		for strategies := range slices.Chunk(others, columns) {
			figures = append(figures, s.heatmap(sheetName(name, len(figures)), m, groups, strategies, scale))
		}
	}
	return figures
}

const cellHeight vg.Length = 21

func (s *set) heatmap(name string, m *results.Metric, groups []results.Group, columns []string, scale float64) *Figure {
	sub := []string{strings.ToUpper(m.Title[:1]) + m.Title[1:] + ": change of the median against " + s.baseline + ", whose median is in the first column",
		strings.Replace(s.sizes(groups, m), "point", "cell", 1),
		"In brackets: 95" + phrase.NBSP + "% bootstrap interval of the ratio of medians, in percent or as a factor (×)"}
	if m.Machine && live(groups) {
		sub = append(sub, s.machineNote())
	}
	legend := strings.Join([]string{
		"~ not clear (paired t-test over seeds, live: Mann-Whitney; Holm, p ≥ 0.05)", "= the same with every seed", "0 both zero", "new: zero in " + s.baseline,
		"† partly hung: not comparable", "hung: nothing finished", "– not run",
	}, phrase.NBSP+phrase.NBSP+"· "+phrase.NBSP)
	f, small := face{textSize, false, ink}, face{smallSize, false, muted}
	var gutter vg.Length
	for _, g := range groups {
		gutter = max(gutter, min(f.width(s.label(g)), 120))
	}
	gutter += 6
	sh := sheet{name: name, title: s.heatmapFinding(m, groups, columns), subtitle: strings.Join(sub, ". ") + ".", footer: s.footer}
	signs := small.wrap(legend, fullWidth-2*margin)
	foot := vg.Length(len(signs)) * small.leading()
	names := append([]string{s.baseline}, columns...)
	top := vg.Length(5)
	for _, n := range names {
		top = max(top, 5+9*vg.Length(len(headLines(n))))
	}
	sh.bodyHeight = top + vg.Length(len(groups))*cellHeight + 21 + foot
	sh.body = func(c draw.Canvas) {
		width := (c.Max.X - c.Min.X - gutter) / vg.Length(len(columns)+1)
		box := func(column, row int) vg.Rectangle {
			x, y := c.Min.X+gutter+vg.Length(column)*width, c.Max.Y-top-vg.Length(row)*cellHeight
			return rect(x+0.5, y-cellHeight+0.5, x+width-0.5, y-0.5)
		}
		for i, n := range names {
			x, _ := centre(box(i, 0))
			lines := headLines(n)
			for k, line := range lines {
				f.shrunk(line, width-2).write(c, x, c.Max.Y-top+5+9*vg.Length(len(lines)-1-k), 0.5, line)
			}
		}
		for row, g := range groups {
			b := box(0, row)
			_, y := centre(b)
			f.level(c, c.Min.X+gutter-5, y, 1, f.fit(s.label(g), gutter-5))
			base := s.cellOf(g, s.baseline, m, scale)
			base.below = ""
			drawCell(c, b, base)
			s.markCell(c, b, g, s.baseline, m)
			for i, strategy := range columns {
				drawCell(c, box(i+1, row), s.cellOf(g, strategy, m, scale))
				s.markCell(c, box(i+1, row), g, strategy, m)
			}
		}
		drawScale(c, c.Min.X+gutter+0.5, c.Min.Y+foot+6, m, scale)
		small.lines(c, c.Min.X, c.Min.Y+foot, signs)
	}
	return sh.figure()
}

// markCell says what a cell stands for: a median, and its change against the
// baseline.
func (s *set) markCell(c draw.Canvas, b vg.Rectangle, g results.Group, strategy string, m *results.Metric) {
	v, ok := s.median(g, strategy, m)
	if !ok {
		mark(c, b, Mark{What: strategy + " in " + s.label(g) + ": " + m.Title, Value: s.absence(g, strategy)})
		return
	}
	cell := Mark{What: strategy + " in " + s.label(g) + ": " + m.Title}.estimate(v, func(v float64) string { return unit(m, v) })
	changes := s.compare(m)
	if at := slices.IndexFunc(changes, func(c compare.Change) bool { return c.Group == g && c.Strategy == strategy }); at >= 0 && changes[at].Defined {
		r := changes[at].Ratio
		cell.What += ", and its change against " + s.baseline
		cell.Value += "; " + change(r.Value)
		cell.Interval += "; " + within(r)
	}
	mark(c, b, cell)
}

// headLines breaks a name before each decision in it.
func headLines(name string) []string {
	lines := strings.Split(name, "+")
	for i := range lines[1:] {
		lines[i+1] = "+" + lines[i+1]
	}
	return lines
}

// drawCell fills a cell and writes into it.
func drawCell(c draw.Canvas, b vg.Rectangle, v cell) {
	back := color.Color(hex(0xF2F2F2))
	switch {
	case v.hung:
		back = hex(0x444444)
	case !v.plain:
		back = heatColor(v.heat)
	}
	fill(c, back, b)
	front := color.Color(ink)
	if contrast(paper, back) > contrast(ink, back) {
		front = paper
	}
	x, y := centre(b)
	room := b.Max.X - b.Min.X - 2
	text, small := face{textSize, v.hung, front}, face{smallSize, false, front}
	if v.below == "" {
		text.level(c, x, y, 0.5, text.fit(v.main, room))
		return
	}
	text.level(c, x, y+4, 0.5, text.fit(v.main, room))
	if v.plain {
		small.color = muted
	}
	small.level(c, x, y-5, 0.5, small.fit(v.below, room))
}
