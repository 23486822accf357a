package plots

import (
	"fmt"
	"math"
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

// heatmap is a chart of the change of a metric against the baseline.
type heatmap struct {
	file, metric string
	show         pick
}

func (h heatmap) name() string { return h.file }

func (h heatmap) figures(s *stats) (figures []*ink.Figure) {
	m := results.MetricNamed(h.metric)
	changes := s.changes(m)
	if len(changes) == 0 || len(h.show(s, m, s.groups, len(s.groups))) == 0 {
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
	scale := heatScale(s, changes)
	for _, together := range s.byConditions(with) {
		for groups := range slices.Chunk(together, rows) {
			for strategies := range slices.Chunk(others, columns) {
				t := heatTable{s, m, groups, strategies, scale}
				figures = append(figures, t.figure(ink.SheetName(h.file, len(figures))))
			}
		}
	}
	return figures
}

// byConditions puts groups together that may be told in one headline and counted
// in one count: of one engine, machine, load and number of CPUs.
func (s *stats) byConditions(groups []results.Group) (all [][]results.Group) {
	_, all = distinct.Split(groups, s.under)
	return all
}

// under are the conditions of a group but for tasks and the regime of holds,
// which its row names.
func (s *stats) under(g results.Group) results.Conditions {
	r := s.first[g]
	if r == nil {
		return results.Conditions{}
	}
	u := r.Conditions().Along("tasks")
	u.Hold = ""
	return u
}

// tasksOf says how many tasks there are. Rows of a pattern with several numbers of
// them have theirs.
func tasksOf(groups []results.Group) string {
	fewer := func(a, b results.Group) int { return a.Tasks - b.Tasks }
	least, most := slices.MinFunc(groups, fewer).Tasks, slices.MaxFunc(groups, fewer).Tasks
	if least == most {
		return phrase.Count(most, "task")
	}
	return fmt.Sprintf("%d to %d tasks", least, most)
}

// scales are the ratios that the ends of the colour scale may stand for.
func scales() []float64 { return []float64{1.25, 1.5, 2, 4, 8} }

// heatScale returns the ratio at the ends of the colours: as little as holds
// nine of ten clear changes of strategies that did not hang.
func heatScale(s *stats, changes []compare.Change) float64 {
	var far []float64
	for _, c := range changes {
		hung, _ := s.hungWindows(c.Group, c.Strategy)
		if r := c.Ratio.Value; hung == 0 && c.Clear() && c.Defined && r > 0 {
			far = append(far, max(r, 1/r))
		}
	}
	all := scales()
	if len(far) == 0 {
		return all[2]
	}
	slices.Sort(far)
	want := far[len(far)*9/10]
	for _, s := range all {
		if s >= want {
			return s
		}
	}
	return all[len(all)-1]
}

// finding tells of the strategy whose clear changes in one direction are largest
// all together. No pattern counts more than tenfold.
func (t *heatTable) finding() string {
	best := 0.0
	var widest words.Trend
	for _, name := range t.columns {
		for _, more := range []bool{true, false} {
			trend, weight := t.trend(name, more)
			if weight > best {
				best, widest = weight, trend
			}
		}
	}
	if best == 0 {
		return words.NoneTrend(t.metric, t.here(), t.baseline)
	}
	return words.OfTrend(t.metric, &widest)
}

// here are the changes in the table.
func (t *heatTable) here() (here []compare.Change) {
	for _, c := range t.changesIn(t.metric, t.groups) {
		if slices.Contains(t.columns, c.Strategy) {
			here = append(here, *c)
		}
	}
	return here
}

// trend is the clear changes of a strategy in one direction, and how large they
// are all together.
func (t *heatTable) trend(name string, more bool) (trend words.Trend, weight float64) {
	trend = words.Trend{Strategy: name, Baseline: t.baseline, More: more}
	for _, c := range t.changesIn(t.metric, t.groups) {
		if c.Strategy != name || c.Outcome == compare.Idle {
			continue
		}
		trend.Of++
		hung, _ := t.hungWindows(c.Group, name)
		r := c.Ratio.Value
		if hung > 0 || !c.Clear() || !c.Defined || r > 1 != more {
			continue
		}
		if trend.Clear++; trend.Clear == 1 || more == (r > trend.Peak.Ratio.Value) {
			trend.Peak, trend.Where = *c, t.label(c.Group)
		}
		weight += min(1, math.Abs(math.Log10(r)))
	}
	return trend, weight
}

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

func (t *heatTable) figure(name string) *ink.Figure {
	m := t.metric
	sub := []string{t.under(t.groups[0]).With(tasksOf(t.groups)+", regime of holds as the rows say", ""), strings.ToUpper(m.Title[:1]) + m.Title[1:] + ": change of the median against " + t.baseline + ", whose median is in the first column",
		strings.Replace(sizes(t.stats, t.groups, m), "point", "cell", 1),
		"In brackets: 95" + phrase.NBSP + "% interval of the ratio, that of the test at the level of Holm's correction"}
	if note := t.machineNote(t.groups); m.Machine && note != "" {
		sub = append(sub, note)
	}
	legend := strings.Join([]string{
		"~ not told apart (paired t-test over seeds, live: Mann-Whitney; Holm)", "≈ even: all of the interval within " + phrase.Share(compare.Negligible),
		"= the same run, seed by seed", "0 both zero", "new: zero in " + t.baseline, "mix: one role does more, another less",
		"† partly hung: not comparable", "hung: nothing finished", "– not run",
	}, phrase.NBSP+phrase.NBSP+"· "+phrase.NBSP)
	f, small := ink.Plain(ink.TextSize, ink.Dark), ink.Plain(ink.SmallSize, ink.Muted)
	var gutter vg.Length
	for _, g := range t.groups {
		gutter = max(gutter, min(f.Width(t.label(g)), 120))
	}
	gutter += 6
	sh := ink.Sheet{Name: name, Title: t.finding(), Subtitle: strings.Join(sub, ". ") + ".", Footer: t.footer, Keys: t.unfinishedKeys(t.groups)}
	signs := small.Wrap(legend, ink.FullWidth-2*ink.Margin)
	foot := vg.Length(len(signs)) * small.Leading()
	names := append([]string{t.baseline}, t.columns...)
	top := vg.Length(5)
	for _, n := range names {
		top = max(top, 5+9*vg.Length(len(headLines(n))))
	}
	sh.BodyHeight = top + vg.Length(len(t.groups))*cellHeight + 21 + foot
	sh.Body = func(c draw.Canvas) {
		width := (c.Max.X - c.Min.X - gutter) / vg.Length(len(t.columns)+1)
		box := func(column, row int) vg.Rectangle {
			x, y := c.Min.X+gutter+vg.Length(column)*width, c.Max.Y-top-vg.Length(row)*cellHeight
			return ink.Rect(x+0.5, y-cellHeight+0.5, x+width-0.5, y-0.5)
		}
		for i, n := range names {
			x, _ := ink.Centre(box(i, 0))
			lines := headLines(n)
			for k, line := range lines {
				f.Shrunk(line, width-2).Write(c, x, c.Max.Y-top+5+9*vg.Length(len(lines)-1-k), 0.5, line)
			}
		}
		for row, g := range t.groups {
			b := box(0, row)
			_, y := ink.Centre(b)
			f.Level(c, c.Min.X+gutter-5, y, 1, f.Fit(t.label(g), gutter-5))
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
		small.Lines(c, c.Min.X, c.Min.Y+foot, signs)
	}
	return sh.Figure()
}

// markCell says what a cell stands for: a median, and its change against the
// baseline.
func (t *heatTable) markCell(c draw.Canvas, b vg.Rectangle, g results.Group, strategy string) {
	m := t.metric
	v, ok := t.median(g, strategy, m)
	if !ok {
		ink.MarkOn(c, b, ink.Mark{What: strategy + " in " + t.label(g) + ": " + m.Title, Value: t.absence(g, strategy)})
		return
	}
	cell := ink.Mark{What: strategy + " in " + t.label(g) + ": " + m.Title}.Estimate(v, func(v float64) string { return words.InMetric(m, v) })
	if change, ok := t.change(g, strategy, m); ok && change.Defined {
		cell.What += ", and its change against " + t.baseline
		if cell.Value += "; "; change.Clear() && change.New.Value != 0 {
			cell.Value += phrase.Change(change.Ratio.Value)
			cell.Interval += "; " + words.ShiftWithin(change.Ratio)
		} else {
			cell.Value += words.Told(&change)
		}
	}
	ink.MarkOn(c, b, cell)
}

// headLines breaks a name before each decision in it.
func headLines(name string) []string {
	lines := strings.Split(name, "+")
	for i := range lines[1:] {
		lines[i+1] = "+" + lines[i+1]
	}
	return lines
}
