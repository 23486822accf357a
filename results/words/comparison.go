package words

import (
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/perf/benchunit"

	"daxwait/internal/distinct"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// fewDeltas is how many deltas are all shown, the even ones too.
const fewDeltas = 24

// mostNames is how many cases of a kind are named unless all are asked for.
const mostNames = 8

// WriteComparison says what a comparison shows: the cautions, a table of what changed,
// or of all, and what is not comparable. shows is the word that has all shown.
func WriteComparison(w io.Writer, c *compare.Comparison, all bool, shows string) error {
	for _, s := range c.Cautions {
		fmt.Fprintf(w, "note: %s\n", s)
	}
	all = all || len(c.Deltas) <= fewDeltas
	if err := writeDeltas(w, c, all); err != nil {
		return err
	}
	for _, v := range c.Violated {
		fmt.Fprintf(w, "VIOLATED  %s, %s: %s\n", v.Case, v.Strategy, v.What)
	}
	for _, list := range []struct {
		what  string
		names []string
	}{
		{"hangs or broken rules are gone from", c.Mended},
		{"hung in both, of which only rounds are compared:", c.Skipped},
		{"did no operation in " + c.Base + ":", c.Idle},
		{"only in " + c.Base + ":", c.OnlyBase},
		{"only in " + c.New + ":", c.OnlyNew},
	} {
		n := len(list.names)
		if n == 0 {
			continue
		}
		rest := ""
		if !all && n > mostNames {
			rest = fmt.Sprintf("; and %d more (%s)", n-mostNames, shows)
			list.names = list.names[:mostNames]
		}
		fmt.Fprintf(w, "%s %s%s\n", list.what, strings.Join(list.names, "; "), rest)
	}
	var err error
	if len(c.Deltas) == 0 {
		_, err = fmt.Fprintf(w, "0 comparisons, %s against %s\n", c.New, c.Base)
	} else {
		_, err = fmt.Fprintf(w, "\nMedians with 95 %% intervals; the interval of a change is that of its test, at the level of Holm's correction over all tests here, 5 %% together.\nWorse and better: all of it on one side of 0, and a change of %[1]s or more. Even: all of it within %[1]s. Same run: equal in all that was\nmeasured, seed by seed. Counts of fixed schedules: any change.\n", phrase.Share(c.Threshold))
	}
	return err
}

// writeDeltas writes a table and a count for each of the conditions, below a
// heading: what was simulated and what was not are in no count together.
func writeDeltas(w io.Writer, c *compare.Comparison, all bool) error {
	under, parts := distinct.Split(c.Deltas, func(d *compare.Delta) results.Conditions { return *d.Under })
	for i, u := range under {
		t := phrase.Table{
			Head:  []string{"case", "strategy", "metric", "base", "new", "change", "95 %", "p", ""},
			Right: []bool{false, false, false, true, true, true},
		}
		count, n := map[compare.Outcome]int{}, len(parts[i])
		for _, d := range parts[i] {
			count[d.Outcome]++
			if all || d.Outcome.Apart() || d.Outcome == compare.Mixed {
				t.Rows = append(t.Rows, row(d))
			}
		}
		fmt.Fprintf(w, "\n%s\n", u)
		if len(t.Rows) != 0 {
			if err := t.Text(w); err != nil {
				return err
			}
		}
		counts := []string{fmt.Sprintf("%d worse", count[compare.Worse]), fmt.Sprintf("%d better", count[compare.Better])}
		for _, o := range []struct {
			compare.Outcome
			word string
		}{{compare.Mixed, "whose mix moved"}, {compare.Even, "even"}, {compare.Same, "the same run"}, {compare.Untold, "not told apart"}, {compare.Busy, "of a busy machine"}, {compare.TooFew, "with too few samples"}} {
			if k := count[o.Outcome]; k != 0 {
				counts = append(counts, fmt.Sprintf("%d %s", k, o.word))
			}
		}
		if _, err := fmt.Fprintf(w, "%s, %s against %s: %s\n", phrase.Count(n, "comparison"), c.New, c.Base, strings.Join(counts, ", ")); err != nil {
			return err
		}
	}
	return nil
}

// row is a delta in the table.
func row(d *compare.Delta) []string {
	change, span := "-", ""
	switch {
	case d.Base.Median == 0 && d.New.Median != 0:
		change = "from 0"
	case d.New.Median == 0 && d.Base.Median != 0:
		change = "became 0"
	case d.Ratio != nil:
		change = phrase.Change(d.Ratio.Median)
		if d.Ratio.Lo != d.Ratio.Hi {
			span = phrase.Change(d.Ratio.Lo) + " to " + phrase.Change(d.Ratio.Hi)
		}
	}
	word := string(d.Outcome)
	if d.Outcome == compare.Mixed {
		word = "the mix moved: " + rolesMoved(d.Roles)
	}
	p := d.Test
	if d.Test == compare.TestPaired || d.Test == compare.TestRanks {
		p = fmt.Sprintf("%.3f", d.P)
		if d.P < 0.001 {
			p = "<0.001"
		}
	}
	return []string{d.Case, d.Strategy, d.Metric, valued(d.Base, d.Metric), valued(d.New, d.Metric), change, span, p, word}
}

// valued is a median with its interval.
func valued(v compare.Value, metric string) string {
	s := inUnit(metric, v.Median)
	if v.Lo == v.Hi {
		return s
	}
	return fmt.Sprintf("%s (%s–%s)", s, inUnit(metric, v.Lo), inUnit(metric, v.Hi))
}

// inUnit writes a value of a metric with three digits.
func inUnit(metric string, v float64) string {
	switch {
	case strings.HasSuffix(metric, "-ns"), strings.HasSuffix(metric, "-ns/op"):
		unit := time.Nanosecond
		for time.Duration(v) >= 1000*unit {
			unit *= 10
		}
		return time.Duration(v).Round(unit).String()
	case v >= 1000:
		return benchunit.Scale(v, benchunit.Decimal)
	}
	return fmt.Sprintf("%.3g", v)
}
