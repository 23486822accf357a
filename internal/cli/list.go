package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/glossary"
	"daxwait/internal/nearest"
)

func (s *Suite) listCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "list [KIND]",
		Short: "List what there is to compare, to change and to measure",
		Long: `list names what flags take, of all kinds or of one: strategies, patterns,
scenarios, axes (of --set), decisions (of --decide), metrics, profiles, machines. With
--format json it writes an object a line.`,
		Example: `  daxwait list strategies
  daxwait list --format json axes`,
		Args: cobra.MaximumNArgs(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) != 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return s.kindsOfItems(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			return s.List(c.OutOrStdout(), strings.Join(args, ""), format)
		},
	}
	flag.Format(c, &format, "text", "json")
	return c
}

func (s *Suite) kindsOfItems() (names []string) {
	for _, k := range s.glossary().Kinds() {
		names = append(names, k.Name)
	}
	return names
}

// List writes the items of one kind, or of all.
func (s *Suite) List(stdout io.Writer, what, format string) error {
	w := &term.Sink{W: stdout}
	known := false
	for _, k := range s.glossary().Kinds() {
		if what != "" && what != k.Name {
			continue
		}
		items, err := k.Items()
		if err != nil {
			return err
		}
		if known && format != "json" {
			fmt.Fprintln(w)
		}
		known = true
		if format != "json" {
			fmt.Fprintln(w, strings.ToUpper(k.Name))
		}
		for _, i := range items {
			if format == "json" {
				line, _ := json.Marshal(i)
				fmt.Fprintf(w, "%s\n", line)
				continue
			}
			fmt.Fprintln(w)
			writeItem(w, i)
		}
	}
	if !known {
		return flag.Misuse(nearest.Unknown("list of", what, s.kindsOfItems(), command.Command{}))
	}
	return w.Err
}

// writeItem writes an item and what there is to say of it.
func writeItem(w io.Writer, i glossary.Item) {
	note := ""
	if i.Note != "" {
		note = "  (" + i.Note + ")"
	}
	fmt.Fprintf(w, "%s%s\n", i.Name, note)
	if i.Origin != "" {
		fmt.Fprintf(w, "  from   %s\n  claim  %s\n  loses  %s\n", i.Origin, i.About, i.Loses)
	} else {
		fmt.Fprintf(w, "  %s\n", i.About)
	}
	for _, line := range i.More {
		fmt.Fprintf(w, "  %s\n", line)
	}
}
