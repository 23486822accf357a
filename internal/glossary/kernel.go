package glossary

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// hangPage is where somebody whose machine hangs goes on.
const hangPage = "docs/hang.md: from where a task sleeps, and its kernel, to what is known"

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
		g.kernelOf(w, bare, k, before)
		if !strategies.OfDistribution(bare) {
			bugsOf(w, bare)
		}
		row(w, "hang", hangPage)
		fmt.Fprintln(w)
		return g.strategy(w, k.Strategy)
	case before != "":
		fmt.Fprintf(w, "%s, a kernel\n%s\n", bare, phrase.Wrap("It is older than entry locks, which came with "+before+" (ac401cc78242): no task of it sleeps for one.", 78))
		return true
	}
	return false
}

// kernelOf writes the design of a version, and of one of a distribution how to find
// out.
func (g *Glossary) kernelOf(w io.Writer, version string, k strategies.Kernel, before string) {
	if !strategies.OfDistribution(version) {
		fmt.Fprintf(w, "%s, a kernel: %s of the catalogue, as %s\n%s\n", version, k.Strategy, lasting(k.From, before),
			phrase.Wrap(k.Note+" A stable release has the design of its series but for the mends that are known here; what decides is whether the commit is in.", 78))
		return
	}
	fmt.Fprintf(w, "%s, a kernel of a distribution: its number does not decide\n%s\n", version,
		phrase.Wrap(fmt.Sprintf("Numbers of distributions do not decide: they carry commits back under numbers of their own. With none carried back it is %s of the catalogue, as upstream's %s. Look in the changelog of its package for these commits, or for their titles; the last that is in says which kernel it is as:", k.Strategy, lasting(k.From, before)), 78))
	for _, c := range strategies.Commits() {
		if !c.IsIn(version) {
			fmt.Fprintf(w, "  %s  %-8s %s\n", c.ID, c.In, c.Title)
		}
	}
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
