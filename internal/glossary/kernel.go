package glossary

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// hangPage is where somebody whose machine hangs goes on.
const hangPage = "docs/hang.md: from where a task sleeps, and its kernel, to what is known"

// functionNames are those of all functions.
func functionNames() (names []string) {
	for _, f := range strategies.Functions() {
		names = append(names, f.Names...)
	}
	return names
}

// losers returns the designs of kernels that are expected to lose in one of the
// scenarios, which the checker holds them to, and those that are proved in all.
func losers(scenarios []string) (lose, hold []string) {
	var of []*daxtest.Scenario
	for _, s := range daxtest.Scenarios() {
		if slices.Contains(scenarios, path.Base(s.Name)) {
			of = append(of, s)
		}
	}
	for _, k := range strategies.Kernels() {
		if slices.Contains(lose, k.Strategy) || slices.Contains(hold, k.Strategy) {
			continue
		}
		if slices.ContainsFunc(of, func(s *daxtest.Scenario) bool { return len(s.Expected(k.Strategy)) != 0 }) {
			lose = append(lose, k.Strategy)
		} else {
			hold = append(hold, k.Strategy)
		}
	}
	return lose, hold
}

func (g *Glossary) function(w io.Writer, name string) bool {
	for _, f := range strategies.Functions() {
		i := slices.IndexFunc(f.Names, func(n string) bool { return strings.EqualFold(n, name) })
		if i < 0 {
			continue
		}
		kind := "a kernel function"
		if strings.HasPrefix(f.Names[i], "mmap_") {
			kind = "a kernel lock"
		}
		fmt.Fprintf(w, "%s, %s\n%s\n", f.Names[i], kind, phrase.Wrap(f.Says, 78))
		lose, hold := losers(f.Scenarios)
		row(w, "lose", strings.Join(lose, ", "))
		row(w, "proved", strings.Join(hold, ", "))
		run(w, "try", g.spell("check", "--scenario", strings.Join(f.Scenarios, ",")))
		row(w, "see", g.spell("explain", "VERSION")+", such as 5.2; "+hangPage)
		return true
	}
	return false
}

// row writes a label and what stands behind it, unless that is nothing.
func row(w io.Writer, label, text string) {
	if text != "" {
		fmt.Fprintf(w, "%-8s %s\n", label, strings.ReplaceAll(phrase.Wrap(text, 69), "\n", "\n         "))
	}
}

// kernel says which design a version of Linux has.
func (g *Glossary) kernel(w io.Writer, name string) bool {
	bare := strings.TrimSpace(strings.TrimLeft(strings.TrimPrefix(strings.ToLower(name), "linux"), "- v"))
	k, before, ok := strategies.KernelOf(bare)
	switch {
	case ok:
		fmt.Fprintf(w, "%s, a kernel: %s of the catalogue, as %s\n", bare, k.Strategy, lasting(k.From, before))
		fmt.Fprintln(w, phrase.Wrap(k.Note+" Stable releases and distributions carry repairs back: what decides is whether the commit is in.", 78))
		row(w, "hang", hangPage)
		fmt.Fprintln(w)
		return g.strategy(w, k.Strategy)
	case before != "":
		fmt.Fprintf(w, "%s, a kernel\n%s\n", bare, phrase.Wrap("It is older than entry locks, which came with "+before+" (ac401cc78242): no task of it sleeps for one.", 78))
		return true
	}
	return false
}

func lasting(from, before string) string {
	if before == "" {
		return "from " + from + " on"
	}
	return "from " + from + " to before " + before
}

func (g *Glossary) hang(w io.Writer, name string) bool {
	if !slices.Contains(hangWords(), strings.ToLower(name)) {
		return false
	}
	fmt.Fprintf(w, "%s\n%s\n", strings.ToLower(name), phrase.Wrap("A task in D state in fs/dax waits for an entry lock. If somebody holds that, the holder is what to look at; if nobody does, the wakeup was lost. Which kernels lose one, by the scenarios that the checker searches:", 78))
	columns := [][]string{{"kernel from", "strategy", "loses"}}
	for _, k := range strategies.Kernels() {
		lost := 0
		for _, s := range daxtest.OfDesigns() {
			if len(s.Expected(k.Strategy)) != 0 {
				lost++
			}
		}
		says := "nothing known"
		if lost != 0 {
			says = fmt.Sprintf("in %s", phrase.CountOf(lost, "scenario", "scenarios"))
		}
		columns = append(columns, []string{k.From, k.Strategy, says})
	}
	for _, c := range columns {
		fmt.Fprintf(w, "  %-12s %-15s %s\n", c[0], c[1], c[2])
	}
	run(w, "try", g.spell("explain", "VERSION"))
	run(w, "", g.spell("explain", "dax_lock_page"))
	run(w, "", g.spell("check", "--strategy", "STRATEGY"))
	row(w, "see", hangPage)
	return true
}

func hangWords() []string { return []string{"hang", "hung task"} }
