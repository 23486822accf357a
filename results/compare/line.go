package compare

import (
	"cmp"
	"slices"

	"daxwait/internal/distinct"
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
	var on []*results.Record
	for _, r := range results.Pool(results.Base(records)) {
		if _, ok := r.On(axis); ok {
			on = append(on, r)
		}
	}
	groups, parts := distinct.Split(on, func(r *results.Record) results.Group { return r.Beside(axis) })
	for i, g := range groups {
		if l := lineOf(g, axis, parts[i]); len(l.Values) > 1 {
			lines = append(lines, l)
		}
	}
	return lines
}

// lineOf is the line of the records of a group.
func lineOf(g results.Group, axis string, records []*results.Record) Line {
	value := func(r *results.Record) float64 { s, _ := r.On(axis); return s.Value }
	first, _ := records[0].On(axis)
	l := Line{
		Group: g, Under: records[0].Conditions().Along(axis), Axis: axis, Unit: first.Unit,
		Values:     slices.Sorted(slices.Values(distinct.Keys(records, value))),
		Strategies: distinct.Keys(records, func(r *results.Record) string { return r.Strategy }),
		At:         map[string][]*results.Record{},
	}
	for _, s := range l.Strategies {
		l.At[s] = make([]*results.Record, len(l.Values))
	}
	for _, r := range records {
		i, _ := slices.BinarySearch(l.Values, value(r))
		l.At[r.Strategy][i] = r
	}
	return l
}

// Axes returns the axes on which records of one pattern, engine and profile
// have more than one value, those with the most values first.
func Axes(records []*results.Record) []string {
	type bench struct{ axis, engine, pattern, profile, machine string }
	type point struct {
		bench
		value float64
	}
	var points distinct.List[point]
	var names []string
	for _, r := range results.Base(records) {
		names = append(names[:0], "tasks", "cpus", "rate")
		for _, s := range r.Set {
			names = append(names, s.Axis)
		}
		for _, name := range names {
			if s, ok := r.On(name); ok {
				points.At(point{bench{name, r.Engine, r.Pattern, r.Profile, r.VMachine}, s.Value})
			}
		}
	}
	axes := distinct.Keys(points.All(), func(p point) string { return p.axis })
	benches, on := distinct.Split(points.All(), func(p point) bench { return p.bench })
	if Placed(records) {
		axes = slices.DeleteFunc(axes, func(a string) bool { return a == "tasks" || a == "cpus" })
	}
	most := func(axis string) (n int) {
		for i, b := range benches {
			if b.axis == axis {
				n = max(n, len(on[i]))
			}
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
