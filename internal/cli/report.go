package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/evidence"
	"daxwait/internal/phrase"
	"daxwait/plots/report"
	"daxwait/results/answers"
)

// ReportOptions are the flags of report.
type ReportOptions struct {
	evidence.Sources
	Out    string
	DryRun bool
}

func (s *Suite) reportCommand() *cobra.Command {
	var o ReportOptions
	c := &cobra.Command{
		Use:   "report",
		Short: "Write what was found as one page of HTML, as Markdown and as text",
		Long: `report answers the six questions from the results in --in, and from verdicts,
which it finds itself unless they are given. It writes index.html, one page that
needs nothing else, with all charts, the data behind them, and losing schedules
to step through; report.md; and report.txt, in 72 columns for mail. A folder of
--in that holds no results itself stands for all below it that do.

--quick leaves out a search of the space of designs and the values of theory, which
take long.

Each sentence is computed. What the results say nothing of is said to be not
looked at, with the command that would.

It ends with 0, 1 if a verdict is not as expected, 2 for wrong words or files, 3
if a search was not completed; the report is written in any case but 2 and an
interrupt.`,
		Example: `  daxwait report --out /tmp/report
  daxwait report --in results/reference --in results/latest --quick
  daxwait check --format json >all.jsonl; daxwait report --verdicts all.jsonl`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return s.Report(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	flag.Results(c, &o.In, "results/reference")
	flag.Add(c, flag.Words(&o.Verdicts), "verdicts", "", "files of check --format json, instead of a search")
	c.Flags().StringVar(&o.Space, "space", "", "`FOLDER` that space wrote, instead of a search (default: one below --in)")
	flag.Oracle(c, &o.Oracle, "the checkout's")
	flag.Trace(c, &o.Traces, "the checkout's")
	flag.Out(c, &o.Out, flag.FolderName, "results/latest/report")
	flag.Baseline(c, &o.Baseline)
	o.Baseline, c.Flags().Lookup("baseline").DefValue = "", "the first of each folder that never hung"
	flag.Workers(c, &o.Workers)
	flag.Quick(c, &o.Quick)
	flag.DryRun(c, &o.DryRun)
	flag.CompleteFiles(c, "verdicts", "jsonl")
	flag.CompleteFolders(c, "space")
	return c
}

// Report gathers the evidence and writes the report.
func (s *Suite) Report(ctx context.Context, stdout, stderr io.Writer, o ReportOptions) error {
	o.Program, o.Catalogue = s.Program, s.Catalogue
	o.Pieces = func(n int) (check.Watch, func()) {
		bar := term.NewBar(stderr, n)
		pulse := bar.Pulse()
		return check.Watch{Done: bar.Done, Tell: bar.Tell}, func() { pulse(); bar.End() }
	}
	defer flag.SpareMemory(os.Getenv, 30)()
	g, err := evidence.Open(o.Sources)
	if err != nil {
		return flag.Misuse(ofSource(err))
	}
	lost := flag.Damage(stderr, g.Damaged)
	w := &term.Sink{W: stdout}
	if o.DryRun {
		sayGathering(w, g, o.Out)
		return errors.Join(w.Err, lost)
	}
	if err := flag.Targets(flag.To("out", o.Out)); err != nil {
		return err
	}
	expected, err := g.Search(ctx)
	if err == nil {
		err = g.Fill(ctx)
	}
	if err := errors.Join(ctx.Err(), ofSource(err)); err != nil {
		return err
	}
	r := report.New(g.Evidence)
	if err := r.Write(s.On, o.Out); err != nil {
		return flag.Refused(err)
	}
	for _, a := range r.Answers {
		fmt.Fprintf(w, "%s  %s\n", a.ID, strings.ReplaceAll(phrase.Wrap(a.Claims[0].Text, 74), "\n", "\n    "))
	}
	fmt.Fprintf(w, "\nin %s: %s (one page, needs no network), %s, %s (72 columns)\n", o.Out, report.HTMLFile, report.MarkdownFile, report.TextFile)
	return errors.Join(w.Err, outcome(expected), lost)
}

// ofSource says which flag an error of a source is about.
func ofSource(err error) error {
	if named := (*evidence.NamedError)(nil); errors.As(err, &named) {
		return flag.Misuse(flag.In(named.Source, named.Err))
	}
	return err
}

// sayGathering says what a report would be made of.
func sayGathering(w io.Writer, g *evidence.Gathering, out string) {
	e := g.Evidence
	for _, s := range e.Sources {
		fmt.Fprintf(w, "%-12s %s of %s\n", "results", phrase.Count(len(s.Records), "record"), s.Name)
	}
	if len(g.Verdicts) != 0 {
		fmt.Fprintf(w, "%-12s %d of %s\n", "verdicts", len(e.Verdicts), strings.Join(g.Verdicts, ", "))
	} else {
		fmt.Fprintf(w, "%-12s %s × %s, \n", "searches", phrase.CountOf(len(e.Known)+len(answers.Designs()), "strategy", "strategies"), phrase.Count(len(daxtest.Scenarios()), "scenario"))
	}
	for _, part := range []struct{ what, from, otherwise string }{
		{"space", g.Space, "searched, about 15 s on two CPUs"}, {"theory", g.Oracle, "left out"},
		{"traces", strings.Join(g.Traces, ", "), "left out"},
	} {
		switch {
		case part.from != "":
		case g.Quick:
			part.from = "left out"
		default:
			part.from = part.otherwise
		}
		fmt.Fprintf(w, "%-12s %s\n", part.what, part.from)
	}
	fmt.Fprintf(w, "%-12s %s\n", "to", out)
}
