package cli

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/bench/profile"
	"daxwait/internal/cli/term"
	"daxwait/strategies"
)

// The flags that several verbs have. What has one name is one thing, in the same
// words, wherever it stands.

// value adds a flag, of which help says that it is the default if none is given.
// An empty one is what the value is.
func value(c *cobra.Command, v interface {
	String() string
	Set(string) error
	Type() string
}, name, otherwise, usage string) {
	c.Flags().Var(v, name, usage)
	if otherwise != "" {
		c.Flags().Lookup(name).DefValue = otherwise
	}
}

const policyUsage = "strategies from policy files"

// flags adds those that choose designs.
func (o *DesignOptions) flags(c *cobra.Command, otherwise string) {
	value(c, namesOf(&o.Strategies), "strategy", otherwise, "strategies; NAME+put=never changes one")
	value(c, listOf(&o.Policies), "policy", "", policyUsage)
	decideFlag(c, &o.Decide)
	completeWords(c, "strategy", designWords)
	completeFiles(c, "policy", "toml")
}

func decideFlag(c *cobra.Command, to *[]string) {
	value(c, assignmentsOf(to), "decide", "", "decisions to change: `KEY=VALUE`; of several values, each")
	completeWords(c, "decide", decisionWords)
}

func scenarioFlag(c *cobra.Command, to *string, otherwise string) {
	value(c, namesOf(to), "scenario", otherwise, "scenarios: names, folders or files")
	completeWords(c, "scenario", scenarioWords)
}

func traceFlag(c *cobra.Command, to *[]string, otherwise string) {
	value(c, listOf(to), "trace", otherwise, "files of kernel traces to replay")
	completeFiles(c, "trace", "gz", "txt", "trace")
}

func profileFlag(c *cobra.Command, to *string, otherwise string) {
	*to = otherwise
	c.Flags().StringVar(to, "profile", otherwise, "cost profile: its name or file")
	completeFilesToo(c, "profile", profile.Names())
}

func baselineFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "baseline", strategies.Baseline, "strategy that others are compared with")
	complete(c, "baseline", strategies.Names)
}

func formatFlag(c *cobra.Command, to *string, formats ...string) {
	*to = formats[0]
	value(c, choiceOf(to, formats), "format", "", "how it is written to stdout")
	complete(c, "format", func() []string { return formats })
}

// output is where a verb writes: text for people may have colours there.
func output(c *cobra.Command, format string) io.Writer {
	if format == "text" {
		return term.Paint(c.OutOrStdout())
	}
	return c.OutOrStdout()
}

// maxWorkers is more than helps.
const maxWorkers = 1024

func workersFlag(c *cobra.Command, to *int) {
	*to = runtime.GOMAXPROCS(0)
	value(c, numberOf(to, 1, maxWorkers), "workers", "", "searches or runs at a time")
}

func statesFlag(c *cobra.Command, to *int, otherwise int) {
	*to = otherwise
	value(c, numberOf(to, 1, check.MostStates), "max-states", "", "states of a search at most; a million takes 0.4 GB")
}

func seedFlag(c *cobra.Command, to *uint64) {
	c.Flags().Uint64Var(to, "seed", 1, "seed of what is drawn at random")
}

func windowFlag(c *cobra.Command, to *time.Duration, otherwise time.Duration) {
	*to = otherwise
	value(c, spanOf(to, time.Millisecond, time.Hour), "window", "", "length of a window, that is of a sample")
}

// outFlag is where a verb writes: a FOLDER or a FILE.
func outFlag(c *cobra.Command, to *string, what, otherwise string) {
	*to = otherwise
	value(c, checkedBy(to, func(name string) error {
		if name == "" {
			return errors.New("a name is missing; leave the flag out for its default")
		}
		return nil
	}), "out", "", "`"+what+"` to write to")
	if what == folder {
		completeFolders(c, "out")
	} else {
		completeFiles(c, "out", "toml")
	}
}

// What --out is.
const (
	folder = "FOLDER"
	file   = "FILE"
)

func plotsFlag(c *cobra.Command, to *string, otherwise string) {
	c.Flags().StringVar(to, "plots", otherwise, "`FOLDER` for charts; --plots= draws none")
	completeFolders(c, "plots")
}

func resultsFlag(c *cobra.Command, to *[]string, otherwise string) {
	*to = strings.Split(otherwise, ",")
	value(c, listOf(to), "in", "", "folders or files of results")
	completeFiles(c, "in", "jsonl", "gz")
}

func filterFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "filter", "", "only these cases: '/pattern:pte-same -/strategy:nopmd'")
	_ = c.RegisterFlagCompletionFunc("filter", func(_ *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
		return filterWords(text), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

func oracleFlag(c *cobra.Command, to *string, otherwise string) {
	c.Flags().StringVar(to, "oracle", "", "`FILE` of values that theory knows, CSV")
	c.Flags().Lookup("oracle").DefValue = otherwise
	completeFiles(c, "oracle", "csv")
}

func resumeFlag(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "resume", false, "keep what is in --out and do what is missing")
}

func dryRunFlag(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "dry-run", false, "say what would be done and how long it takes, only")
}

func quickFlag(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "quick", false, "leave out what takes long, as said above")
}
