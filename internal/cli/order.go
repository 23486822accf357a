package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/bench/contained"
	"daxwait/bench/order"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/lockorder"
	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/phrase"
	"daxwait/internal/telling"
	"daxwait/results"
)

// OrderOptions are the flags of order.
type OrderOptions struct {
	flag.Designs
	Scenarios string
	Format    string
	Workers   int
}

func (s *Suite) orderCommand() *cobra.Command {
	o := OrderOptions{Designs: flag.Designs{Otherwise: "all", Catalogue: s.Catalogue}}
	c := &cobra.Command{
		Use:   "order",
		Short: "Say in which order locks are taken, and where that is inverted",
		Long: `order searches all interleavings of scenarios, as check does, and says which
classes of locks were taken inside which, outer to inner, with the simplest chain
that showed it; and of each inversion, whether a schedule makes a deadlock of it.

It ends with 0 if there is no inversion, 1 if there is one, 2 for wrong words, 3
if a search was not completed.`,
		Example: `  daxwait order
  daxwait order --strategy exclusive --scenario whole-faults
  daxwait order --scenario my.txt --format json`,
		Args: flag.FlagsOnly,
		RunE: func(c *cobra.Command, _ []string) error {
			return s.Order(c.Context(), c.OutOrStdout(), c.ErrOrStderr(), o)
		},
	}
	flag.Scenario(c, &o.Scenarios, "those with Linux 4.15's rules or later")
	o.Add(c, "all")
	flag.Workers(c, &o.Workers)
	flag.Format(c, &o.Format, "text", "json")
	return c
}

// Order writes the order of locks in all scenarios together.
func (s *Suite) Order(ctx context.Context, stdout, stderr io.Writer, o OrderOptions) error {
	designs, err := o.Find()
	if err != nil {
		return flag.Misuse(err)
	}
	scenarios, err := daxtest.FindScenarios(o.Scenarios)
	if err != nil {
		return flag.Misuse(flag.In("scenario", err))
	}
	if o.Scenarios == "" {
		scenarios = slices.DeleteFunc(scenarios, func(s *daxtest.Scenario) bool { return !s.AsShipped() })
	}
	cells := contained.Cells(designs, scenarios, check.Limits{})
	var g lockorder.Graph
	var inverted []*check.Cell
	open := 0
	search(ctx, stderr, cells, o.Workers, func(c *check.Cell) {
		g.Merge(c.Result.Order)
		if len(c.Result.Inversions) != 0 {
			inverted = append(inverted, c)
		}
		if c.Verdict.Verdict == results.Incomplete {
			open++
		}
	})
	for _, c := range cells {
		if c.Err != nil {
			return c.Err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w := &term.Sink{W: stdout}
	if o.Format == "json" {
		line, _ := json.Marshal(order.Of(&g))
		fmt.Fprintf(w, "%s\n", line)
	} else {
		fmt.Fprintf(w, "outer to inner, in %s with %s:\n\n", phrase.Count(len(scenarios), "scenario"), phrase.CountOf(len(designs), "strategy", "strategies"))
		writeOrder(w, &g)
		for _, c := range inverted {
			fmt.Fprintf(w, "\n%s in %s\n", c.Strategy.Name, c.Scenario.Name)
			(&telling.Telling{W: w, Program: s.Program}).Inversions(c, "  ")
		}
	}
	switch n := len(g.Inversions()); {
	case n != 0:
		err = fmt.Errorf("the order of locks has %s", phrase.Count(n, "inversion"))
	case open != 0:
		err = flag.WithCode(fmt.Errorf("%d of %d searches are INCOMPLETE", open, len(cells)), flag.Incomplete)
	}
	return errors.Join(w.Err, err)
}

// writeOrder writes the order that a graph shows, and its edges.
func writeOrder(w io.Writer, g *lockorder.Graph) {
	o := g.Order()
	fmt.Fprintf(w, "  %s\n\n", o)
	for _, p := range o.Unordered {
		fmt.Fprintf(w, "neither inside the other: %v, %v\n", p[0], p[1])
	}
	var unseen []string
	for _, c := range o.Unseen {
		unseen = append(unseen, c.String())
	}
	if unseen != nil {
		fmt.Fprintf(w, "taken by nobody: %s\n", strings.Join(unseen, ", "))
	}
	t := phrase.Table{Head: []string{"outer", "inner", "simplest chain that showed it"}}
	for _, e := range g.Edges() {
		t.Rows = append(t.Rows, []string{e.Outer.String(), e.Inner.String(), e.Chain.String()})
	}
	fmt.Fprintln(w)
	_ = t.Text(w) // w keeps the error
	inversions := g.Inversions()
	if len(inversions) == 0 {
		fmt.Fprintf(w, "\nno inversions\n")
	}
	for _, v := range inversions {
		fmt.Fprintf(w, "\ninversion: %v\n", v)
	}
}
