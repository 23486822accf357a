package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"daxwait/internal/cli"
)

// quoted is a command in a line of text; block one that is a line of its own.
var (
	quoted = regexp.MustCompile("`(daxwait|go run \\.) ([^`]+)`")
	block  = regexp.MustCompile(`^\s*(daxwait|go run \.) (.+)$`)
)

// words splits what stands behind a command's name, up to a comment or what the
// shell does with its output.
func args(line string) (all []string) {
	line, _, _ = strings.Cut(line, "  #")
	for _, end := range []string{" >", " | ", "; ", " || "} {
		line, _, _ = strings.Cut(line, end)
	}
	for _, w := range strings.Fields(strings.ReplaceAll(line, "'", " ' ")) {
		if w != "'" {
			all = append(all, w)
		}
	}
	return all
}

// misspoken returns what is wrong with the words of a command: no such verb, no
// such flag, or a value that the flag does not take.
func misspoken(args []string) error {
	c, rest, err := cli.Daxwait().Root().Find(args)
	if err != nil {
		return err
	}
	c.InitDefaultVersionFlag() // as it has when it runs
	err = c.ParseFlags(rest)
	switch {
	case err != nil && strings.HasSuffix(err.Error(), "help requested"):
		return nil
	case err == nil && !c.HasParent() && c.Flags().NArg() != 0:
		return fmt.Errorf("no verb %s", c.Flags().Arg(0))
	}
	return err
}

// TestDocumentedCommands takes every command that README and docs mention, also
// those within a sentence, which no script runs.
func TestDocumentedCommands(t *testing.T) {
	pages, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	n := 0
	for _, page := range append(pages, "../../README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			found := quoted.FindAllStringSubmatch(line, -1)
			if m := block.FindStringSubmatch(line); m != nil {
				found = append(found, m)
			}
			for _, m := range found {
				n++
				if err := misspoken(args(m[2])); err != nil {
					t.Errorf("%s:%d: %s %s: %v", filepath.Base(page), i+1, m[1], m[2], err)
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d commands found", n)
	}
}

// TestHelpsExamples takes those in the help of the verbs.
func TestHelpsExamples(t *testing.T) {
	n := 0
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			if m := block.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
				n++
				if err := misspoken(args(m[2])); err != nil {
					t.Errorf("%s: %s: %v", c.Name(), m[0], err)
				}
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(cli.Daxwait().Root())
	if n < 20 {
		t.Errorf("only %d examples found", n)
	}
}

func TestMisspokenIsFound(t *testing.T) {
	for _, line := range []string{"runn", "run --patern mix", "run --windows many"} {
		if misspoken(args(line)) == nil {
			t.Errorf("%q passes", line)
		}
	}
	if err := misspoken(args("compare --filter '/tasks:8' a b >out  # why")); err != nil {
		t.Error(err)
	}
}
