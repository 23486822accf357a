package compare

import (
	"cmp"
	"slices"

	"daxwait/results"
)

// Line is records that differ in strategy and along one axis alone.
type Line struct {
	// Group is what they share, without the axis.
	Group results.Group
	Under results.Conditions
	Axis  string
	Unit  string
	// Values are in rising order.
	Values []float64
	// At are the records by strategy and value, nil where there is none.
	At map[string][]*results.Record
	// Strategies are in the order of the records.
	Strategies []string
}

// Lines returns the lines along an axis, in the order of the records. A line
// has two values or more.
func Lines(records []*results.Record, axis string) (lines []Line) {
	records = results.Pool(results.Base(records))
	for _, r := range records {
		s, ok := r.On(axis)
		if !ok {
			continue
		}
		g := beside(r, axis)
		i := slices.IndexFunc(lines, func(l Line) bool { return l.Group == g })
		if i < 0 {
			i = len(lines)
			lines = append(lines, Line{Group: g, Under: r.Conditions().Along(axis), Axis: axis, Unit: s.Unit})
		}
		l := &lines[i]
		if !slices.Contains(l.Values, s.Value) {
			l.Values = append(l.Values, s.Value)
		}
		if !slices.Contains(l.Strategies, r.Strategy) {
			l.Strategies = append(l.Strategies, r.Strategy)
		}
	}
	lines = slices.DeleteFunc(lines, func(l Line) bool { return len(l.Values) < 2 })
	for i := range lines {
		l := &lines[i]
		slices.Sort(l.Values)
		l.At = map[string][]*results.Record{}
		for _, s := range l.Strategies {
			l.At[s] = make([]*results.Record, len(l.Values))
		}
		for _, r := range records {
			if s, ok := r.On(axis); ok && beside(r, axis) == l.Group {
				l.At[r.Strategy][slices.Index(l.Values, s.Value)] = r
			}
		}
	}
	return lines
}

// beside is a record's group with no values on some axes.
func beside(r *results.Record, axes ...string) results.Group {
	c := *r
	for _, axis := range axes {
		switch axis {
		case "tasks":
			c.Tasks = 0
		case "cpus":
			c.VCPUs = 0
		case "rate":
			c.Rate = 0
		}
	}
	c.Set = slices.DeleteFunc(slices.Clone(r.Set), func(s results.Setting) bool { return slices.Contains(axes, s.Axis) })
	return c.Group()
}

// Axes returns the axes on which records of one pattern, engine and profile
// have more than one value, those with the most values first.
func Axes(records []*results.Record) []string {
	type bench struct{ engine, pattern, profile string }
	values := map[string]map[bench][]float64{}
	var axes []string
	for _, r := range results.Base(records) {
		names := []string{"tasks", "cpus", "rate"}
		for _, s := range r.Set {
			names = append(names, s.Axis)
		}
		for _, name := range names {
			s, ok := r.On(name)
			if !ok {
				continue
			}
			if values[name] == nil {
				values[name] = map[bench][]float64{}
				axes = append(axes, name)
			}
			b := bench{r.Engine, r.Pattern, r.Profile}
			if !slices.Contains(values[name][b], s.Value) {
				values[name][b] = append(values[name][b], s.Value)
			}
		}
	}
	if Placed(records) {
		axes = slices.DeleteFunc(axes, func(a string) bool { return a == "tasks" || a == "cpus" })
	}
	most := func(axis string) (n int) {
		for _, v := range values[axis] {
			n = max(n, len(v))
		}
		return n
	}
	axes = slices.DeleteFunc(axes, func(a string) bool { return most(a) < 2 })
	slices.SortStableFunc(axes, func(a, b string) int { return cmp.Compare(most(b), most(a)) })
	return axes
}

// geometric reports whether values are positive and spaced by factors, so that
// they are to be drawn and interpolated by their logarithms.
func geometric(values []float64) bool {
	for i, v := range values {
		if v <= 0 || i > 0 && v < 1.5*values[i-1] {
			return false
		}
	}
	return len(values) > 2 && values[len(values)-1] >= 8*values[0]
}

// Logarithmic reports whether the line's axis is to be drawn by logarithms.
func (l *Line) Logarithmic() bool { return geometric(l.Values) }
