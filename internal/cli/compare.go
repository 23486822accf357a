package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
)

// CompareOptions are the flags of compare.
type CompareOptions struct {
	Metrics   string
	Threshold string
	Format    string
	Filter    string
	All       bool
}

// headline are the metrics that are compared unless others are named: how much,
// how long at worst, at what cost, and whether anybody is lost.
const headline = "ops/s,p99-wait-ns,wakeups/op,hung/round"

func (s *Suite) compareCommand() *cobra.Command {
	var o CompareOptions
	c := &cobra.Command{
		Use:   "compare BASE NEW",
		Short: "Say what got worse or better between two sets of results",
		Long: `compare holds two sets of results against each other, case by case: folders that
daxwait run wrote, or their runs.jsonl. Simulations with the same seeds are
compared seed by seed, by a paired t-test; others by Mann and Whitney's test. All
p-values of a comparison, and the intervals, are corrected together (Holm). Even is
what is sure to be within the threshold; else it is not told apart. Fixed schedules have no
spread: any change of their counts is one. A case that newly hangs, breaks a rule
or inverts the order of locks is a violated property.

Live figures of different machines, and other cost profiles or patterns, are
refused (exit 2) with what differs; other versions, with what they changed, seeds
and windows are noted. What only one side has is named.

It ends with 0 if nothing got worse, 1 if something did or a property is violated,
2 for wrong words or files, 3 if it cannot say: no case in common, or too few
samples.`,
		Example: `  daxwait compare results/before results/after
  daxwait compare --metric ops/s --threshold 5% a/runs.jsonl b/runs.jsonl
  daxwait compare --metric all --format json results/before results/after`,
		Args:              cobra.ExactArgs(2),
		ValidArgsFunction: flag.FilesOf("jsonl", "gz"),
		RunE: func(c *cobra.Command, args []string) error {
			return s.CompareResults(c.Context(), flag.Output(c, o.Format), c.ErrOrStderr(), args[0], args[1], o)
		},
	}
	o.Metrics, o.Threshold = headline, "1%"
	flag.Add(c, flag.Names(&o.Metrics), "metric", "", "metrics, or all")
	flag.Add(c, flag.Checked(&o.Threshold, func(s string) error { _, err := flag.ParsePercent(s); return err }), "threshold", "", "smallest change that counts")
	flag.Filter(c, &o.Filter)
	c.Flags().BoolVar(&o.All, "all", false, "show what did not change, too, and name all cases")
	flag.Format(c, &o.Format, "text", "json")
	flag.CompleteWords(c, "metric", func(string) []string { return append(metricNames(), "all") })
	return c
}

func metricNames() (names []string) {
	for _, m := range results.Metrics() {
		names = append(names, m.Name)
	}
	return names
}

// CompareResults writes how new differs from base.
func (s *Suite) CompareResults(ctx context.Context, stdout, stderr io.Writer, base, now string, o CompareOptions) error {
	metrics, err := findMetrics(o.Metrics)
	if err != nil {
		return flag.Misuse(err)
	}
	threshold, err := flag.ParsePercent(o.Threshold)
	filter, ferr := flag.ParseFilter(o.Filter)
	if err = errors.Join(err, ferr); err != nil {
		return flag.Misuse(err)
	}
	defer flag.SpareMemory(os.Getenv, 6)()
	var sides [2]*compare.Side
	var damaged []*results.Damage
	for i, name := range []string{base, now} {
		if sides[i], err = compare.ReadSide(name, filter); err != nil {
			return flag.Misuse(command.Advise(err, "%s makes results", command.Of("run")))
		}
		damaged = append(damaged, sides[i].Damaged...)
		if err := flag.Some(&sides[i].Chosen, name, o.Filter); err != nil {
			return flag.Misuse(err)
		}
	}
	lost := flag.Damage(stderr, damaged)
	between := compare.Between(sides[0], sides[1])
	refusals, cautions := between.Match()
	if len(refusals) != 0 {
		return flag.Misusef("%s and %s do not compare: %s", base, now, strings.Join(refusals, "; "))
	}
	c, err := between.Compare(ctx, metrics, threshold)
	if err != nil {
		return err
	}
	c.Cautions = cautions
	w := &term.Sink{W: stdout}
	if o.Format == "json" {
		data, err := json.MarshalIndent(c, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%s\n", data)
	} else if err := words.WriteComparison(w, c, o.All, "--all"); err != nil {
		return err
	}
	return errors.Join(w.Err, compared(c), lost)
}

// compared is the error that gives the exit code.
func compared(c *compare.Comparison) error {
	worse, few := c.Count(compare.Worse), c.Count(compare.TooFew)
	switch {
	case len(c.Violated) != 0:
		return fmt.Errorf("%s violated; %d worse", phrase.CountOf(len(c.Violated), "property is", "properties are"), worse)
	case worse != 0:
		return fmt.Errorf("%d of %s worse", worse, phrase.CountOf(len(c.Deltas), "comparison is", "comparisons are"))
	case c.Count(compare.Mixed) != 0:
		return fmt.Errorf("in %d of %s a role does less, and another more", c.Count(compare.Mixed), phrase.Count(len(c.Deltas), "comparison"))
	case few != 0:
		return flag.WithCode(fmt.Errorf("%d of %s too few samples to tell: run with more --windows, or compare fewer --metric", few, phrase.CountOf(len(c.Deltas), "comparison has", "comparisons have")), flag.Incomplete)
	case len(c.Deltas) == 0:
		return flag.WithCode(errors.New("nothing is comparable: no case that both have has any of the metrics on both sides"), flag.Incomplete)
	}
	return nil
}

// findMetrics returns the metrics of a comma-separated list.
func findMetrics(list string) ([]*results.Metric, error) {
	var found []*results.Metric
	seen := map[string]bool{}
	for word := range strings.SplitSeq(list, ",") {
		word = strings.TrimSpace(word)
		if word == "all" {
			return results.Metrics(), nil
		}
		m := results.MetricNamed(word)
		if m == nil {
			return nil, flag.In("metric", nearest.Unknown("metric", word, metricNames(), command.Of("list", "metrics")))
		}
		if !seen[word] {
			seen[word] = true
			found = append(found, m)
		}
	}
	return found, nil
}
