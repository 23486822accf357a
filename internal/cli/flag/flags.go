package flag

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
	"daxwait/internal/contain"
	"daxwait/strategies"
)

// The flags that several verbs have. What has one name is one thing, in the same
// words, wherever it stands.

// Add adds a flag, of which help says that it is the default if none is given.
// An empty one is what the value is.
func Add(c *cobra.Command, v interface {
	String() string
	Set(string) error
	Type() string
}, name, otherwise, usage string) {
	c.Flags().Var(v, name, usage)
	if otherwise != "" {
		c.Flags().Lookup(name).DefValue = otherwise
	}
}

const PolicyUsage = "strategies from policy files"

// Add adds those that choose designs.
func (o *Designs) Add(c *cobra.Command, otherwise string) {
	Add(c, Names(&o.Strategies), "strategy", otherwise, "strategies; NAME+put=never changes one")
	Add(c, Words(&o.Policies), "policy", "", PolicyUsage)
	Decide(c, &o.Decide)
	Stall(c, &o.Stall)
	CompleteWords(c, "strategy", DesignWords(o.catalogue()))
	CompleteFiles(c, "policy", "toml")
}

func Stall(c *cobra.Command, to *time.Duration) {
	*to = contain.DefaultStall
	Add(c, Span(to, 10*time.Millisecond, time.Hour), "stall", "", "how long a design in Go may make no progress")
}

func Decide(c *cobra.Command, to *[]string) {
	Add(c, Assignments(to), "decide", "", "decisions to change: `KEY=VALUE`; of several values, each")
	CompleteWords(c, "decide", decisionWords)
}

func Scenario(c *cobra.Command, to *string, otherwise string) {
	Add(c, Names(to), "scenario", otherwise, "scenarios: names, folders or files")
	CompleteWords(c, "scenario", ScenarioWords)
}

func Trace(c *cobra.Command, to *[]string, otherwise string) {
	Add(c, Words(to), "trace", otherwise, "files of kernel traces to replay")
	CompleteFiles(c, "trace", "gz", "txt", "trace")
}

func Profile(c *cobra.Command, to *string, otherwise string) {
	*to = otherwise
	c.Flags().StringVar(to, "profile", otherwise, "cost profile: its name or file")
	completeFilesToo(c, "profile", profile.Names())
}

func Baseline(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "baseline", strategies.Baseline, "strategy that others are compared with")
	Complete(c, "baseline", func() []string { return strategies.Names() })
}

func Format(c *cobra.Command, to *string, formats ...string) {
	*to = formats[0]
	Add(c, Choice(to, formats), "format", "", "how it is written to stdout")
	Complete(c, "format", func() []string { return formats })
}

// Output is where a verb writes: text for people may have colours there.
func Output(c *cobra.Command, format string) io.Writer {
	if format == "text" {
		return term.Paint(c.OutOrStdout())
	}
	return c.OutOrStdout()
}

// maxWorkers is more than helps.
const maxWorkers = 1024

func Workers(c *cobra.Command, to *int) {
	*to = runtime.GOMAXPROCS(0)
	Add(c, Number(to, 1, maxWorkers), "workers", "", "searches or runs at a time")
}

func States(c *cobra.Command, to *int, otherwise int) {
	*to = otherwise
	says := ""
	if otherwise == 0 {
		says = "none"
	}
	Add(c, Number(to, 1, check.MostStates), "max-states", says, "states of a search at most; a million takes 0.15 GB")
}

func Seed(c *cobra.Command, to *uint64) {
	c.Flags().Uint64Var(to, "seed", 1, "seed of what is drawn at random")
}

func Window(c *cobra.Command, to *time.Duration, otherwise time.Duration) {
	*to = otherwise
	Add(c, Span(to, time.Millisecond, time.Hour), "window", "", "length of a window, that is of a sample")
}

// Out is where a verb writes: a FOLDER or a FILE.
func Out(c *cobra.Command, to *string, what, otherwise string) {
	*to = otherwise
	Add(c, Checked(to, func(name string) error {
		if name == "" {
			return errors.New("a name is missing; leave the flag out for its default")
		}
		return nil
	}), "out", "", "`"+what+"` to write to")
	if what == FolderName {
		CompleteFolders(c, "out")
	} else {
		CompleteFiles(c, "out", "toml")
	}
}

// What --out is.
const (
	FolderName = "FOLDER"
	FileName   = "FILE"
)

func Plots(c *cobra.Command, to *string, otherwise string) {
	c.Flags().StringVar(to, "plots", otherwise, "`FOLDER` for charts; --plots= draws none")
	CompleteFolders(c, "plots")
}

func Results(c *cobra.Command, to *[]string, otherwise string) {
	*to = strings.Split(otherwise, ",")
	Add(c, Words(to), "in", "", "folders or files of results")
	CompleteFiles(c, "in", "jsonl", "gz")
}

func Filter(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "filter", "", "only these cases: '/pattern:pte-same -/strategy:nopmd'")
	_ = c.RegisterFlagCompletionFunc("filter", func(_ *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
		return filterWords(text), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	})
}

func Oracle(c *cobra.Command, to *string, otherwise string) {
	c.Flags().StringVar(to, "oracle", "", "`FILE` of values that theory knows, CSV")
	c.Flags().Lookup("oracle").DefValue = otherwise
	CompleteFiles(c, "oracle", "csv")
}

func Resume(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "resume", false, "keep what is in --out and do what is missing")
}

func DryRun(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "dry-run", false, "say what would be done and how long it takes, only")
}

func Quick(c *cobra.Command, to *bool) {
	c.Flags().BoolVar(to, "quick", false, "leave out what takes long, as said above")
}
