package words

import (
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/perf/benchunit"

	"daxwait/internal/phrase"
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
	t := phrase.Table{
		Head:  []string{"case", "strategy", "metric", "base", "new", "change", "95 %", "p", ""},
		Right: []bool{false, false, false, true, true, true},
	}
	for i := range c.Deltas {
		if d := &c.Deltas[i]; all || d.Outcome == compare.Worse || d.Outcome == compare.Better {
			t.Rows = append(t.Rows, row(d))
		}
	}
	if len(t.Rows) != 0 {
		if len(c.Cautions) != 0 {
			fmt.Fprintln(w)
		}
		if err := t.Text(w); err != nil {
			return err
		}
		fmt.Fprintln(w)
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
	_, err := fmt.Fprintf(w, "%s, %s against %s: %d worse, %d better, %d even, %d with too few samples\n",
		phrase.Count(len(c.Deltas), "comparison"), c.New, c.Base, c.Count(compare.Worse), c.Count(compare.Better), c.Count(compare.Even), c.Count(compare.TooFew))
	if len(c.Deltas) != 0 {
		fmt.Fprintf(w, "Medians with 95 %% intervals. Worse and better: p below %g after Holm's correction over all tests here, and a change of %g %% or\nmore; counts of fixed schedules: any change.\n", compare.Alpha, 100*c.Threshold)
	}
	return err
}

// row is a delta in the table.
func row(d *compare.Delta) []string {
	change, span := "-", ""
	switch {
	case d.Ratio != nil:
		change = phrase.Percent(d.Ratio.Median)
		if d.Ratio.Lo != d.Ratio.Hi {
			span = phrase.Percent(d.Ratio.Lo) + " to " + phrase.Percent(d.Ratio.Hi)
		}
	case d.Base.Median == 0 && d.New.Median != 0:
		change = "from 0"
	}
	p := d.Test
	if d.Test == compare.TestPaired || d.Test == compare.TestRanks {
		p = fmt.Sprintf("%.3f", d.P)
		if d.P < 0.001 {
			p = "<0.001"
		}
	}
	return []string{d.Case, d.Strategy, d.Metric, valued(d.Base, d.Metric), valued(d.New, d.Metric), change, span, p, string(d.Outcome)}
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
