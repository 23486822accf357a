package profile

import (
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/internal/nearest"
	"daxwait/internal/toml"
)

// Read reads a profile. It reports all that is wrong with it, a line for each;
// file is what errors call it.
func Read(r io.Reader, file string) (*Profile, error) {
	f, err := toml.Read(r, file, "a cost profile", "tables such as [wake-one], with ns and source, each once")
	if err != nil {
		return nil, err
	}
	rd := reader{File: f}
	p := rd.profile()
	if rd.wrong != nil {
		slices.SortStableFunc(rd.wrong, func(a, b finding) int { return a.line - b.line })
		var all []error
		for _, w := range rd.wrong {
			all = append(all, w.err)
		}
		return nil, f.Join(all)
	}
	return p, nil
}

// reader makes a profile of a file.
type reader struct {
	*toml.File
	wrong []finding
}

// finding is an error and its line.
type finding struct {
	line int
	err  error
}

// fail notes what is wrong at a key, or at what holds it.
func (r *reader) fail(path, format string, args ...any) {
	line := r.Line(path)
	r.wrong = append(r.wrong, finding{line, r.Errorf(line, format, args...)})
}

// profile reads the whole file.
func (r *reader) profile() *Profile {
	p, values := &Profile{}, r.Values
	p.Name = r.text(values, "name")
	p.About = r.text(values, "about")
	switch p.Scheduler = machine.Scheduler(r.text(values, "scheduler")); p.Scheduler {
	case "", machine.CFS, machine.EEVDF:
	default:
		r.fail("scheduler", "the scheduler is %q; want \"cfs\" (up to Linux 6.5) or \"eevdf\" (from 6.6 on), or none", p.Scheduler)
	}
	if !toml.WellNamed(p.Name) {
		r.fail("name", "the name is %q; want letters, digits, dots and dashes, such as name = \"mine\"", p.Name)
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		k := kindOf(key)
		switch {
		case key == "name" || key == "about" || key == "scheduler":
		case k == numKinds:
			r.fail(key, "there is no cost %q%s; besides name, about and scheduler there are %s", key, nearest.Question(key, names()), strings.Join(names(), ", "))
		case k.patterns():
			r.fail(key, "%q is no cost but the pattern's; give it there, as the axes think and hold do", key)
		default:
			if table, ok := values[key].(map[string]any); ok {
				r.price(p, k, table)
			} else {
				r.fail(key, "%s = %v: want a table, [%s] and below it ns and source", key, values[key], key)
			}
		}
	}
	return p
}

// price reads one table.
func (r *reader) price(p *Profile, k Kind, table map[string]any) {
	in := k.String() + "."
	price := sim.Time{Mean: r.ns(table["ns"], in+"ns")}
	if draw, given := table["draw"]; given {
		price.Drawn = draw == "exponential"
		if !price.Drawn && draw != "constant" {
			r.fail(in+"draw", "%sdraw cannot be %#v; it can be \"constant\" or \"exponential\"", in, draw)
		}
	}
	source := r.text(table, "source", in)
	if strings.TrimSpace(source) == "" && price.Mean != 0 {
		r.fail(in+"source", "%s costs %d ns, and nothing says why; add such as source = \"measured on …, by …\"", k, price.Mean)
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		if !slices.Contains([]string{"ns", "low", "high", "draw", "source"}, key) {
			r.fail(in+key, "there is no key %q in [%s]; there are ns, low, high, draw, source", key, k)
		}
	}
	p.Set(k, price, source)
	p.Ranges[k] = r.within(price.Mean, table, in)
}

// within reads the bounds of a price, if there are any.
func (r *reader) within(ns int64, table map[string]any, in string) Range {
	low, lower := table["low"]
	high, upper := table["high"]
	switch {
	case !lower && !upper:
		return Range{}
	case !upper:
		r.fail(in+"low", "there is %slow and no %shigh; give both, or none if no range is known", in, in)
		return Range{}
	case !lower:
		r.fail(in+"high", "there is %shigh and no %slow; give both, or none if no range is known", in, in)
		return Range{}
	}
	w := Range{r.ns(low, in+"low"), r.ns(high, in+"high")}
	if r.wrong == nil && !(w.Low <= ns && ns <= w.High && w.Low < w.High) {
		r.fail(in+"low", "%slow = %d, ns = %d and high = %d: want low <= ns <= high, and low below high", in, w.Low, ns, w.High)
	}
	return w
}

// ns reads a time: a whole number of ns, or a text such as "3us".
func (r *reader) ns(value any, path string) int64 {
	var ns int64
	switch v := value.(type) {
	case int64:
		ns = v
	case string:
		d, err := time.ParseDuration(v)
		if err != nil {
			r.fail(path, "%s = %q is no time; want such as 3000 or \"3us\"", path, v)
			return 0
		}
		ns = int64(d)
	case nil:
		r.fail(path, "there is no %s; add such as ns = 3000, or 0", path)
	default:
		r.fail(path, "%s = %v: want a whole number of ns, such as 3000, or \"3us\"", path, v)
	}
	if ns < 0 || ns > mostNS {
		r.fail(path, "%s = %v is impossible; want 0 to \"10s\"", path, value)
		return 0
	}
	return ns
}

// text reads a text that may be missing.
func (r *reader) text(table map[string]any, key string, in ...string) string {
	value, given := table[key]
	s, ok := value.(string)
	if given && !ok {
		r.fail(strings.Join(in, "")+key, "%s = %v: want it in quotes", key, value)
	}
	return s
}

// names lists what there are tables for.
func names() []string {
	var all []string
	for _, k := range Kinds() {
		all = append(all, k.String())
	}
	return all
}
