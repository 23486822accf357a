package glossary

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// historyWord is what Explain prints the table of history for.
const historyWord = "history"

// history prints the table of history: the kernels with their designs and what
// ended them, the patches that were not merged, the shapes of workloads in which
// they differ, the commits, and the functions.
func (g *Glossary) history(w io.Writer, name string) bool {
	if !strings.EqualFold(name, historyWord) {
		return false
	}
	fmt.Fprintf(w, "%s\n%s\n\n", historyWord, phrase.Wrap("The table of history. Its rows are designs, A to N: those of past kernels, of upstream, and of patches. Its columns are the shapes of workloads in which they differ. What the checker finds in each column for each row is a test (TestOracle).", 78))
	merged := map[string]bool{}
	for _, k := range strategies.Kernels() {
		merged[k.Strategy] = true
		fmt.Fprintf(w, "%-3s Linux %s: %s\n%s\n", g.rowOf(k.Strategy), k.From, k.Strategy, indented(k.Note))
	}
	fmt.Fprintln(w)
	for _, d := range g.Catalogue {
		if d.Row != "" && !merged[d.Name] {
			fmt.Fprintf(w, "%-3s %s\n%s\n", d.Row, d.Name, indented(d.Origin))
		}
	}
	fmt.Fprintln(w)
	for i, says := range strategies.Shapes() {
		fmt.Fprintf(w, "column %-2d  %s\n", i+1, says)
	}
	fmt.Fprintln(w)
	for _, c := range strategies.Commits() {
		fmt.Fprintf(w, "%s  %-9s %s\n", c.ID, c.In, c.Says)
	}
	fmt.Fprintln(w)
	fmt.Fprintln(w, phrase.Wrap("Functions, each of which explain knows: "+strings.Join(functionNames(), ", ")+".", 78))
	run(w, "try", g.spell("explain", "VERSION"))
	return true
}

// rowOf returns the row of a design, or "-".
func (g *Glossary) rowOf(name string) string {
	if i := slices.IndexFunc(g.Catalogue, func(s *strategies.Strategy) bool { return s.Name == name }); i >= 0 && g.Catalogue[i].Row != "" {
		return g.Catalogue[i].Row
	}
	return "-"
}

func indented(text string) string {
	return "    " + strings.ReplaceAll(phrase.Wrap(text, 74), "\n", "\n    ")
}
