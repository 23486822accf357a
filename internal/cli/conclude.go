package cli

import (
	"fmt"
	"io"
	"slices"

	"daxwait/internal/cli/flag"
	"daxwait/internal/command"
	"daxwait/plots"
	"daxwait/results"
	"daxwait/results/words"
)

// charts say of which results charts are drawn, where, and against what.
type charts struct{ In, Out, Baseline string }

// Conclude draws charts of the results of a folder in another, and says what they
// show against a baseline.
func (s *Suite) Conclude(w io.Writer, in, out, baseline string, records []*results.Record) error {
	return s.tell(w, charts{in, out, baseline}, records)
}

// tell says who leads where, draws the charts, and ends with what records
// show, in words.
func (s *Suite) tell(w io.Writer, o charts, records []*results.Record) error {
	if err := words.WriteSummary(w, records); err != nil {
		return err
	}
	if err := s.draw(w, o, false, records); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return words.WriteFindings(w, records, o.Baseline, s.Program)
}

// conclude reports on the records of a folder, and says what to do next.
func (s *Suite) conclude(w io.Writer, o charts, records []*results.Record) error {
	if len(records) == 0 {
		return nil
	}
	if err := s.tell(w, o, records); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nresults: %s   next: %s, or go tool benchstat -col /strategy %s/%s\n", o.In, command.Of("report").Flag("in", o.In).Spell(s.Program), o.In, results.BenchFile)
	return err
}

// draw draws the charts that the records allow and says what each shows. An
// empty folder name draws none.
func (s *Suite) draw(w io.Writer, o charts, digest bool, records []*results.Record) error {
	if o.Out == "" {
		return nil
	}
	drawn, err := plots.Draw(o.Out, records, plots.Options{Baseline: o.Baseline, Digest: digest, On: s.On})
	if err != nil {
		return flag.Refused(err)
	}
	if len(drawn) != 0 {
		fmt.Fprintf(w, "\ncharts in %s (PNG and SVG):\n", o.Out)
	}
	if !slices.ContainsFunc(records, func(r *results.Record) bool { return r.Strategy == o.Baseline }) {
		fmt.Fprintf(w, "  no heat maps: they compare with %s, which was not run\n", o.Baseline)
	}
	for _, c := range drawn {
		fmt.Fprintf(w, "  %-18s %s\n", c.Name, c.Caption)
	}
	return nil
}
