package words

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/perf/benchunit"

	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// WriteSummary writes who leads where and how sure that is, in a few lines for
// each pattern, and then the warnings.
func WriteSummary(w io.Writer, records []*results.Record) error {
	sleeps, ops := results.MetricNamed("sleeps/op"), results.MetricNamed("ops/s")
	byOps, bySleeps := compare.Leaders(records, ops), compare.Leaders(records, sleeps)
	rows := make([]int, len(bySleeps))
	for i := range rows {
		rows[i] = i
	}
	under, parts := distinct.Split(rows, func(i int) results.Conditions { return bySleeps[i].Under.Along("tasks") })
	n := 0
	for i, u := range under {
		t := phrase.Table{Head: []string{"pattern", "tasks", "fewest sleeps/op", "most sleeps/op", "most ops/s", "hung"}, Right: []bool{false, true}}
		for _, k := range parts[i] {
			l, o := &bySleeps[k], &byOps[k]
			t.Rows = append(t.Rows, []string{l.Group.Name(), fmt.Sprint(l.Group.Tasks), leaders(l), trailer(l), leaders(o), strings.Join(append(slices.Clone(l.Hung), idle(l)...), ", ")})
			n = max(n, l.Value.N)
		}
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s\n", u)
		if err := t.Text(w); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "\nMedians of at most %d windows. Named together: not told to be behind the first (by a paired t-test over seeds, or Mann-Whitney\nfor the live engine; 5 %%, with Holm's correction within a row; one row in twenty may still be chance. The charts correct over all rows).\n", n)
	of := func(engine string) int {
		return slices.IndexFunc(records, func(r *results.Record) bool { return r.Engine == engine })
	}
	if of("live") >= 0 {
		fmt.Fprintln(w, "ops/s: goroutines, not kernel; they depend on this machine. Sleeps and hangs are what to go by.")
	}
	if i := of("sim"); i >= 0 {
		fmt.Fprintf(w, "ops/s on virtual CPUs: a prediction under the cost profile %s; each window has a seed of its own.\n", records[i].Profile)
	}
	for _, sentence := range results.DidNotFinish(records) {
		fmt.Fprintln(w, sentence)
	}
	return writeWarnings(w, results.Base(records))
}

// leaders names the leaders of a column in the order of the records, with the
// value of the best.
func leaders(l *compare.Lead) string {
	value := " (" + format(l, l.Value) + ")"
	switch {
	case len(l.Best) != 0 && l.Value.N < compare.Enough:
		return "too few windows" + value
	case len(l.Best) == 0:
		return "-"
	case l.Busy != "":
		return "machine busy" + value
	case l.Alone():
		if len(l.Idle) != 0 {
			return "the one that did any" + value
		}
		return "the one that did not hang" + value
	case !l.Sure && len(l.Best) > 1:
		return allAre(l.Told) + value
	case len(l.Best) > 2:
		return fmt.Sprintf("%s and %d more%s", l.Best[0], len(l.Best)-1, value)
	}
	return strings.Join(l.Best, ", ") + value
}

// idle names those that did no operation.
func idle(l *compare.Lead) (names []string) {
	for _, n := range l.Idle {
		names = append(names, n+" (no operation)")
	}
	return names
}

func trailer(l *compare.Lead) string {
	if !l.Sure || l.Value.N < compare.Enough {
		return "-"
	}
	return strings.Join(append(slices.Clone(l.WorstToo), l.Worst), ", ") + " (" + format(l, l.Last) + ")"
}

func format(l *compare.Lead, i compare.Interval) string {
	if l.Metric.Name == "ops/s" {
		return benchunit.Scale(i.Value, benchunit.Decimal)
	}
	return fmt.Sprintf("%.2f", i.Value)
}

// writeWarnings writes each warning once, and the first hang of each strategy.
func writeWarnings(w io.Writer, records []*results.Record) error {
	seen := map[string]bool{}
	say := func(format string, args ...any) {
		line := fmt.Sprintf(format, args...)
		if !seen[line] {
			seen[line] = true
			fmt.Fprintln(w, line)
		}
	}
	for _, r := range records {
		if r.Machine != nil && r.Engine == "live" {
			for _, warning := range r.Machine.Warnings() {
				say("warning: %s", warning)
			}
		}
		for _, warning := range r.Warnings {
			if strings.HasPrefix(warning, "the trace: ") {
				say("warning: %s: %s", r.Pattern, warning)
				continue
			}
			say("warning: %s, %s: %s", r.Pattern, r.Strategy, warning)
		}
	}
	for _, r := range records {
		if len(r.Hangs) != 0 && !seen[r.Strategy] {
			seen[r.Strategy] = true
			say("%s hung in %s: %s", r.Strategy, r.Pattern, r.Hangs[0])
		}
	}
	return nil
}
