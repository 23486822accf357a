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
// in how many of the scenarios, each pair once, and which scenarios have none of their
// own, whichever designs were searched in them.
func Places(w io.Writer, cells []*check.Cell) {
	var names []string
	of := map[string]*check.Pairs{}
	for _, c := range cells {
		if c.Result == nil {
			continue
		}
		if of[c.Scenario.Name] == nil {
			names = append(names, c.Scenario.Name)
			of[c.Scenario.Name] = &check.Pairs{}
		}
		of[c.Scenario.Name].Add(&c.Result.Pairs)
	}
	in := [task.Labels][task.Labels]int{}
	var met []task.Label
	for l := range task.Labels {
		for _, name := range names {
			for k := range l + 1 {
				in[l][k] += int(of[name][l] >> k & 1)
			}
			if of[name][l] != 0 && !slices.Contains(met, l) {
				met = append(met, l)
			}
		}
	}
	fmt.Fprintf(w, "Places of two tasks at the same time, by the number of scenarios, of %d (+: ten or more, .: none):\n\n", len(names))
	for i, l := range met {
		fmt.Fprintf(w, "%-18s", l)
		for _, k := range met[:i+1] {
			fmt.Fprintf(w, " %s", digit(in[l][k]))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%-18s %s\n\n", "", "columns are as rows")
	var idle []string
	var all check.Pairs
	for _, name := range names {
		all.Add(of[name])
		var others check.Pairs
		for _, o := range names {
			if o != name {
				others.Add(of[o])
			}
		}
		if !others.Add(of[name]) {
			idle = append(idle, name)
		}
	}
	fmt.Fprintf(w, "%s; %s no pair of %s own", phrase.Count(all.Count(), "pair"), phrase.CountOf(len(idle), "scenario has", "scenarios have"), map[bool]string{true: "its", false: "their"}[len(idle) == 1])
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
