package telling

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/bench/check"
	"daxwait/daxcore/task"
	"daxwait/internal/phrase"
)

// Places tells which places of the model were taken at the same time by two tasks:
// in how many of the cells, each pair once, and which cells have none of their own.
func Places(w io.Writer, cells []*check.Cell) {
	cells = slices.DeleteFunc(slices.Clone(cells), func(c *check.Cell) bool { return c.Result == nil })
	in := [task.Labels][task.Labels]int{}
	var met []task.Label
	for l := range task.Labels {
		for _, c := range cells {
			for k := range l + 1 {
				in[l][k] += int(c.Result.Pairs[l] >> k & 1)
			}
			if c.Result.Pairs[l] != 0 && !slices.Contains(met, l) {
				met = append(met, l)
			}
		}
	}
	fmt.Fprintf(w, "Places of two tasks at the same time, by the number of searches, of %d (+: ten or more, .: none):\n\n", len(cells))
	for i, l := range met {
		fmt.Fprintf(w, "%-18s", l)
		for _, k := range met[:i+1] {
			fmt.Fprintf(w, " %s", digit(in[l][k]))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%-18s %s\n\n", "", "columns are as rows")
	var idle []string
	for i, c := range cells {
		var others check.Pairs
		for j, o := range cells {
			if j != i {
				others.Add(&o.Result.Pairs)
			}
		}
		if !others.Add(&c.Result.Pairs) {
			idle = append(idle, c.Scenario.Name)
		}
	}
	var all check.Pairs
	for _, c := range cells {
		all.Add(&c.Result.Pairs)
	}
	fmt.Fprintf(w, "%s; %s no pair of their own", phrase.Count(all.Count(), "pair"), phrase.CountOf(len(idle), "search has", "searches have"))
	if len(idle) != 0 {
		fmt.Fprintf(w, ":\n%s", strings.Join(idle, ", "))
	}
	fmt.Fprintln(w)
}

// digit is a number in one column.
func digit(n int) string {
	switch {
	case n == 0:
		return "."
	case n >= 10:
		return "+"
	}
	return fmt.Sprint(n)
}
