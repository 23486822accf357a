package cli

import (
	"fmt"
	"io"

	"daxwait/results"
)

// conclude says what the records of a folder show, draws their charts, and says
// what to do next. An empty name of charts draws none.
func conclude(w io.Writer, out, charts string, records []*results.Record) error {
	if len(records) == 0 {
		return nil
	}
	if err := results.WriteSummary(w, records); err != nil {
		return err
	}
	if err := Plot(w, PlotOptions{In: out, Out: charts}, records); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nresults: %s   next: go tool benchstat -col /strategy %s/%s\n", out, out, results.BenchFile)
	return err
}
