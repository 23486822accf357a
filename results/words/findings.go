package words

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// WriteFindings says in words what records show of each strategy against a
// baseline, in each regime; and, where axes were swept, who wins where, where
// the order changes, and how throughput grows. Program is what commands begin with.
func WriteFindings(w io.Writer, records []*results.Record, baseline, program string) error {
	f := &findings{w: w, records: records, baseline: baseline, program: program}
	f.hangs()
	f.pileups()
	f.openLoops()
	axes := compare.Axes(records)
	plain := slices.DeleteFunc(slices.Clone(records), Swept(records))
	for _, regime := range regimes(plain) {
		f.regime(regime, plain)
	}
	switch len(axes) {
	case 0:
	case 1:
		f.along(axes[0])
	default:
		f.maps(axes[0], axes[1])
	}
	for _, axis := range axes {
		f.crossovers(axis)
		if axis == "tasks" || axis == "cpus" {
			f.scaling(axis)
		}
	}
	return f.err
}

// Swept returns whether a record is a point of a sweep, by itself of little
// interest: of a pattern that varies along some axis.
func Swept(records []*results.Record) func(*results.Record) bool {
	var swept []results.Group
	for _, axis := range compare.Axes(records) {
		for _, l := range compare.Lines(records, axis) {
			for _, at := range l.At {
				for _, r := range at {
					if r != nil && !slices.Contains(swept, r.Group()) {
						swept = append(swept, r.Group())
					}
				}
			}
		}
	}
	return func(r *results.Record) bool {
		g := r.Group()
		g.Variant = ""
		return slices.Contains(swept, g)
	}
}

type findings struct {
	w        io.Writer
	records  []*results.Record
	baseline string
	program  string
	err      error
}

func (f *findings) say(format string, args ...any) {
	if f.err == nil {
		_, f.err = fmt.Fprintf(f.w, format+"\n", args...)
	}
}

// regimeOf is what the records of a paragraph share.
type regimeOf struct{ engine, hold string }

func regimes(records []*results.Record) (found []regimeOf) {
	for _, r := range results.Base(records) {
		if g := (regimeOf{r.Engine, r.Hold}); !slices.Contains(found, g) {
			found = append(found, g)
		}
	}
	return found
}

// regime is a paragraph: each strategy against the baseline.
func (f *findings) regime(of regimeOf, plain []*results.Record) {
	in := slices.DeleteFunc(slices.Clone(plain), func(r *results.Record) bool { return r.Engine != of.engine || r.Hold != of.hold })
	where := "holders keep the CPU"
	if of.hold == "sleep" {
		where = "holders leave the CPU"
	}
	f.say("\nhold=%s (%s), %s: %s against %s, by the median", of.hold, where, of.engine, phrase.Count(len(results.Groups(results.Base(in))), "pattern"), f.baseline)
	ops, wakeups, tail := results.MetricNamed("ops/s"), results.MetricNamed("wakeups/op"), results.MetricNamed("p99-wait-ns")
	base := notHung(results.Base(in))
	changes := compare.Compare(base, f.baseline, ops)
	flips := compare.Flips(changes, notHung(in), f.baseline, ops)
	woken := compare.Compare(base, f.baseline, wakeups)
	waits := compare.Compare(base, f.baseline, tail)
	width := 0
	for _, c := range changes {
		width = max(width, len(c.Strategy))
	}
	var names []string
	for _, c := range changes {
		if !slices.Contains(names, c.Strategy) {
			names = append(names, c.Strategy)
		}
	}
	for _, n := range names {
		f.say("  %-*s  ops/s %s; wakeups %s; p99 wait %s%s", width, n, sides(changes, n), seen(base, n, wakeups, span(woken, n)), seen(base, n, tail, span(waits, n)), dependence(changes, flips, n))
	}
	f.verdict(in)
}

// notHung leaves out what hung.
func notHung(records []*results.Record) []*results.Record {
	return slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r.Hung() })
}

// sides says in how many patterns a strategy is ahead and behind.
func sides(changes []compare.Change, name string) string {
	var ahead, behind, busy, n int
	var best, worst compare.Change
	best.Ratio.Value, worst.Ratio.Value = 1, 1
	for _, c := range changes {
		if c.Strategy != name {
			continue
		}
		n++
		switch r := c.Ratio.Value; {
		case c.Busy:
			busy++
		case !c.Clear || !c.Defined || math.Abs(r-1) < compare.Negligible:
		case r > 1:
			ahead++
			if r > best.Ratio.Value {
				best = c
			}
		default:
			behind++
			if r < worst.Ratio.Value {
				worst = c
			}
		}
	}
	var words []string
	if ahead != 0 {
		words = append(words, fmt.Sprintf("ahead in %d (up to %s, %s)", ahead, phrase.Percent(best.Ratio.Value), best.Group.Pattern))
	}
	if behind != 0 {
		words = append(words, fmt.Sprintf("behind in %d (down to %s, %s)", behind, phrase.Percent(worst.Ratio.Value), worst.Group.Pattern))
	}
	if busy != 0 {
		words = append(words, fmt.Sprintf("not told in %d, as the machine was busy", busy))
	}
	if even := n - ahead - behind - busy; even != 0 {
		words = append(words, fmt.Sprintf("even in %d", even))
	}
	return strings.Join(words, ", ")
}

// seen says that nobody observed a metric of a strategy, or what is known of it.
func seen(records []*results.Record, name string, m *results.Metric, known string) string {
	if slices.ContainsFunc(records, func(r *results.Record) bool { return r.Strategy == name && r.Unseen(m) }) {
		return "not observed"
	}
	return known
}

// span is the range of a strategy's ratios.
func span(changes []compare.Change, name string) string {
	return spanIn(changes, func(c *compare.Change) bool { return c.Strategy == name })
}

func spanIn(changes []compare.Change, in func(*compare.Change) bool) string {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, c := range changes {
		if in(&c) && c.Defined {
			lo, hi = min(lo, c.Ratio.Value), max(hi, c.Ratio.Value)
		}
	}
	switch {
	case lo > hi:
		return "none"
	case hi-lo < 0.005:
		return fmt.Sprintf("×%.2f", hi)
	}
	return fmt.Sprintf("×%.2f to ×%.2f", lo, hi)
}

// dependence says which prices turn how many of a strategy's changes round.
func dependence(changes []compare.Change, flips [][]string, name string) string {
	n := 0
	var prices []string
	for i, c := range changes {
		if c.Strategy == name && len(flips[i]) != 0 && math.Abs(c.Ratio.Value-1) >= compare.Negligible {
			n++
			for _, v := range flips[i] {
				if !slices.Contains(prices, v) {
					prices = append(prices, v)
				}
			}
		}
	}
	if n == 0 {
		return ""
	}
	return "; " + dependOn(n) + " on " + strings.Join(prices, ", ")
}

// verdict says who leads most often, and how far apart the field is.
func (f *findings) verdict(records []*results.Record) {
	leads := compare.Leaders(records, results.MetricNamed("ops/s"))
	var best tally
	apart, depends, n := 1.0, 0, 0
	for _, l := range leads {
		if len(l.Best) == 0 {
			continue
		}
		n++
		if l.Last.Value != 0 {
			apart = max(apart, l.Value.Value/l.Last.Value)
		}
		if len(l.Depends) != 0 {
			depends++
		}
		best.add(l.Best...)
	}
	if n == 0 {
		return
	}
	f.say("  Most operations a second, alone or with others: %s, of %d patterns; first and last are up to %s apart.", phrase.Few(best.words()), n, phrase.Percent(apart))
	switch variants := results.Variants(records); {
	case depends != 0:
		f.say("  %s on the price of a wake: %s, others lead.", dependsOn(depends), results.HowVaried(variants))
	case len(variants) != 0:
		f.say("  Nowhere do others lead clearly if a price of a wake is %s.", results.HowVaried(variants))
	case slices.ContainsFunc(records, func(r *results.Record) bool { return r.Engine == "sim" }):
		f.say("  %s", f.notVaried())
	}
}

// notVaried is said where prices were not varied.
func (f *findings) notVaried() string {
	return "Whether that depends on the prices of a wake was not looked at: " + command.Of("run", "--sensitivity").Spell(f.program) + " does."
}

// dependOn says how many of some depend on something.
func dependOn(n int) string {
	if n == 1 {
		return "1 of these depends"
	}
	return fmt.Sprintf("%d of these depend", n)
}

func dependsOn(n int) string {
	if n == 1 {
		return "One of these depends"
	}
	return dependOn(n)
}

// tally counts how often names come up.
type tally struct {
	names []string // in order of first appearance
	n     map[string]int
}

func (t *tally) add(names ...string) {
	if t.n == nil {
		t.n = map[string]int{}
	}
	for _, s := range names {
		if t.n[s]++; t.n[s] == 1 {
			t.names = append(t.names, s)
		}
	}
}

// words says of each name in how many, the most frequent first.
func (t *tally) words() (words []string) {
	slices.SortStableFunc(t.names, func(a, b string) int { return t.n[b] - t.n[a] })
	for _, s := range t.names {
		words = append(words, fmt.Sprintf("%s in %d", s, t.n[s]))
	}
	return words
}
