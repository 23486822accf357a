package plots

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
)

// step is a point of a survival curve: from here on, Above of all operations
// waited longer.
type step struct {
	ns    float64
	above int64
}

// survival is how many operations waited longer than a time.
type survival struct {
	steps []step // from 0, by rising time
	total int64
}

// survivalOf makes the curve of a distribution, in whatever order its bins are.
func survivalOf(bins []results.Bin) survival {
	sorted := slices.DeleteFunc(slices.Clone(bins), func(b results.Bin) bool { return b.Count <= 0 })
	slices.SortStableFunc(sorted, func(a, b results.Bin) int { return cmp.Compare(a.NS, b.NS) })
	var v survival
	for _, b := range sorted {
		v.total += b.Count
	}
	left := v.total
	for _, b := range sorted {
		left -= b.Count
		at := step{float64(max(0, b.NS)), left}
		if n := len(v.steps); n > 0 && v.steps[n-1].ns == at.ns {
			v.steps[n-1] = at
			continue
		}
		v.steps = append(v.steps, at)
	}
	if len(v.steps) > 0 && v.steps[0].ns > 0 {
		v.steps = slices.Insert(v.steps, 0, step{0, v.total})
	}
	return v
}

// waited returns the shortest and the longest positive wait.
func (v survival) waited() (least, most float64, ok bool) {
	for _, s := range v.steps {
		if s.ns > 0 {
			if !ok {
				least, ok = s.ns, true
			}
			most = s.ns
		}
	}
	return least, most, ok
}

// tails is a chart of how long operations waited, as curves with logarithmic
// axes.
type tails struct{ show pick }

func (tails) name() string { return "survival" }

func (t tails) figures(s *stats) (figures []*Figure) {
	curves := map[place]survival{}
	var with []results.Group
	least, most, total := math.Inf(1), 0.0, int64(1)
	for _, g := range s.groups {
		waits := false
		for _, name := range s.strategies {
			r := s.at[place{g, name}]
			if r == nil {
				continue
			}
			v := survivalOf(r.Waits)
			if lo, hi, ok := v.waited(); ok {
				least, most, total = min(least, lo), max(most, hi), max(total, v.total)
				curves[place{g, name}] = v
				waits = true
			}
		}
		if waits {
			with = append(with, g)
		}
	}
	axes := plot.New()
	axes.X.Min, axes.X.Max = least/1.5, most*1.5
	axes.X.Scale, axes.Y.Scale = plot.LogScale{}, plot.LogScale{}
	axes.Y.Min, axes.Y.Max = math.Pow(10, -math.Ceil(math.Log10(float64(min(max(total, 10), 1e7))))), 1.7
	axes.Y.Tick.Marker = logTicks{8, phrase.Share}
	const digested = 6
	for i, groups := range sheetsOf(t.show(s, results.MetricNamed("p99-wait-ns"), with, digested)) {
		figures = append(figures, t.sheet(s, sheetName("survival", i), groups, *axes, curves))
	}
	return figures
}

func (t tails) sheet(s *stats, name string, groups []results.Group, p plot.Plot, curves map[place]survival) *Figure {
	grid := newGrid(len(groups), 42, 0, 16)
	grid.data = []vg.Length{170, 130, 96}[grid.columns-1]
	p.X.Tick.Marker = logTicks{12 / grid.columns, phrase.Time}
	sub := []string{"P(wait > t): share of operations that waited longer than t for an entry, both axes logarithmic; a curve begins at the share that waited at all and ends at the longest wait", operations(curves, groups), "Bands: pointwise 95" + phrase.NBSP + "% Wilson interval, as if waits were independent"}
	if note := s.machineNote(groups); note != "" {
		sub = append(sub, note)
	}
	sh := sheet{name: name, title: t.finding(s, groups), subtitle: strings.Join(sub, ". ") + ".", footer: s.footer}
	for _, strategy := range s.strategies {
		sh.keys = append(sh.keys, lineKey(strategy, s.look(strategy)))
	}
	sh.bodyHeight = grid.height()
	sh.body = func(c draw.Canvas) {
		for i, g := range groups {
			tile := grid.at(c, i)
			head(tile, s.label(g), "")
			grid.xAxis(tile, &p)
			yAxis(tile, &p, grid.first(i))
			var drawn []curve
			for j, name := range s.strategies {
				if v, ok := curves[place{g, name}]; ok {
					drawn = append(drawn, curve{v, s.look(name), (float64(j) + 0.5) / float64(len(s.strategies))})
				}
			}
			for _, v := range drawn {
				v.band(tile, &p)
			}
			for _, v := range slices.Backward(drawn) {
				v.Plot(tile, &p)
			}
			for _, name := range s.strategies {
				if v, ok := curves[place{g, name}]; ok {
					v.mark(tile, &p, name+" in "+s.label(g))
				}
			}
			hungNote(tile, s, g)
		}
	}
	return sh.figure()
}

// mark says what the curve is at the usual percentiles.
func (v survival) mark(c draw.Canvas, p *plot.Plot, what string) {
	x, y := p.Transforms(&c)
	for _, tail := range []float64{0.5, 0.1, 0.01, 0.001} {
		i := slices.IndexFunc(v.steps, func(s step) bool { return float64(s.above) <= tail*float64(v.total) })
		if i < 0 || v.steps[i].ns <= 0 {
			continue
		}
		s := v.steps[i]
		lo, hi := wilson(s.above, v.total)
		markAt(c, vg.Point{X: x(max(s.ns, p.X.Min)), Y: y(max(float64(s.above)/float64(v.total), p.Y.Min))}, Mark{
			What: what + ": share that waited longer than " + phrase.Time(s.ns), Value: phrase.Share(float64(s.above) / float64(v.total)),
			Interval: phrase.Share(lo) + " to " + phrase.Share(hi), N: phrase.Number(float64(v.total)) + " operations",
		})
	}
}

// hungNote lists in a tile whose waits are those of the lucky alone, in the
// corner that curves do not reach.
func hungNote(c draw.Canvas, s *stats, g results.Group) {
	f := face{smallSize, true, alarm}
	at := c.Max.Y - 12
	for _, name := range s.strategies {
		if hung, of := s.hungWindows(g, name); hung > 0 {
			f.note(c, c.Max.X-1, at, 1, f.fit(name+" "+hungShare(hung, of), c.Max.X-c.Min.X-4))
			at -= 8
		}
	}
}

// operations says how many waits are behind the curves of a sheet.
func operations(curves map[place]survival, groups []results.Group) string {
	least, most := int64(math.MaxInt64), int64(0)
	for at, v := range curves {
		if slices.Contains(groups, at.group) {
			least, most = min(least, v.total), max(most, v.total)
		}
	}
	return sampleSize(least, most, "operations a curve")
}

// finding says whose tail differs most from the baseline's.
func (tails) finding(s *stats, groups []results.Group) string {
	m := results.MetricNamed("p99-wait-ns")
	if c, ok := s.widest(m, groups); ok {
		return words.OfTail(&c, s.label(c.Group), s.baseline)
	}
	if s.comparable(m, groups) {
		return words.Unclear(m, s.changes(m), "No strategy's 99th percentile of the wait differs clearly from that of "+s.baseline)
	}
	return "How long operations wait for an entry"
}
