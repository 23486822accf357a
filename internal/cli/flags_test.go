package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daxwait/internal/cli/flag"
)

// verbs calls f with each verb, and verbs of verbs, but for what the library
// brings.
func verbs(c *cobra.Command, f func(*cobra.Command)) {
	f(c)
	for _, v := range c.Commands() {
		if v.Name() != "completion" {
			verbs(v, f)
		}
	}
}

// TestOneFlagIsOneThing: of one name are one type and the same words, whichever
// verb has it; what may differ is the noun of its value, such as FILE, and what
// it can be.
func TestOneFlagIsOneThing(t *testing.T) {
	seen := map[string]string{}
	verbs(Daxwait().Root(), func(c *cobra.Command) {
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			_, usage := pflag.UnquoteUsage(f)
			usage = strings.NewReplacer("FOLDER", "-", "FILE", "-").Replace(usage)
			kind := f.Value.Type()
			if strings.Contains(f.Value.Type(), "|") {
				kind = "choice"
			}
			is := fmt.Sprintf("%s: %s", kind, usage)
			if was, ok := seen[f.Name]; ok && was != is {
				t.Errorf("%s --%s is %q, and elsewhere %q", c.CommandPath(), f.Name, is, was)
			}
			seen[f.Name] = is
			if usage == "" || strings.HasSuffix(usage, ".") || strings.ToLower(usage[:1]) != usage[:1] {
				t.Errorf("%s --%s: %q", c.CommandPath(), f.Name, usage)
			}
		})
	})
	for _, name := range []string{"out", "in", "baseline", "strategy", "pattern", "scenario", "set", "policy", "format", "workers", "seed", "dry-run", "resume", "quick", "plots", "filter", "trace", "profile", "window", "windows"} {
		if seen[name] == "" {
			t.Errorf("no verb has --%s", name)
		}
	}
}

// TestHelpFitsAScreen: 80 columns and 45 lines.
func TestHelpFitsAScreen(t *testing.T) {
	verbs(Daxwait().Root(), func(c *cobra.Command) {
		var out strings.Builder
		words := append(strings.Fields(c.CommandPath())[1:], "--help")
		if code := Daxwait().Main(words, &out, &out); code != flag.OK {
			t.Errorf("%v: exit %d: %s", words, code, out.String())
		}
		lines := strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
		if len(lines) > 45 {
			t.Errorf("%v: %d lines", words, len(lines))
		}
		for _, line := range lines {
			if len([]rune(line)) > flag.HelpWidth {
				t.Errorf("%v: %d columns: %s", words, len([]rune(line)), line)
			}
		}
		for _, want := range []string{"Usage: " + c.CommandPath(), "--help"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%v: no %q in\n%s", words, want, out.String())
			}
		}
		c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(out.String(), "--"+f.Name+" ") {
				t.Errorf("%v do not tell of --%s", words, f.Name)
			}
		})
		if c.HasParent() && !c.Parent().HasParent() && c.GroupID == "" && c.Name() != "help" {
			t.Errorf("%s is in no group of verbs", c.Name())
		}
	})
}

// TestHelpIsOfTheVerb: help VERB is VERB --help, and a word that is no verb is
// refused.
func TestHelpIsOfTheVerb(t *testing.T) {
	for _, words := range []string{"", "run", "trace summary"} {
		var asked, name, stderr strings.Builder
		code := Daxwait().Main(append([]string{"help"}, strings.Fields(words)...), &asked, &stderr)
		Daxwait().Main(append(strings.Fields(words), "--help"), &name, &stderr)
		if code != flag.OK || asked.String() != name.String() || stderr.String() != "" {
			t.Errorf("help %s: exit %d, %q; --help says %q", words, code, asked.String(), name.String())
		}
	}
}

// TestValuesOfFlags: what each type takes, and what it says of what it does not.
func TestValuesOfFlags(t *testing.T) {
	var text string
	var words []string
	var n int
	var some *int
	var d time.Duration
	for _, c := range []struct {
		value interface {
			String() string
			Set(string) error
		}
		sets []string
		is   string
		says string // of the last, which is refused
	}{
		{flag.Names(&text), []string{"a,b", "c"}, "a,b,c", ""},
		{flag.Names(&text), []string{"a", "b,,c"}, "a", "a name is missing"},
		{flag.Names(&text), []string{"a", ""}, "a", "a name is missing"},
		{flag.Words(&words), []string{"a, b", "c"}, "a,b,c", ""},
		{flag.Words(&words), []string{"a", ""}, "a", "a name is missing"},
		{flag.Assignments(&words), []string{"k=1,2,l=3", "m=4"}, "k=1,2,l=3,m=4", ""},
		{flag.Choice(&text, []string{"text", "json", "csv"}), []string{"json", "jsno"}, "json", `want text, json or csv (did you mean "json"?)`},
		{flag.Span(&d, time.Millisecond, time.Hour), []string{"20ms", "2h"}, "20ms", "want a time such as 20ms, from 1ms to 1h"},
		{flag.Span(&d, 90*time.Second, 100*time.Minute), []string{"2m", "20"}, "2m0s", "from 1m30s to 1h40m"},
		{flag.Checked(&text, func(s string) error {
			if s == "x" {
				return flag.ErrNameless
			}
			return nil
		}), []string{"y", "x"}, "y", "a name is missing"},
		{flag.Budget(&some, 8), []string{"8", "9"}, "8", "want 0 to 8"},
		{flag.Number(&n, 1, 9), []string{"9", "10"}, "9", "want 1 to 9"},
		{flag.Number(&n, 1, 9), []string{"1", "0"}, "1", "want 1 to 9"},
		{flag.Number(&n, 1, 9), []string{"1", "99999999999999999999"}, "1", "want 1 to 9"},
		{flag.Number(&n, 1, 9), []string{"1", "1.5"}, "1", "want 1 to 9"},
	} {
		text, words, n = "default", []string{"default"}, 5
		var err error
		for i, s := range c.sets {
			if err = c.value.Set(s); err != nil && i != len(c.sets)-1 {
				t.Errorf("%q: %v", s, err)
			}
		}
		if got := c.value.String(); got != c.is {
			t.Errorf("%q make %q, want %q", c.sets, got, c.is)
		}
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v, want %q", c.sets, err, c.says)
		}
	}
	words = nil
	if err := (flag.Assignments(&words)).Set("k=1,2,l=3"); err != nil || len(words) != 2 || words[0] != "k=1,2" {
		t.Errorf("assignments are %q, %v", words, err)
	}
}
