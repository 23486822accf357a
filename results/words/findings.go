package words

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// WriteFindings says in words what records show of each strategy against a
// baseline, under each conditions; and, where axes were swept, who wins where, where
// the order changes, and how throughput grows. Program is what commands begin with.
func WriteFindings(w io.Writer, records []*results.Record, baseline, program string) error {
	f := &findings{w: w, records: records, baseline: baseline, program: program, hangsSomewhere: map[string]bool{}}
	for _, r := range records {
		if r.Hung() {
			f.hangsSomewhere[r.Strategy] = true
		}
	}
	f.hangs()
	f.pileups()
	f.openLoops()
	axes := compare.Axes(records)
	plain := slices.DeleteFunc(slices.Clone(records), Swept(records))
	var under distinct.List[results.Conditions]
	for _, r := range results.Base(plain) {
		under.At(r.Conditions())
	}
	parts := make([][]*results.Record, len(under.All()))
	for _, r := range plain {
		if i := under.Index(r.Conditions()); i >= 0 {
			parts[i] = append(parts[i], r)
		}
	}
	for i, u := range under.All() {
		f.against(u, parts[i])
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
	if f.err == nil {
		f.err = Write(w, f.all)
	}
	if f.err == nil && f.unvaried {
		_, f.err = fmt.Fprintf(w, "\nWhether any of this depends on the prices of a wake was not looked at: %s does.\n", command.Of("run", "--sensitivity").Spell(program))
	}
	return f.err
}

// Swept returns whether a record is a point of a sweep, by itself of little
// interest: of a pattern that varies along some axis.
func Swept(records []*results.Record) func(*results.Record) bool {
	swept := map[results.Group]bool{}
	for _, axis := range compare.Axes(records) {
		for _, l := range compare.Lines(records, axis) {
			for _, at := range l.At {
				for _, r := range at {
					if r != nil {
						swept[r.Group()] = true
					}
				}
			}
		}
	}
	return func(r *results.Record) bool {
		g := r.Group()
		g.Variant = ""
		return swept[g]
	}
}

type findings struct {
	w        io.Writer
	records  []*results.Record
	baseline string
	program  string
	all      []Sentence
	unvaried bool // simulations have no other prices of a wake
	// hangsSomewhere are the strategies that hung in some record.
	hangsSomewhere map[string]bool
	err            error
}

// note says what is no comparison, before all of those.
func (f *findings) note(format string, args ...any) {
	if f.err == nil {
		_, f.err = fmt.Fprintf(f.w, format+"\n", args...)
	}
}

// say has a sentence told under its conditions.
func (f *findings) say(under results.Conditions, n int, format string, args ...any) {
	f.all = append(f.all, Sentence{under, n, fmt.Sprintf(format, args...)})
}

// byStrategy are changes of one strategy each.
type byStrategy map[string][]compare.Change

func ofEach(changes []compare.Change) byStrategy {
	names, parts := distinct.Split(changes, func(c compare.Change) string { return c.Strategy })
	of := byStrategy{}
	for i, name := range names {
		of[name] = parts[i]
	}
	return of
}

// against has each strategy against the baseline, in records under the same conditions.
func (f *findings) against(under results.Conditions, in []*results.Record) {
	all := results.Base(in)
	base := able(all)
	compared := func(metric string) []compare.Change {
		return compare.Compare(base, f.baseline, results.MetricNamed(metric))
	}
	ops, woken, waits := compared("ops/s"), compared("wakeups/op"), compared("p99-wait-ns")
	flips := compare.Flips(ops, able(in), f.baseline, results.MetricNamed("ops/s"))
	if n := len(results.Groups(all)); len(ops) != 0 {
		f.say(under, 0, "against %s, by the median, in %s:", f.baseline, phrase.Count(n, "pattern"))
	}
	names, run := distinct.Split(all, func(r *results.Record) string { return r.Strategy })
	width := 0
	for _, name := range names {
		if name != f.baseline {
			width = max(width, len(name))
		}
	}
	opsOf, wokenOf, waitsOf, turned := ofEach(ops), ofEach(woken), ofEach(waits), dependence(ops, flips)
	for i, name := range names {
		if name == f.baseline {
			continue
		}
		ops, mine := opsOf[name], able(run[i])
		if hung := f.price(name, run[i]); sameRuns(ops) {
			f.say(under, samplesOf(ops), "%-*s  %s%s", width, name, hung, tallied(ops, "", "", "", ""))
		} else if len(ops) != 0 {
			f.say(under, samplesOf(ops), "%-*s  %sops/s %s; wakeups %s; p99 wait %s%s", width, name, hung, tallied(ops, "ahead", "behind", "up to ", "down to "),
				seen(mine, results.MetricNamed("wakeups/op"), tallied(wokenOf[name], "more", "fewer", "up to ", "down to ")), seen(mine, results.MetricNamed("p99-wait-ns"), tallied(waitsOf[name], "longer", "shorter", "up to ", "down to ")), turned[name])
		} else if hung != "" {
			f.say(under, 0, "%-*s  %snot compared with %s anywhere", width, name, hung, f.baseline)
		}
	}
	f.leads(under, in)
}

// price says beside the figures of a design that hangs what they are. run are its
// records under some conditions.
func (f *findings) price(name string, run []*results.Record) string {
	hung, all := 0, 0
	for _, r := range results.Pool(run) {
		all++
		if r.Hung() {
			hung++
		}
	}
	switch elsewhere := f.hangsSomewhere[name]; {
	case hung == all && all != 0:
		return fmt.Sprintf("hung in %s; ", inAll(all))
	case hung != 0:
		return fmt.Sprintf("hung in %d of %d; what safety costs in the others: ", hung, all)
	case elsewhere:
		return "hung elsewhere; what safety costs here: "
	}
	return ""
}

// samplesOf are how many samples of each side there are at most.
func samplesOf(changes []compare.Change) (n int) {
	for i := range changes {
		n = max(n, min(changes[i].Old.N, changes[i].New.N))
	}
	return n
}

// able leaves out what hung, and what did no operation.
func able(records []*results.Record) []*results.Record {
	return slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r.Hung() || r.Idle() })
}

// seen says that nobody observed a metric of the records of a strategy, or what is
// known of it.
func seen(records []*results.Record, m *results.Metric, known string) string {
	if slices.ContainsFunc(records, func(r *results.Record) bool { return r.Unseen(m) }) {
		return "not observed"
	}
	return known
}

// dependence says of each strategy which prices turn how many of its changes round.
func dependence(changes []compare.Change, flips [][]string) map[string]string {
	type turned struct {
		n      int
		prices distinct.List[string]
	}
	of := map[string]*turned{}
	for i := range changes {
		if len(flips[i]) == 0 {
			continue
		}
		name := changes[i].Strategy
		if of[name] == nil {
			of[name] = &turned{}
		}
		of[name].n++
		of[name].prices.Add(flips[i]...)
	}
	says := map[string]string{}
	for name, t := range of {
		says[name] = "; " + dependOn(t.n) + " on " + strings.Join(t.prices.All(), ", ")
	}
	return says
}

// leads says who leads most often, and how far apart the field is.
func (f *findings) leads(under results.Conditions, records []*results.Record) {
	var best tally
	apart, depends, n, alone, idle := 1.0, 0, 0, 0, ""
	for _, l := range compare.Leaders(records, results.MetricNamed("ops/s")) {
		if len(l.Best) == 0 {
			continue
		}
		if l.Alone() {
			alone++
			if len(l.Idle) != 0 {
				idle = " or did no operation"
			}
			continue
		}
		n++
		if l.Sure && l.Last.Value != 0 {
			apart = max(apart, l.Value.Value/l.Last.Value)
		}
		if len(l.Depends) != 0 {
			depends++
		}
		best.add(l.Best...)
	}
	if alone != 0 {
		f.say(under, 0, "In %s all designs but one hung%s: nobody leads there.", phrase.Count(alone, "pattern"), idle)
	}
	if n == 0 {
		return
	}
	far := ""
	if apart > 1 {
		far = fmt.Sprintf("; first and last are up to %s apart", phrase.Change(apart))
	}
	f.say(under, 0, "Most operations a second, alone or not told to be behind the best: %s, of %s%s.", phrase.Few(best.words()), phrase.Count(n, "pattern"), far)
	switch variants := results.Variants(records); {
	case depends != 0:
		f.say(under, 0, "%s on the price of a wake: %s, others lead.", dependsOn(depends), results.HowVaried(variants))
	case len(variants) != 0:
		f.say(under, 0, "Nowhere do others lead clearly if a price of a wake is %s.", results.HowVaried(variants))
	case under.Engine == "sim":
		f.unvaried = true
	}
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
