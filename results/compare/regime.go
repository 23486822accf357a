package compare

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"daxwait/internal/distinct"
	"daxwait/results"
)

// Map is who wins where on two axes.
type Map struct {
	// Group is what its records share, without the axes.
	Group        results.Group
	Under        results.Conditions
	Metric       *results.Metric
	X, Y         string
	XUnit, YUnit string
	Xs, Ys       []float64 // in rising order
	// Cells are row by row, a row for each of Ys.
	Cells []Regime
}

// Regime is a cell of a map.
type Regime struct {
	// Winner has the best median; it is empty if nobody was run or all hung.
	// Tied are those that are not told to be behind it: Told says what is told of
	// all of them, Same, Even, or else Untold.
	Winner string
	Tied   []string
	Told   Outcome
	// Second is the best of those behind, and Margin how much better the winner
	// is: the ratio of its median to the second's, or the other way round where
	// less is better. There is none if all are tied.
	Second string
	Margin Interval
	// Depends are the variants of prices under which another wins clearly.
	Depends []string
	// Hung are those that hung, Idle those that did no operation, and Unfinished those
	// that did not come back: they cannot win.
	Hung, Idle, Unfinished []string
}

// Noise reports whether nobody is clearly behind the winner.
func (c *Regime) Noise() bool { return c.Second == "" }

// Alone reports whether all but one hung, did no operation or did not finish, so that there
// is nobody to win against.
func (c *Regime) Alone() bool {
	return len(c.Hung)+len(c.Idle)+len(c.Unfinished) != 0 && c.Winner != "" && len(c.Tied) == 0 && c.Noise()
}

// Winners names the winner and who is tied with it: by = where they are even or
// one run, by ~ where they were not told apart.
func (c *Regime) Winners() string {
	sign := " = "
	if c.Told == Untold {
		sign = " ~ "
	}
	return strings.Join(append([]string{c.Winner}, c.Tied...), sign)
}

// Cell returns a cell by the positions of its values.
func (m *Map) Cell(x, y int) *Regime { return &m.Cells[y*len(m.Xs)+x] }

// fewest is the part of a map's cells that must have records: values that were never
// run together make no map, and their product has no bound.
const fewest = 0.01

// Maps returns the maps over two axes, one for each value of whatever else
// varies, in the order of the records.
func Maps(records []*results.Record, x, y string, m *results.Metric) (maps []Map) {
	on := func(records []*results.Record) (groups []results.Group, parts [][]*results.Record) {
		var both []*results.Record
		for _, r := range results.Pool(records) {
			_, okx := r.On(x)
			_, oky := r.On(y)
			if okx && oky {
				both = append(both, r)
			}
		}
		return distinct.Split(both, func(r *results.Record) results.Group { return r.Beside(x, y) })
	}
	groups, parts := on(results.Base(records))
	var met distinct.List[results.Group]
	for i, g := range groups {
		mp := Map{Group: g, Metric: m, X: x, Y: y}
		if !mp.of(parts[i]) {
			continue
		}
		met.At(g)
		maps = append(maps, mp)
	}
	for _, v := range results.Variants(records) {
		groups, parts := on(under(records, v))
		for k, g := range groups {
			if i := met.Index(g); i >= 0 {
				maps[i].depend(v, parts[k])
			}
		}
	}
	return maps
}

// of makes the map of its records, and reports whether they make one.
func (m *Map) of(records []*results.Record) bool {
	value := func(axis string) func(r *results.Record) float64 {
		return func(r *results.Record) float64 { s, _ := r.On(axis); return s.Value }
	}
	x, _ := records[0].On(m.X)
	y, _ := records[0].On(m.Y)
	m.Under, m.XUnit, m.YUnit = records[0].Conditions().Along(m.X, m.Y), x.Unit, y.Unit
	m.Xs = slices.Sorted(slices.Values(distinct.Keys(records, value(m.X))))
	m.Ys = slices.Sorted(slices.Values(distinct.Keys(records, value(m.Y))))
	n := len(m.Xs) * len(m.Ys)
	if len(m.Xs) < 2 || len(m.Ys) < 2 || float64(len(records)) < fewest*float64(n) {
		return false
	}
	m.Cells = make([]Regime, n)
	known := quantiles{}
	for i, cell := range m.cells(records) {
		m.Cells[i] = regime(cell, m.Metric, known)
	}
	return true
}

// cells are the records of each cell.
func (m *Map) cells(records []*results.Record) [][]*results.Record {
	cells := make([][]*results.Record, len(m.Cells))
	for _, r := range records {
		sx, _ := r.On(m.X)
		sy, _ := r.On(m.Y)
		x, okx := slices.BinarySearch(m.Xs, sx.Value)
		y, oky := slices.BinarySearch(m.Ys, sy.Value)
		if okx && oky {
			cells[y*len(m.Xs)+x] = append(cells[y*len(m.Xs)+x], r)
		}
	}
	return cells
}

// depend says of each cell whether another wins clearly under a variant, of which
// these are the records.
func (m *Map) depend(variant string, records []*results.Record) {
	known := quantiles{}
	for i, cell := range m.cells(records) {
		o, c := regime(cell, m.Metric, known), &m.Cells[i]
		if winners := append([]string{o.Winner}, o.Tied...); !c.Noise() && !o.Noise() && !slices.Contains(winners, c.Winner) &&
			!slices.ContainsFunc(c.Tied, func(s string) bool { return slices.Contains(winners, s) }) {
			c.Depends = append(c.Depends, variant)
		}
	}
}

// regime finds the winner of a cell.
func regime(records []*results.Record, m *results.Metric, known quantiles) (c Regime) {
	var field []*results.Record
	for _, r := range records {
		switch {
		case r.Broken != nil:
			c.Unfinished = append(c.Unfinished, r.Strategy)
		case r.Hung():
			c.Hung = append(c.Hung, r.Strategy)
		case r.Idle():
			c.Idle = append(c.Idle, r.Strategy)
		case len(r.Values(m)) != 0:
			field = append(field, r)
		}
	}
	slices.SortStableFunc(field, func(a, b *results.Record) int {
		if m.HigherBetter {
			a, b = b, a
		}
		return cmp.Compare(median(a.Values(m)), median(b.Values(m)))
	})
	c.Told = Same
	for i, r := range field {
		if i == 0 {
			c.Winner = r.Strategy
			continue
		}
		o := Change{Metric: m}
		p := pairOf(field[0], r, m)
		p.known = known
		switch o.tell(p, twin{field[0], r}, Alpha, Negligible); {
		case !o.Clear():
			c.Tied, c.Told = append(c.Tied, r.Strategy), o.Outcome.atMost(c.Told)
		case c.Second == "":
			c.Second, c.Margin = r.Strategy, margin(field[0], r, m, known)
		}
	}
	return c
}

// margin is how much better a is than b, without end if b alone is not 0.
func margin(a, b *results.Record, m *results.Metric, known quantiles) Interval {
	if m.HigherBetter {
		a, b = b, a
	}
	p := pairOf(a, b, m)
	p.known = known
	if by, ok := p.ratio(Alpha); ok {
		return by
	}
	return Interval{Value: math.Inf(1), Lo: math.Inf(1), Hi: math.Inf(1), N: min(len(p.a), len(p.b))}
}
