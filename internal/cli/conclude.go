package cli

import (
	"fmt"
	"io"

	"daxwait/internal/command"
	"daxwait/results"
	"daxwait/results/words"
)

// Conclude says who leads where, draws the charts, and ends with what records
// show, in words.
func (s *Suite) Conclude(w io.Writer, o PlotOptions, records []*results.Record) error {
	if err := words.WriteSummary(w, records); err != nil {
		return err
	}
	if err := s.Plot(w, o, records); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return words.WriteFindings(w, records, o.Baseline)
}

// conclude reports on the records of a folder, and says what to do next.
func (s *Suite) conclude(w io.Writer, o PlotOptions, records []*results.Record) error {
	if len(records) == 0 {
		return nil
	}
	if err := s.Conclude(w, o, records); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nresults: %s   next: %s, or go tool benchstat -col /strategy %s/%s\n", o.In, command.Of("report").Flag("in", o.In).Spell(s.Program), o.In, results.BenchFile)
	return err
}
