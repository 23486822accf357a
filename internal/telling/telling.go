package telling

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/bench/check"
	"daxwait/internal/command"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
	"daxwait/strategies"
)

// Telling says what a matrix has found: in columns if it is one cell, a line for
// each cell if they are few, else a paragraph for each strategy.
type Telling struct {
	W     io.Writer
	Cells []*check.Cell
	// Program is what the commands in it begin with.
	Program string
}

// few is how many cells get a line of their own.
const few = 60

// Write tells all that was found.
func (r *Telling) Write() {
	cells := slices.DeleteFunc(slices.Clone(r.Cells), func(c *check.Cell) bool { return c.Verdict == nil })
	switch {
	case len(cells) == 0:
	case len(cells) == 1:
		r.one(cells[0])
	case len(cells) <= few:
		for _, c := range cells {
			r.Line(c)
		}
	default:
		for len(cells) != 0 {
			n := 0
			for n < len(cells) && cells[n].Strategy == cells[0].Strategy {
				n++
			}
			r.strategy(cells[:n])
			cells = cells[n:]
		}
	}
	r.without()
	r.next()
}

// mostWithout is how many scenarios of a strategy are told that have no verdict.
const mostWithout = 3

// without tells of cells that have no verdict, as their design does not come back. Why
// is told of a few of each strategy.
func (r *Telling) without() {
	of := map[*strategies.Strategy]int{}
	for i, c := range r.Cells {
		if c.Verdict != nil || c.Err == nil || c.Away == nil {
			continue
		}
		if of[c.Strategy]++; of[c.Strategy] <= mostWithout {
			fmt.Fprintf(r.W, "%-10s %v\n", "NO VERDICT", c.Err)
		}
		if last := i+1 == len(r.Cells) || r.Cells[i+1].Strategy != c.Strategy; last && of[c.Strategy] > mostWithout {
			fmt.Fprintf(r.W, "%-10s %s in %s more\n", "NO VERDICT", c.Strategy.Name, phrase.Count(of[c.Strategy]-mostWithout, "scenario"))
		}
	}
}

// one tells all about a cell.
func (r *Telling) one(c *check.Cell) {
	v := c.Verdict
	fmt.Fprintf(r.W, "%s  %s in %s%s\n", v.Verdict, v.Strategy, v.Scenario, expected(v))
	fmt.Fprintf(r.W, "within %s; %s, %s%s, %.2g s\n", within(v), phrase.Count(int(v.States), "state"), phrase.Count(int(v.Edges), "edge"), reduced(v), v.Seconds)
	r.findings(c)
	r.Inversions(c, "")
	for i, x := range c.Result.Violations {
		what := "this schedule"
		if x.Simplest {
			what = "the simplest schedule"
		}
		fmt.Fprintf(r.W, "%s: at least %s; %s has %s\n", x.Kind, phrase.Count(x.Depth, "step"), what, phrase.Count(x.Preemptions, "preemption"))
		if i == 0 {
			if columns, err := c.Columns(); err == nil {
				fmt.Fprintln(r.W)
				words.WriteColumns(r.W, columns)
			}
			fmt.Fprintf(r.W, "\nto step through it: %s\n\n", c.Replay(c.Ticket).Spell(r.Program))
		}
	}
}

// findings tells of each finding of a cell, with a schedule that shows it.
func (r *Telling) findings(c *check.Cell) {
	for f := check.Finding(1); f != 0; f <<= 1 {
		sched, ok := c.Result.Evidence[f]
		if !ok {
			continue
		}
		if t, err := c.Issue(sched); err == nil {
			fmt.Fprintf(r.W, "finding: %-20s %s\n", f.Names()[0], c.Replay(t).Spell(r.Program))
		}
	}
}

// Line tells of a cell in a line.
func (r *Telling) Line(c *check.Cell) {
	v := c.Verdict
	what := fmt.Sprintf("within %s", within(v))
	if v.Kind != "" {
		what = fmt.Sprintf("%s in %s, %s", v.Kind, phrase.Count(v.Depth, "step"), v.Schedule)
	} else if len(v.Findings) != 0 {
		what += "; " + strings.Join(v.Findings, ", ")
	}
	fmt.Fprintf(r.W, "%-10s %-14s %-28s %s%s\n", v.Verdict, v.Strategy, v.Scenario, what, expected(v))
	r.Inversions(c, fmt.Sprintf("%26s", ""))
}

// Inversions tells of the order of locks where it is inverted: each chain, and
// whether a schedule makes a deadlock of it.
func (r *Telling) Inversions(c *check.Cell, indent string) {
	for i, v := range c.Verdict.Inversions {
		fmt.Fprintf(r.W, "%sinversion of locks: %s; %s\n", indent, v.Cycle, map[string]string{
			results.DeadlockFound: "a deadlock",
			results.DeadlockNone:  "no deadlock of it within the bounds",
			results.DeadlockOpen:  "whether it is a deadlock was not found out",
		}[v.Deadlock])
		for _, chain := range v.Chains {
			fmt.Fprintf(r.W, "%s  %s\n", indent, chain)
		}
		if d := c.Result.Inversions[i].Deadlock; d != nil {
			if t, err := c.Issue(*d); err == nil {
				fmt.Fprintf(r.W, "%s  to step through it: %s\n", indent, c.Replay(t).Spell(r.Program))
			}
		}
	}
}

// strategy sums up the cells of one strategy. Scenarios in which every design
// fails, as expected, say nothing of this one, and are counted apart.
func (r *Telling) strategy(cells []*check.Cell) {
	all := len(cells)
	cells = slices.DeleteFunc(slices.Clone(cells), func(c *check.Cell) bool { return c.Scenario.Hopeless() && c.Verdict.AsExpected })
	hopeless := all - len(cells)
	by := map[string]int{}
	findings := map[string]int{}
	var most results.Bounds
	var worst *results.Verdict
	states := int64(0)
	surprises := []*check.Cell{}
	for _, c := range cells {
		v := c.Verdict
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
	fmt.Fprintf(r.W, "%-10s %-14s ", verdict, cells[0].Strategy.Name)
	switch verdict {
	case results.Violation:
		fmt.Fprintf(r.W, "in %d of %s, soonest a %s in %s:\n%26s%s\n", by[results.Violation], phrase.Count(len(cells), "scenario"), worst.Kind, phrase.Count(worst.Depth, "step"), "", worst.Schedule)
	case results.Incomplete:
		fmt.Fprintf(r.W, "%d of %s hit a limit\n", by[results.Incomplete], phrase.Count(len(cells), "scenario"))
	default:
		fmt.Fprintf(r.W, "in %s of up to %s and %s; %d states\n", phrase.Count(len(cells), "scenario"), phrase.Count(most.Tasks, "task"), phrase.Count(most.Operations, "operation"), states)
	}
	var found []string
	for _, name := range check.FindingNames {
		if n := findings[name]; n != 0 {
			found = append(found, fmt.Sprintf("%s (%d)", name, n))
		}
	}
	if len(found) != 0 {
		fmt.Fprintf(r.W, "%26sfindings: %s\n", "", strings.Join(found, ", "))
	}
	inverted, deadlocked := 0, 0
	for _, c := range cells {
		if len(c.Verdict.Inversions) != 0 {
			inverted++
		}
		if slices.ContainsFunc(c.Verdict.Inversions, func(v results.Inversion) bool { return v.Deadlock == results.DeadlockFound }) {
			deadlocked++
		}
	}
	if hopeless != 0 {
		fmt.Fprintf(r.W, "%26sbesides, in %s, in which every design must fail, as expected\n", "", phrase.Count(hopeless, "scenario"))
	}
	if inverted != 0 {
		ends := "none of which deadlocks within the bounds"
		if deadlocked != 0 {
			ends = fmt.Sprintf("%d of which deadlock by it", deadlocked)
		}
		fmt.Fprintf(r.W, "%26slocks in inverted order in %s, %s: %s\n", "", phrase.Count(inverted, "scenario"), ends, command.Of("order").Flag("scenario", "all").Spell(r.Program))
	}
	for _, c := range surprises {
		fmt.Fprintf(r.W, "%26sNOT AS EXPECTED: ", "")
		r.Line(c)
	}
}

// next says what to do now.
func (r *Telling) next() {
	if len(r.Cells) > 1 {
		fmt.Fprintf(r.W, "\nA proof holds within the bounds of its scenarios. One strategy in one scenario is told in full:\n%s. What words mean: %s.\n",
			command.Of("check").Flag("strategy", "NAME").Flag("scenario", "NAME").Spell(r.Program), command.Of("explain", "WORD").Spell(r.Program))
	}
}

// expected says whether a verdict is, where that is worth saying.
func expected(v *results.Verdict) string {
	switch {
	case v.Verdict == results.Incomplete:
	case !v.AsExpected && strings.Contains(v.Expected, v.Kind):
		others := slices.DeleteFunc(slices.Clone(v.Kinds), func(kind string) bool { return strings.Contains(v.Expected, kind) })
		return fmt.Sprintf("  (NOT AS EXPECTED: the scenario expects %s, and not %s as well)", v.Expected, strings.Join(others, ", "))
	case !v.AsExpected:
		return fmt.Sprintf("  (NOT AS EXPECTED: the scenario expects %s)", v.Expected)
	case v.Verdict == results.Violation:
		return "  (as expected)"
	}
	return ""
}

// reduced says what the search has left out.
func reduced(v *results.Verdict) string {
	if len(v.Bounds.Reduced) == 0 {
		return ""
	}
	return " (reduced: " + strings.Join(v.Bounds.Reduced, ", ") + ")"
}

// within says what a verdict holds within.
func within(v *results.Verdict) string {
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
	if b.NoLivelock {
		text += ", no livelock looked for"
	}
	if b.Hit != "" {
		text += "; not completed: " + b.Hit
	}
	return text
}
