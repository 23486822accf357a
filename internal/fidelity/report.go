package fidelity

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"daxwait/internal/phrase"
	"daxwait/results/compare"
)

// Report is how a simulation stands to a trace.
type Report struct {
	Trace                      string // base name of the file
	Seconds                    float64
	Workers, CPUs              int
	Operations                 int64 // of the trace
	Strategy, Profile, Machine string
	Windows                    int
	Window                     time.Duration
	Hold                       int64 // the trace's median, in ns
	// Rounds are those of the end of a trace that ends in a hang, Hung those that
	// hang, too; 0 of another trace.
	Rounds, Hung int64
	// Lacking says why the trace could not be replayed, if it could not.
	Lacking string
	Rows    []Row
	Notes   []string
}

// Row is a quantity on both sides.
type Row struct {
	Quantity string
	Trace    float64
	Seen     int64            // events behind Trace
	Ours     compare.Interval // over windows
	Verdict  Verdict
}

// Ratio is ours over the trace's; NaN if both are 0.
func (r *Row) Ratio() float64 { return r.Ours.Value / r.Trace }

// Name is the trace's, without what all such files end in.
func (r *Report) Name() string {
	name, _, _ := strings.Cut(r.Trace, ".trace")
	return name
}

// Text writes a table for a terminal.
func (r *Report) Text(w io.Writer) error {
	fmt.Fprintf(w, "%s: %.3g s, %d operations of %d workers", r.Name(), r.Seconds, r.Operations, r.Workers)
	if r.Lacking == "" {
		fmt.Fprintf(w, ", median hold %v\nreplayed: %s, %s, %s, %d CPUs, %d windows of %v\n\n", time.Duration(r.Hold), r.Strategy, r.Profile, r.Machine, r.CPUs, r.Windows, r.Window.Round(time.Millisecond))
	} else {
		fmt.Fprintf(w, "\nnot replayed: %s\n\n", r.Lacking)
	}
	t := phrase.Table{
		Head:  []string{"quantity", "trace", "seen", "ours", "over seeds", "ratio", ""},
		Right: []bool{false, true, true, true, true, true, false},
	}
	for i := range r.Rows {
		row := &r.Rows[i]
		cells := []string{row.Quantity, number(row.Trace), strconv.FormatInt(row.Seen, 10), "", "", "", row.Verdict.String()}
		if row.Verdict.Compared() {
			cells[3] = number(row.Ours.Value)
			cells[4] = number(row.Ours.Lo) + " … " + number(row.Ours.Hi)
			cells[5] = ratio(row.Ratio())
		}
		t.Rows = append(t.Rows, cells)
	}
	if err := t.Text(w); err != nil {
		return err
	}
	switch {
	case r.Hung != 0:
		fmt.Fprintf(w, "the trace ends in a hang: %d of %d rounds of its end hang\n", r.Hung, r.Rounds)
	case r.Rounds != 0:
		fmt.Fprintf(w, "the trace ends in a hang: MISSES, none of %d rounds of its end hangs\n", r.Rounds)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(w, "note: %s\n", note)
	}
	_, err := fmt.Fprintln(w)
	return err
}

// number writes a value to four digits, what is no number as nothing.
func number(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "-"
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

func ratio(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "-"
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// Sentence says in words how often reports agree, and lists what misses.
func Sentence(reports []*Report) string {
	var n [numVerdicts]int
	var missed []string
	for _, r := range reports {
		var here []string
		for i := range r.Rows {
			row := &r.Rows[i]
			n[row.Verdict]++
			if row.Verdict == Miss {
				here = append(here, row.Quantity+" "+ratio(row.Ratio()))
			}
		}
		if len(here) != 0 {
			missed = append(missed, fmt.Sprintf("%s (%s)", r.Name(), strings.Join(here, ", ")))
		}
	}
	traces := "traces"
	if len(reports) == 1 {
		traces = "trace"
	}
	compared := n[Agree] + n[Close] + n[Miss]
	s := fmt.Sprintf("Of %d quantities in %d %s %d agree within %v, %d within %v, %d miss", compared, len(reports), traces, n[Agree], Agrees, n[Close], Near, n[Miss])
	if compared == 0 {
		s = fmt.Sprintf("No quantity in %d %s could be compared", len(reports), traces)
	}
	var more []string
	if n[TooFew] != 0 {
		more = append(more, fmt.Sprintf("%d more have too few events", n[TooFew]))
	}
	if n[NotCaptured] != 0 {
		more = append(more, fmt.Sprintf("%d were not captured", n[NotCaptured]))
	}
	if len(more) != 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	if len(missed) != 0 {
		s += ": " + strings.Join(missed, ", ")
	}
	return s + "."
}

// CSV writes a line for each row of each report, below their names.
func CSV(w io.Writer, reports []*Report) error {
	c := csv.NewWriter(w)
	lines := [][]string{{"trace", "strategy", "profile", "quantity", "seen", "trace_value", "ours", "lo", "hi", "ratio", "verdict"}}
	for _, r := range reports {
		for i := range r.Rows {
			row := &r.Rows[i]
			line := []string{r.Name(), r.Strategy, r.Profile, row.Quantity, strconv.FormatInt(row.Seen, 10), number(row.Trace)}
			if !row.Verdict.Compared() {
				line = append(line, "", "", "", "")
			} else {
				line = append(line, number(row.Ours.Value), number(row.Ours.Lo), number(row.Ours.Hi), ratio(row.Ratio()))
			}
			lines = append(lines, append(line, row.Verdict.String()))
		}
	}
	return c.WriteAll(lines)
}
