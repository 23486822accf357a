package plots

import (
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
)

const cellHeight vg.Length = 21

// heatTable is a sheet of a heat map: rows of groups, columns of strategies
// after that of the baseline.
type heatTable struct {
	*stats
	metric  *results.Metric
	groups  []results.Group
	columns []string
	scale   float64
}

func (t *heatTable) figure(name string) *Figure {
	m := t.metric
	sub := []string{strings.ToUpper(m.Title[:1]) + m.Title[1:] + ": change of the median against " + t.baseline + ", whose median is in the first column",
		strings.Replace(t.sizes(t.groups, m), "point", "cell", 1),
		"In brackets: 95" + phrase.NBSP + "% bootstrap interval of the ratio of medians, in percent or as a factor (×)"}
	if note := t.machineNote(t.groups); m.Machine && note != "" {
		sub = append(sub, note)
	}
	legend := strings.Join([]string{
		"~ not clear (paired t-test over seeds, live: Mann-Whitney; Holm, p ≥ 0.05)", "= the same with every seed", "0 both zero", "new: zero in " + t.baseline,
		"† partly hung: not comparable", "hung: nothing finished", "– not run",
	}, phrase.NBSP+phrase.NBSP+"· "+phrase.NBSP)
	f, small := face{textSize, false, ink}, face{smallSize, false, muted}
	var gutter vg.Length
	for _, g := range t.groups {
		gutter = max(gutter, min(f.width(t.label(g)), 120))
	}
	gutter += 6
	sh := sheet{name: name, title: t.finding(), subtitle: strings.Join(sub, ". ") + ".", footer: t.footer}
	signs := small.wrap(legend, fullWidth-2*margin)
	foot := vg.Length(len(signs)) * small.leading()
	names := append([]string{t.baseline}, t.columns...)
	top := vg.Length(5)
	for _, n := range names {
		top = max(top, 5+9*vg.Length(len(headLines(n))))
	}
	sh.bodyHeight = top + vg.Length(len(t.groups))*cellHeight + 21 + foot
	sh.body = func(c draw.Canvas) {
		width := (c.Max.X - c.Min.X - gutter) / vg.Length(len(t.columns)+1)
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
		for row, g := range t.groups {
			b := box(0, row)
			_, y := centre(b)
			f.level(c, c.Min.X+gutter-5, y, 1, f.fit(t.label(g), gutter-5))
			base := t.cellOf(g, t.baseline)
			base.below = ""
			drawCell(c, b, base)
			t.markCell(c, b, g, t.baseline)
			for i, strategy := range t.columns {
				drawCell(c, box(i+1, row), t.cellOf(g, strategy))
				t.markCell(c, box(i+1, row), g, strategy)
			}
		}
		drawScale(c, c.Min.X+gutter+0.5, c.Min.Y+foot+6, m, t.scale)
		small.lines(c, c.Min.X, c.Min.Y+foot, signs)
	}
	return sh.figure()
}

// markCell says what a cell stands for: a median, and its change against the
// baseline.
func (t *heatTable) markCell(c draw.Canvas, b vg.Rectangle, g results.Group, strategy string) {
	m := t.metric
	v, ok := t.median(g, strategy, m)
	if !ok {
		mark(c, b, Mark{What: strategy + " in " + t.label(g) + ": " + m.Title, Value: t.absence(g, strategy)})
		return
	}
	cell := Mark{What: strategy + " in " + t.label(g) + ": " + m.Title}.estimate(v, func(v float64) string { return words.InMetric(m, v) })
	if change, ok := t.change(g, strategy, m); ok && change.Defined {
		r := change.Ratio
		cell.What += ", and its change against " + t.baseline
		cell.Value += "; " + phrase.Shift(r.Value)
		cell.Interval += "; " + words.ShiftWithin(r)
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
