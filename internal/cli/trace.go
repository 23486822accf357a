package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"daxwait/bench/trace"
	"daxwait/internal/bounded"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/hung"
)

func (s *Suite) traceCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "trace", Short: "Read kernel traces", Args: flag.NoVerb,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(&cobra.Command{
		Use:   "summary FILE...",
		Short: "Print what ftrace captures show, a CSV row each",
		Long: `summary reads ftrace text, plain or gzip, or the text that trace-cmd report
prints, and writes counts of faults, sleeps and wakes and percentiles of hold,
wait, run and fault times in microseconds. A column is empty where its events
were not captured. Which, and what was odd in a capture, goes to stderr.`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: flag.FilesOf("gz", "txt", "trace"),
		RunE: func(c *cobra.Command, files []string) error {
			return Summaries(c.OutOrStdout(), c.ErrOrStderr(), files)
		},
	})
	c.AddCommand(hung.Diagnose())
	return c
}

// Summaries writes a row for each file. A file that cannot be read gives an
// error and no row, and the others are read all the same.
func Summaries(stdout, stderr io.Writer, files []string) error {
	if err := trace.WriteCSVHeader(stdout); err != nil {
		return err
	}
	var errs []error
	for _, file := range files {
		errs = append(errs, summary(stdout, stderr, file))
	}
	return flag.Misuse(errors.Join(errs...))
}

func summary(stdout, stderr io.Writer, file string) error {
	f, err := bounded.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := trace.NewReader(file, f)
	if err != nil {
		return err
	}
	s, err := trace.Summarize(r)
	r.Warnings().Each(func(reason trace.Reason, count int64, line int, remedy string) {
		fmt.Fprintf(stderr, "%s:%d: %v, %d times: %s\n", filepath.Base(file), line, reason, count, remedy)
	})
	if err != nil {
		return err
	}
	if lacks := s.Captured.Lacks(); lacks != "" {
		fmt.Fprintf(stderr, "%s: %s: %s\n", filepath.Base(file), lacks, trace.Record)
	}
	return s.WriteCSV(stdout)
}
