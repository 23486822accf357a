package space

import (
	"fmt"
	"io"
	"strings"

	"daxwait/internal/phrase"
)

// Write writes the analysis for a terminal: at most so many lines of a table.
func (a *Analysis) Write(w io.Writer, most int) error {
	for _, p := range a.parts() {
		if _, err := fmt.Fprintf(w, "%s\n", p.text); err != nil {
			return err
		}
		if t := p.table; t != nil {
			left := max(0, len(t.Rows)-most)
			short := phrase.Table{Head: t.Head, Rows: t.Rows[:len(t.Rows)-left], Right: t.Right}
			if err := short.Text(w); err != nil {
				return err
			}
			if left != 0 {
				fmt.Fprintf(w, "and %d more\n", left)
			}
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	return nil
}

// WriteMarkdown writes all of the analysis as Markdown.
func (a *Analysis) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# The space of designs\n")
	row := func(cells []string) {
		for _, cell := range cells {
			b.WriteString("| " + strings.ReplaceAll(cell, "|", "\\|") + " ")
		}
		b.WriteString("|\n")
	}
	for _, p := range a.parts() {
		fmt.Fprintf(&b, "\n%s\n", p.text)
		if p.table == nil {
			continue
		}
		b.WriteByte('\n')
		row(p.table.Head)
		rules := make([]string, len(p.table.Head))
		for i := range rules {
			if rules[i] = "---"; i < len(p.table.Right) && p.table.Right[i] {
				rules[i] = "--:"
			}
		}
		row(rules)
		for _, cells := range p.table.Rows {
			row(cells)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// part is a paragraph and, if it has one, a table below it.
type part struct {
	text  string
	table *phrase.Table
}

func (a *Analysis) parts() []part {
	parts := []part{{text: fmt.Sprintf("%d combinations, of which %d differ: %d safe, %d unsafe, %d incomplete.\nSafe is within: %s.",
		a.Combinations, a.Designs, a.Safe, a.Unsafe, a.Incomplete, a.Bounds)}}
	if len(a.Cores) != 0 {
		parts = append(parts, part{
			fmt.Sprintf("What loses, whatever else is decided: %s, of %d smallest sets of one value each. Together they explain %d of the %d unsafe.",
				phrase.Count(len(a.Cores), "set"), a.AllCores, explained(a.Cores), a.Unsafe),
			&phrase.Table{
				Head:  []string{"decided", "violates", "combinations", "new", "steps", "for example (replay …)"},
				Right: []bool{false, false, true, true, true},
				Rows:  coreRows(a.Cores),
			},
		})
	}
	if len(a.Safes) != 0 {
		rows := make([][]string, len(a.Safes))
		for i, t := range a.Safes {
			rows[i] = []string{t.words(), fmt.Sprint(t.Combinations), fmt.Sprint(t.New)}
		}
		parts = append(parts, part{
			fmt.Sprintf("What is safe within the bounds, whatever else is decided: %s, of %d smallest sets of one value each. Together they are %d of the %d safe.",
				phrase.Count(len(a.Safes), "set"), a.AllSafes, explained(a.Safes), a.Safe),
			&phrase.Table{Head: []string{"decided", "combinations", "new"}, Right: []bool{false, true, true}, Rows: rows},
		})
	}
	return append(parts,
		part{text: "Values that no safe design has: " + list(a.Never, ", ", "none") + "."},
		part{text: "Decisions that never change whether a design is safe: " + list(a.Idle, ", ", "none") + "."},
	)
}

func coreRows(cores []Term) [][]string {
	rows := make([][]string, len(cores))
	for i, t := range cores {
		rows[i] = []string{t.words(), "", fmt.Sprint(t.Combinations), fmt.Sprint(t.New), "", ""}
		if x := t.Example; x != nil {
			rows[i][1], rows[i][4], rows[i][5] = x.Kind, fmt.Sprint(x.Depth), x.Replay
		}
	}
	return rows
}

// explained is how many combinations terms have.
func explained(terms []Term) (n int) {
	for _, t := range terms {
		n += t.New
	}
	return n
}

func (t *Term) words() string { return list(t.Choices, " + ", "anything") }

// list lists what prints, or says that there is nothing.
func list[T any](of []T, sep, nothing string) string {
	if len(of) == 0 {
		return nothing
	}
	words := make([]string, len(of))
	for i, x := range of {
		words[i] = fmt.Sprint(x)
	}
	return strings.Join(words, sep)
}
