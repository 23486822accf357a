package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/bench/check"
	"daxwait/daxcore/step"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
)

// textReport says what a check has found: in columns if it was one cell, a line
// for each cell if they are few, else a paragraph for each strategy.
type textReport struct {
	w     io.Writer
	cells []*cell
}

// few is how many cells get a line of their own.
const few = 60

func (r *textReport) write() {
	cells := slices.DeleteFunc(slices.Clone(r.cells), func(c *cell) bool { return c.verdict == nil })
	switch {
	case len(cells) == 0:
	case len(cells) == 1:
		r.one(cells[0])
	case len(cells) <= few:
		for _, c := range cells {
			r.line(c)
		}
	default:
		for len(cells) != 0 {
			n := 0
			for n < len(cells) && cells[n].strategy == cells[0].strategy {
				n++
			}
			r.strategy(cells[:n])
			cells = cells[n:]
		}
	}
	r.next()
}

// one tells all about a cell.
func (r *textReport) one(c *cell) {
	v := c.verdict
	fmt.Fprintf(r.w, "%s  %s in %s%s\n", v.Verdict, v.Strategy, v.Scenario, expected(v))
	fmt.Fprintf(r.w, "within %s; %s, %s, %.2g s\n", bounds(v), phrase.Count(int(v.States), "state"), phrase.Count(int(v.Edges), "edge"), v.Seconds)
	r.findings(c)
	r.inversions(c, "")
	for i, x := range c.result.Violations {
		what := "this schedule"
		if x.Simplest {
			what = "the simplest schedule"
		}
		fmt.Fprintf(r.w, "%s: at least %s; %s has %s\n", x.Kind, phrase.Count(x.Depth, "step"), what, phrase.Count(x.Preemptions, "preemption"))
		if i == 0 {
			if columns, err := c.columns(); err == nil {
				fmt.Fprintln(r.w)
				words.WriteColumns(r.w, columns)
			}
			fmt.Fprintf(r.w, "\nto step through it: %s\n\n", c.again(c.ticket))
		}
	}
}

// findings tells of each finding of a cell, with a schedule that shows it.
func (r *textReport) findings(c *cell) {
	for f := check.Finding(1); f != 0; f <<= 1 {
		sched, ok := c.result.Evidence[f]
		if !ok {
			continue
		}
		if t, err := check.Issue(c.strategy.Name, c.scenario, c.strategy.EntryLock, sched); err == nil {
			fmt.Fprintf(r.w, "finding: %-20s %s\n", f.Names()[0], c.again(t))
		}
	}
}

// line tells of a cell in a line.
func (r *textReport) line(c *cell) {
	v := c.verdict
	what := fmt.Sprintf("within %s", bounds(v))
	if v.Kind != "" {
		what = fmt.Sprintf("%s in %s, %s", v.Kind, phrase.Count(v.Depth, "step"), v.Schedule)
	} else if len(v.Findings) != 0 {
		what += "; " + strings.Join(v.Findings, ", ")
	}
	fmt.Fprintf(r.w, "%-10s %-14s %-28s %s%s\n", v.Verdict, v.Strategy, v.Scenario, what, expected(v))
	r.inversions(c, fmt.Sprintf("%26s", ""))
}

// inversions tells of the order of locks where it is inverted: each chain, and
// whether a schedule makes a deadlock of it.
func (r *textReport) inversions(c *cell, indent string) {
	for i, v := range c.verdict.Inversions {
		fmt.Fprintf(r.w, "%sinversion of locks: %s; %s\n", indent, v.Cycle, map[string]string{
			results.DeadlockFound: "a deadlock",
			results.DeadlockNone:  "no deadlock of it within the bounds",
			results.DeadlockOpen:  "whether it is a deadlock was not found out",
		}[v.Deadlock])
		for _, chain := range v.Chains {
			fmt.Fprintf(r.w, "%s  %s\n", indent, chain)
		}
		if d := c.result.Inversions[i].Deadlock; d != nil {
			if t, err := check.Issue(c.strategy.Name, c.scenario, c.strategy.EntryLock, *d); err == nil {
				fmt.Fprintf(r.w, "%s  to step through it: %s\n", indent, c.again(t))
			}
		}
	}
}

// strategy sums up the cells of one strategy. Scenarios in which every design
// fails, as expected, say nothing of this one, and are counted apart.
func (r *textReport) strategy(cells []*cell) {
	all := len(cells)
	cells = slices.DeleteFunc(slices.Clone(cells), func(c *cell) bool { return c.scenario.Hopeless() && c.verdict.AsExpected })
	hopeless := all - len(cells)
	by := map[string]int{}
	findings := map[string]int{}
	var most results.Bounds
	var worst *results.Verdict
	states := int64(0)
	surprises := []*cell{}
	for _, c := range cells {
		v := c.verdict
		by[v.Verdict]++
		states += v.States
		for _, f := range v.Findings {
			findings[f]++
		}
		most.Tasks, most.Operations = max(most.Tasks, v.Bounds.Tasks), max(most.Operations, v.Bounds.Operations)
		if v.Verdict == results.Violation && (worst == nil || v.Depth < worst.Depth) {
			worst = v
		}
		if !v.AsExpected {
			surprises = append(surprises, c)
		}
	}
	verdict := results.Proved
	for _, v := range []string{results.Incomplete, results.Violation} {
		if by[v] != 0 {
			verdict = v
		}
	}
	fmt.Fprintf(r.w, "%-10s %-14s ", verdict, cells[0].strategy.Name)
	switch verdict {
	case results.Violation:
		fmt.Fprintf(r.w, "in %d of %s, soonest a %s in %s:\n%26s%s\n", by[results.Violation], phrase.Count(len(cells), "scenario"), worst.Kind, phrase.Count(worst.Depth, "step"), "", worst.Schedule)
	case results.Incomplete:
		fmt.Fprintf(r.w, "%d of %s hit a limit\n", by[results.Incomplete], phrase.Count(len(cells), "scenario"))
	default:
		fmt.Fprintf(r.w, "in %s of up to %s and %s; %d states\n", phrase.Count(len(cells), "scenario"), phrase.Count(most.Tasks, "task"), phrase.Count(most.Operations, "operation"), states)
	}
	var found []string
	for _, name := range findingNames() {
		if n := findings[name]; n != 0 {
			found = append(found, fmt.Sprintf("%s (%d)", name, n))
		}
	}
	if len(found) != 0 {
		fmt.Fprintf(r.w, "%26sfindings: %s\n", "", strings.Join(found, ", "))
	}
	inverted, deadlocked := 0, 0
	for _, c := range cells {
		if len(c.verdict.Inversions) != 0 {
			inverted++
		}
		if slices.ContainsFunc(c.verdict.Inversions, func(v results.Inversion) bool { return v.Deadlock == results.DeadlockFound }) {
			deadlocked++
		}
	}
	if hopeless != 0 {
		fmt.Fprintf(r.w, "%26sbesides, in %s, in which every design must fail, as expected\n", "", phrase.Count(hopeless, "scenario"))
	}
	if inverted != 0 {
		ends := "none of which deadlocks within the bounds"
		if deadlocked != 0 {
			ends = fmt.Sprintf("%d of which deadlock by it", deadlocked)
		}
		fmt.Fprintf(r.w, "%26slocks in inverted order in %s, %s: daxwait order --scenario all\n", "", phrase.Count(inverted, "scenario"), ends)
	}
	for _, c := range surprises {
		fmt.Fprintf(r.w, "%26sNOT AS EXPECTED: ", "")
		r.line(c)
	}
}

// next says what to do now.
func (r *textReport) next() {
	if len(r.cells) > 1 {
		fmt.Fprintf(r.w, "\nA proof holds within the bounds of its scenarios. One strategy in one scenario is told in full:\n"+
			"daxwait check --strategy NAME --scenario NAME. What words mean: daxwait explain WORD.\n")
	}
}

// expected says whether a verdict is, where that is worth saying.
func expected(v *results.Verdict) string {
	switch {
	case v.Verdict == results.Incomplete:
	case !v.AsExpected:
		return fmt.Sprintf("  (NOT AS EXPECTED: the scenario expects %s)", v.Expected)
	case v.Verdict == results.Violation:
		return "  (as expected)"
	}
	return ""
}

// bounds says within which a verdict holds.
func bounds(v *results.Verdict) string {
	b := v.Bounds
	text := fmt.Sprintf("%s, %s", phrase.Count(b.Tasks, "task"), phrase.Count(b.Operations, "operation"))
	if b.Spurious != 0 {
		text += fmt.Sprintf(", %s", phrase.Count(b.Spurious, "spurious wakeup"))
	}
	if b.AllocFails != 0 {
		text += fmt.Sprintf(", %s", phrase.Count(b.AllocFails, "failed allocation"))
	}
	if b.Refusals != 0 {
		text += fmt.Sprintf(", %s", phrase.Count(b.Refusals, "refusal"))
	}
	if b.Hit != "" {
		text += "; not completed: " + b.Hit
	}
	return text
}

// kindNames returns all kinds of violation.
func kindNames() []string {
	var names []string
	for k := step.None + 1; k < step.Kinds; k++ {
		names = append(names, k.String())
	}
	return names
}
