package flag

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daxwait/internal/command"
	"daxwait/internal/nearest"
	"daxwait/internal/phrase"
)

// HelpWidth is how wide a screen of help is.
const HelpWidth = 80

// The groups of verbs, by what somebody wants to do.
const (
	ToCompare    = "Run the comparison:"
	ToUnderstand = "Understand a hang:"
	ToDesign     = "Try a design of your own:"
	ToTrust      = "Find out what to believe:"
)

// Under puts verbs into a group.
func Under(root *cobra.Command, group string, verbs ...*cobra.Command) {
	root.AddGroup(&cobra.Group{ID: group, Title: group})
	for _, v := range verbs {
		v.GroupID = group
	}
	root.AddCommand(verbs...)
}

// The groups of flags, in the order of help.
var flagGroups = []string{"What:", "How:", "Output:"}

// flagGroup is the group of a flag, whichever verb has it.
func flagGroup(name string) string {
	switch name {
	case "strategy", "policy", "decide", "pattern", "trace", "tasks", "cpus", "set", "hold", "scenario", "without",
		"in", "filter", "metric", "verdicts", "space", "oracle", "family", "baseline", "dax":
		return flagGroups[0]
	case "out", "plots", "format", "resume", "force", "dry-run", "timeline", "timeline-span", "all", "name", "step", "config", "help":
		return flagGroups[2]
	}
	return flagGroups[1]
}

// Help writes what a verb is and has, on a screen.
func Help(c *cobra.Command, _ []string) {
	w := c.OutOrStdout()
	for paragraph := range strings.SplitSeq(cmp.Or(c.Long, c.Short), "\n\n") {
		fmt.Fprintf(w, "%s\n\n", phrase.Wrap(paragraph, HelpWidth))
	}
	fmt.Fprintf(w, "Usage: %s\n", UseLine(c))
	if c.HasAvailableSubCommands() {
		writeVerbs(w, c)
	}
	if c.HasExample() {
		fmt.Fprintf(w, "\nExamples:\n%s\n", c.Example)
	}
	fmt.Fprintln(w)
	writeFlags(w, c)
}

// writeVerbs writes the verbs of a command by their groups.
func writeVerbs(w io.Writer, c *cobra.Command) {
	for _, g := range append(c.Groups(), &cobra.Group{Title: "Besides:"}) {
		var rows [][2]string
		for _, v := range c.Commands() {
			if v.GroupID == g.ID && v.IsAvailableCommand() {
				rows = append(rows, [2]string{v.Name(), v.Short})
			}
		}
		if rows != nil {
			fmt.Fprintf(w, "\n%s\n", g.Title)
			writeRows(w, rows, 10)
		}
	}
}

// writeFlags writes the flags of a command, in groups if there are many.
func writeFlags(w io.Writer, c *cobra.Command) {
	width := 0
	groups := map[string][][2]string{}
	n, brackets := 0, ""
	c.Flags().VisitAll(func(f *pflag.Flag) { // with those of all verbs, once the words were read
		row := flagRow(f)
		if strings.HasSuffix(row[1], "]") {
			brackets = " (defaults in brackets)"
		}
		width = max(width, len(row[0]))
		groups[flagGroup(f.Name)] = append(groups[flagGroup(f.Name)], row)
		n++
	})
	var all [][2]string
	for _, g := range flagGroups {
		if rows := groups[g]; n > 8 && rows != nil {
			fmt.Fprintf(w, "%s%s\n", g, brackets)
			brackets = ""
			writeRows(w, rows, width)
		}
		all = append(all, groups[g]...)
	}
	if n <= 8 {
		fmt.Fprintf(w, "Flags:%s\n", brackets)
		writeRows(w, all, width)
	}
}

// flagRow is a flag with its value, and what it does with its default.
func flagRow(f *pflag.Flag) [2]string {
	what, usage := pflag.UnquoteUsage(f)
	switch {
	case f.Value.Type() == "bool":
		what = ""
	case strings.ToUpper(what) != what: // the type: a word of its own is in capitals
		what = map[string]string{"list": "LIST", "number": "N", "time": "TIME", "uint": "N", "string": "NAME", "text": "TEXT", "size": "SIZE"}[cmp.Or(what, f.Value.Type())]
	}
	if what == "" && f.Value.Type() != "bool" {
		what = f.Value.Type() // the choices
	}
	if d := f.DefValue; d != "" && d != "false" && f.Name != "help" {
		usage += fmt.Sprintf(" [%s]", d)
	}
	usage = strings.ReplaceAll(usage, what, strings.ToLower(what))
	return [2]string{strings.TrimRight("--"+f.Name+" "+what, " "), usage}
}

// writeRows writes names and what they are, which goes on below itself.
func writeRows(w io.Writer, rows [][2]string, width int) {
	for _, r := range rows {
		says := strings.ReplaceAll(phrase.Wrap(r[1], HelpWidth-width-4), "\n", "\n"+strings.Repeat(" ", width+4))
		fmt.Fprintf(w, "  %-*s  %s\n", width, r[0], says)
	}
}

// HelpCommand is the verb help.
func HelpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [VERB]", Short: "Say what a verb does and which flags it has",
		ValidArgsFunction: func(c *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			return verbNames(Within(c.Root(), args)), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			verb := Within(c.Root(), args)
			if depth := len(strings.Fields(verb.CommandPath())) - 1; depth < len(args) {
				return Misuse(unknownVerb(verb, args[depth]))
			}
			verb.InitDefaultHelpFlag()
			verb.InitDefaultVersionFlag()
			return verb.Help()
		},
	}
}

// Within is the verb that words name, as far as they do.
func Within(c *cobra.Command, words []string) *cobra.Command {
	for _, word := range words {
		i := slices.IndexFunc(c.Commands(), func(v *cobra.Command) bool { return v.Name() == word })
		if i < 0 {
			break
		}
		c = c.Commands()[i]
	}
	return c
}

func verbNames(c *cobra.Command) (names []string) {
	for _, v := range c.Commands() {
		if v.IsAvailableCommand() {
			names = append(names, v.Name())
		}
	}
	return names
}

// helping is the command that says what a verb has.
func helping(c *cobra.Command) command.Command {
	_, verb, nested := strings.Cut(c.CommandPath(), " ")
	if !nested {
		return command.Of("--help")
	}
	return command.Parse(verb).With("--help")
}

// unknownVerb is the error of a word where a verb should be.
func unknownVerb(c *cobra.Command, word string) error {
	return nearest.Unknown("verb", word, verbNames(c), helping(c))
}

// FlagsOnly refuses words without dashes.
func FlagsOnly(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return command.Advise(fmt.Errorf("%q: %s takes flags only", args[0], c.CommandPath()), "%s names all", helping(c))
}

// NoVerb refuses words that are no verb of a command that has some.
func NoVerb(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownVerb(c, args[0])
}

// Program is the annotation of a root command that says how it is called.
const Program = "program"

// UseLine is how a command is used, as its program is called.
func UseLine(c *cobra.Command) string {
	root := c.Root()
	return cmp.Or(root.Annotations[Program], root.Name()) + strings.TrimPrefix(c.UseLine(), root.Name())
}
