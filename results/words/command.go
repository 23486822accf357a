package words

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"daxwait/internal/command"
	"daxwait/results"
	"daxwait/results/compare"
)

// Commands returns the commands that make records again, one for all patterns
// that were run alike.
func Commands(records []*results.Record) (all []command.Command) {
	var shapes []string
	of := map[string][]*results.Record{}
	shapeOf := map[string]string{}
	for _, r := range records {
		pattern := r.Engine + " " + r.Pattern
		shape, ok := shapeOf[pattern]
		if !ok {
			shape = shapeIn(records, r)
			shapeOf[pattern] = shape
		}
		if of[shape] == nil {
			shapes = append(shapes, shape)
		}
		of[shape] = append(of[shape], r)
	}
	placed := compare.Placed(records)
	for _, s := range shapes {
		all = append(all, commandOf(of[s], placed))
	}
	return all
}

// shapeIn is how the pattern of a record was run, in words: two patterns of one
// shape are of one command.
func shapeIn(records []*results.Record, of *results.Record) string {
	same := slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r.Engine != of.Engine || r.Pattern != of.Pattern })
	var args []string
	add := func(what string, value any) {
		if w := fmt.Sprint(what, " ", value); !slices.Contains(args, w) {
			args = append(args, w)
		}
	}
	for _, r := range same {
		add("engine", r.Engine)
		add("strategy", r.Strategy)
		add("profile", r.Profile)
		add("machine", r.VMachine)
		add("variant", r.Variant)
		add("pinned", r.Pinned)
		add("window", r.Window)
		add("seed", r.Seed)
	}
	for _, axis := range axesOf(same) {
		if values := valuesOn(same, axis); axis != "tasks" || len(values) > 1 { // else it may be the pattern's own
			add(axis, values)
		}
	}
	return strings.Join(args, "; ")
}

// Command returns the command that makes records again, as far as they say how
// they were made: of a trace they do not know the file. Records are of one
// engine.
func Command(records []*results.Record) command.Command {
	return commandOf(records, compare.Placed(records))
}

// commandOf is the command of records. Placed ones were run where a comparison is if
// nothing says where: with up to 128 tasks, and with fewer if it is the quick one.
func commandOf(records []*results.Record, placed bool) command.Command {
	if len(records) == 0 {
		return command.Command{}
	}
	first := records[0]
	var patterns, strategies, traces []string
	windows, varied := 0, false
	add := func(to *[]string, word string) {
		if !slices.Contains(*to, word) {
			*to = append(*to, word)
		}
	}
	for _, r := range records {
		if name, ok := strings.CutPrefix(r.Pattern, "replay-"); ok {
			add(&traces, name)
		} else {
			add(&patterns, r.Pattern)
		}
		add(&strategies, r.Strategy)
		windows = max(windows, len(r.Samples))
		varied = varied || r.Variant != ""
	}
	c := command.Of("run")
	flag := func(name, value string) { c = c.Flag(name, value) }
	if placed && !slices.Contains(valuesOn(records, "tasks"), "128") {
		c = c.With("--quick")
	}
	if first.Engine != "sim" {
		flag("engine", first.Engine)
	}
	if len(patterns) != 0 {
		flag("pattern", strings.Join(patterns, ","))
	}
	for _, t := range traces {
		flag("trace", t+".trace.gz")
	}
	flag("strategy", strings.Join(strategies, ","))
	for _, axis := range axesOf(records) {
		values := valuesOn(records, axis)
		switch {
		case placed && (axis == "tasks" || axis == "cpus"):
		case axis == "tasks", axis == "cpus":
			flag(axis, strings.Join(values, ","))
		default:
			flag("set", axis+"="+strings.Join(values, ","))
		}
	}
	if first.Engine == "sim" && first.Profile != "default" && first.Profile != "" {
		flag("profile", first.Profile)
	}
	if on := cmp.Or(first.VMachine, "fifo"); first.Engine == "sim" && (on != "eevdf" || first.Profile != "default") {
		flag("machine", on) // a run with the profile default is on eevdf
	}
	if varied {
		c = c.With("--sensitivity")
	}
	if first.Pinned {
		c = c.With("--pin")
	}
	if windows != 0 {
		flag("windows", fmt.Sprint(windows))
	}
	flag("window", time.Duration(first.Window).String())
	flag("seed", fmt.Sprint(first.Seed))
	return c
}

// axesOf returns the axes that a command has to name: not those on which each
// pattern has a value of its own, which is then its default.
func axesOf(records []*results.Record) (axes []string) {
	names := []string{"tasks", "cpus", "rate"}
	for _, r := range records {
		for _, s := range r.Set {
			if !slices.Contains(names, s.Axis) {
				names = append(names, s.Axis)
			}
		}
	}
	for _, name := range names {
		values := valuesOn(records, name)
		if len(values) == 0 || name == "tasks" && len(values) > 1 && !sharedBy(records, name, len(values)) {
			continue
		}
		axes = append(axes, name)
	}
	return axes
}

// sharedBy reports whether each pattern has as many values on an axis as all
// have together.
func sharedBy(records []*results.Record, axis string, n int) bool {
	var patterns []string
	for _, r := range records {
		if !slices.Contains(patterns, r.Pattern) {
			patterns = append(patterns, r.Pattern)
		}
	}
	return !slices.ContainsFunc(patterns, func(p string) bool {
		return len(valuesOn(slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r.Pattern != p }), axis)) != n
	})
}

// valuesOn returns the values of an axis as a command line takes them, in the
// order met.
func valuesOn(records []*results.Record, axis string) (values []string) {
	met := map[results.Setting]bool{}
	for _, r := range records {
		s, ok := r.On(axis)
		if axis == "cpus" && r.OwnCPUs {
			s, ok = results.Setting{Axis: axis}, true
		}
		if !ok || met[s] {
			continue
		}
		met[s] = true
		if v := results.FormatValue(s.Value, s.Unit); !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}
