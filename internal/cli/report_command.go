package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
	"daxwait/plots/report"
	"daxwait/results"
	"daxwait/results/answers"
	"daxwait/strategies"
)

// ReportOptions are the flags of report.
type ReportOptions struct {
	In, Verdicts, Traces         []string
	Out, Baseline, Space, Oracle string
	Quick, DryRun                bool
	Workers                      int
}

// Where a checkout has what the simulator is held to.
const (
	oracleRows    = "bench/oracle/testdata/rows.csv"
	traceCaptures = "bench/trace/testdata/*.trace.gz"
)

func reportCommand() *cobra.Command {
	var o ReportOptions
	c := &cobra.Command{
		Use:   "report",
		Short: "Write what was found as one page of HTML, as Markdown and as text",
		Long: `report answers the six questions from the results in --in, and from verdicts,
which it finds itself unless they are given. It writes index.html, one page that
needs nothing else, with all charts, the data behind them, and losing schedules
to step through; report.md; and report.txt, in 72 columns for mail. A folder of
--in that holds no results itself stands for all below it that do.

--quick leaves out a search of the space of designs and the values of theory,
which take more than a few seconds.

Each sentence is computed. What the results say nothing of is said to be not
looked at, with the command that would.

It ends with 0, 1 if a verdict is not as expected, 2 for wrong words or files, 3
if a search was not completed; the report is written in any case but 2 and an
interrupt.`,
		Example: `  daxwait report --out /tmp/report
  daxwait report --in results/reference --in results/latest --quick
  daxwait check --format json >all.jsonl; daxwait report --verdicts all.jsonl`,
		Args: flagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return WriteReport(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	resultsFlag(c, &o.In, "results/reference")
	value(c, &list{to: &o.Verdicts}, "verdicts", "", "files of check --format json, instead of a search")
	c.Flags().StringVar(&o.Space, "space", "", "`FOLDER` that space wrote, instead of a search (default: one below --in)")
	oracleFlag(c, &o.Oracle, "the checkout's")
	traceFlag(c, &o.Traces, "the checkout's")
	outFlag(c, &o.Out, folder, "results/latest/report")
	baselineFlag(c, &o.Baseline)
	o.Baseline, c.Flags().Lookup("baseline").DefValue = "", "the first of each folder that never hung"
	workersFlag(c, &o.Workers)
	quickFlag(c, &o.Quick)
	dryRunFlag(c, &o.DryRun)
	completeFiles(c, "verdicts", "jsonl")
	completeFolders(c, "space")
	return c
}

// WriteReport gathers the evidence and writes the report.
func WriteReport(ctx context.Context, stdout, stderr io.Writer, o ReportOptions) error {
	o.lookAround()
	e := &report.Evidence{Baseline: o.Baseline, Known: strategies.Names(), CheckCommand: "daxwait check"}
	if err := o.read(stderr, e); err != nil {
		return usage(err)
	}
	w := &term.Sink{W: stdout}
	if o.DryRun {
		o.say(w, e)
		return w.Err
	}
	if err := targets(target{"out", o.Out}); err != nil {
		return err
	}
	surprise, err := o.verdicts(ctx, stderr, e)
	if err != nil {
		return err
	}
	if err := losing(e); err != nil {
		return usage(err)
	}
	if err := o.sections(ctx, stderr, e); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	r := report.New(e)
	if err := r.Write(o.Out); err != nil {
		return err
	}
	for _, a := range r.Answers {
		fmt.Fprintf(w, "%s  %s\n", a.ID, strings.ReplaceAll(phrase.Wrap(a.Claims[0].Text, 74), "\n", "\n    "))
	}
	fmt.Fprintf(w, "\nin %s: %s (one page, needs no network), %s, %s (72 columns)\n", o.Out, report.HTMLFile, report.MarkdownFile, report.TextFile)
	return errors.Join(w.Err, surprise)
}

// lookAround finds what a checkout has.
func (o *ReportOptions) lookAround() {
	if o.Oracle == "" && !o.Quick {
		if _, err := os.Stat(oracleRows); err == nil {
			o.Oracle = oracleRows
		}
	}
	if len(o.Traces) == 0 {
		o.Traces, _ = filepath.Glob(traceCaptures)
	}
}

// read reads the results, and the verdicts that are given.
func (o *ReportOptions) read(stderr io.Writer, e *report.Evidence) error {
	var err error
	if e.Sources, err = o.sources(); err != nil {
		return err
	}
	if len(e.Sources) == 0 {
		return inFlag("in", fmt.Errorf("%s: no results in it; daxwait run makes results", strings.Join(o.In, ",")))
	}
	for _, named := range []struct {
		flag  string
		files []string
	}{{"space", []string{o.Space}}, {"oracle", []string{o.Oracle}}, {"trace", o.Traces}} {
		for _, name := range named.files {
			if _, err := os.Stat(name); name != "" && err != nil {
				return inFlag(named.flag, err)
			}
		}
	}
	for _, name := range o.Verdicts {
		file, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		n := 0
		for line := range bytes.Lines(file) {
			v := new(results.Verdict)
			n++
			err := json.Unmarshal(line, v)
			if err != nil && n > 1 && line[len(line)-1] != '\n' {
				warnCut(stderr, name)
				break
			}
			if err == nil && !slices.Contains([]string{results.Proved, results.Violation, results.Incomplete}, v.Verdict) {
				err = fmt.Errorf("%q is no verdict", v.Verdict)
			}
			if err != nil {
				return fmt.Errorf("%s:%d: %w; daxwait check --format json writes verdicts", name, n, err)
			}
			e.Verdicts = append(e.Verdicts, v)
		}
		if n == 0 {
			return inFlag("verdicts", fmt.Errorf("%s: no verdict in it; daxwait check --format json writes verdicts", name))
		}
	}
	return nil
}

// say says what a report would be made of.
func (o *ReportOptions) say(w io.Writer, e *report.Evidence) {
	for _, s := range e.Sources {
		fmt.Fprintf(w, "%-12s %s of %s\n", "results", phrase.Count(len(s.Records), "record"), s.Name)
	}
	if len(o.Verdicts) != 0 {
		fmt.Fprintf(w, "%-12s %d of %s\n", "verdicts", len(e.Verdicts), strings.Join(o.Verdicts, ", "))
	} else {
		fmt.Fprintf(w, "%-12s %s × %s, some seconds\n", "searches", phrase.CountOf(len(e.Known)+len(answers.Designs()), "strategy", "strategies"), phrase.Count(len(daxtest.Scenarios()), "scenario"))
	}
	for _, part := range []struct{ what, from, otherwise string }{
		{"space", o.Space, "searched, about 15 s on two CPUs"}, {"theory", o.Oracle, "left out"},
		{"traces", strings.Join(o.Traces, ", "), "left out"},
	} {
		switch {
		case part.from != "":
		case o.Quick:
			part.from = "left out"
		default:
			part.from = part.otherwise
		}
		fmt.Fprintf(w, "%-12s %s\n", part.what, part.from)
	}
	fmt.Fprintf(w, "%-12s %s\n", "to", o.Out)
}

// verdicts searches, unless verdicts are given. surprise is the error that gives
// the exit code of the report.
func (o *ReportOptions) verdicts(ctx context.Context, stderr io.Writer, e *report.Evidence) (surprise, err error) {
	if len(o.Verdicts) != 0 {
		return nil, nil
	}
	known, err := strategies.Find("all")
	if err != nil {
		return nil, err
	}
	c := CheckOptions{Spurious: -1, AllocFails: -1, Refusals: -1, MaxStates: check.DefaultStates}
	expected := c.cells(known, daxtest.Scenarios())
	var changed []*strategies.Strategy
	for _, d := range answers.Designs() {
		found, err := named(d)
		if err != nil {
			return nil, err
		}
		changed = append(changed, found...)
	}
	cells := append(expected, c.cells(changed, daxtest.Scenarios())...)
	search(ctx, stderr, cells, o.Workers, func(c *cell) { e.Verdicts = append(e.Verdicts, c.verdict) })
	for _, c := range cells {
		if err := errors.Join(ctx.Err(), c.err); err != nil {
			return nil, err
		}
	}
	return outcome(expected), nil
}

// losing plays the simplest losing schedule of each design of the catalogue that
// has one of its own, and those that answers tell the endings of.
func losing(e *report.Evidence) error {
	for _, t := range append(e.Soonest(e.Known), e.Tickets()...) {
		if slices.ContainsFunc(e.Schedules, func(c *results.Columns) bool { return c.Schedule == t }) {
			continue
		}
		columns, err := ReplayOptions{}.columns(t)
		if err != nil {
			return err
		}
		e.Schedules = append(e.Schedules, columns)
	}
	return nil
}
