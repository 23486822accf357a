package words

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// OfVerdicts says how many designs lose a wakeup or, if none does, have the
// violation that most of them have. It takes one verdict of a design and a
// scenario.
func OfVerdicts(list []*results.Verdict) string {
	var c checked
	for _, v := range list {
		c.verdicts = append(c.verdicts, v)
		if !slices.Contains(c.designs, v.Strategy) {
			c.designs = append(c.designs, v.Strategy)
		}
		if !slices.Contains(c.scenarios, v.Scenario) {
			c.scenarios = append(c.scenarios, v.Scenario)
		}
	}
	return c.finding()
}

// checked is what was checked.
type checked struct {
	designs, scenarios []string
	verdicts           []*results.Verdict
}

// without leaves out scenarios.
func (c *checked) without(scenarios []string) *checked {
	out := func(name string) bool { return slices.Contains(scenarios, name) }
	return &checked{c.designs, slices.DeleteFunc(slices.Clone(c.scenarios), out),
		slices.DeleteFunc(slices.Clone(c.verdicts), func(v *results.Verdict) bool { return out(v.Scenario) })}
}

// has returns in how many scenarios what holds of a design.
func (c *checked) has(design string, what func(*results.Verdict) bool) (n int) {
	for _, v := range c.verdicts {
		if v.Strategy == design && what(v) {
			n++
		}
	}
	return n
}

// count returns of how many designs what holds in so many scenarios at least.
func (c *checked) count(scenarios int, what func(*results.Verdict) bool) (n int) {
	for _, d := range c.designs {
		if c.has(d, what) >= scenarios {
			n++
		}
	}
	return n
}

// Violates returns whether a verdict has a kind of violation.
func Violates(k Kind) func(*results.Verdict) bool {
	return func(v *results.Verdict) bool { return violated(v) && slices.Contains(KindsOf(v), k) }
}

func violated(v *results.Verdict) bool { return v.Verdict == results.Violation }
func proved(v *results.Verdict) bool   { return v.Verdict == results.Proved }

func (c *checked) finding() string {
	designs, scenarios := len(c.designs), len(c.scenarios)
	if designs == 0 {
		return "No design was checked"
	}
	// Scenarios in which all of many designs fail tell nothing of a design.
	if all := results.Defeats(c.verdicts); len(all) != 0 && len(all) < scenarios {
		return fmt.Sprintf("%s; in %s of %d all designs fail", c.without(all).finding(), phrase.Count(len(all), "more scenario"), scenarios)
	}
	lead, most := Kind{}, 0
	for _, k := range Kinds() {
		if n := c.count(1, Violates(k)); n > most && lead.Code != "LW" {
			lead, most = k, n
		}
	}
	if most == 0 {
		return c.noViolation()
	}
	where := "in " + c.scenarios[0]
	switch {
	case scenarios > 1 && designs == 1:
		where = fmt.Sprintf("in %d of %d scenarios", c.has(c.designs[0], Violates(lead)), scenarios)
	case scenarios > 1:
		where = fmt.Sprintf("somewhere in %d scenarios", scenarios)
	}
	title := c.subject(most) + " " + phrase.Either(most, lead.Does, lead.Do) + " " + where
	var more []string
	if n := c.count(1, violated) - most; n > 0 {
		more = append(more, fmt.Sprintf("%d more %s otherwise", n, phrase.Either(n, "fails", "fail")))
	}
	if n := c.count(scenarios, proved); n > 0 {
		p := fmt.Sprintf("%d %s proved", n, phrase.Either(n, "is", "are"))
		if scenarios > 1 {
			p += " in all"
		}
		more = append(more, p)
	}
	if len(more) > 0 {
		title += "; " + strings.Join(more, ", ")
	}
	return title
}

// noViolation is the title if there is none: a proof only if nothing is open.
func (c *checked) noViolation() string {
	cells := len(c.designs) * len(c.scenarios)
	open := cells
	for _, v := range c.verdicts {
		if proved(v) {
			open--
		}
	}
	where, all := "in "+c.scenarios[0], "in "+c.scenarios[0]
	if n := len(c.scenarios); n > 1 {
		where, all = fmt.Sprintf("in %d scenarios", n), fmt.Sprintf("in all %d scenarios", n)
	}
	if open > 0 {
		return fmt.Sprintf("No violation was met %s, but %d of %s %s no proof", where, open, phrase.Count(cells, "cell"), phrase.Either(open, "has", "have"))
	}
	n := len(c.designs)
	return c.subject(n) + " " + phrase.Either(n, "is", "are") + " proved " + all
}

// subject is so many of the designs.
func (c *checked) subject(n int) string {
	switch of := len(c.designs); {
	case of == 1:
		return c.designs[0]
	case n == of && n == 2:
		return "Both designs"
	case n == of:
		return fmt.Sprintf("All %d designs", n)
	default:
		return fmt.Sprintf("%d of %d designs", n, of)
	}
}

// OfBounds says within what verdicts hold, and what they took.
func OfBounds(list []*results.Verdict) string {
	if len(list) == 0 {
		return ""
	}
	first := list[0].Bounds
	tasks, ops := [2]int{first.Tasks, first.Tasks}, [2]int{first.Operations, first.Operations}
	spurious, fails, states, seconds := 0, 0, int64(0), 0.0
	for _, v := range list {
		b := v.Bounds
		tasks = [2]int{min(tasks[0], b.Tasks), max(tasks[1], b.Tasks)}
		ops = [2]int{min(ops[0], b.Operations), max(ops[1], b.Operations)}
		spurious, fails = max(spurious, b.Spurious), max(fails, b.AllocFails)
		states += v.States
		if v.SharedWith == "" { // else the one search is counted with that design
			seconds += v.Seconds
		}
	}
	text := "Bounds: " + phrase.Span(tasks[0], tasks[1], "task") + " and " + phrase.Span(ops[0], ops[1], "operation") + " a scenario"
	var most []string
	if spurious > 0 {
		most = append(most, phrase.Count(spurious, "spurious wake"))
	}
	if fails > 0 {
		most = append(most, phrase.Count(fails, "failed allocation"))
	}
	if len(most) > 0 {
		text += ", at most " + phrase.List(most, "and") + " a schedule"
	}
	text += " · " + phrase.Number(float64(states)) + " states in total"
	if seconds == 0 { // not measured, or left out
		return text
	}
	return text + ", " + phrase.Long(seconds)
}

// Kind is a kind of violation, its code of two letters, and what a strategy does
// that has it.
type Kind struct {
	Name, Code string
	Verb
}

// Kinds returns the kinds of violation, the last of which stands for all that
// are not known here.
func Kinds() []Kind {
	return []Kind{
		{"lost wakeup", "LW", Verb{"loses a wakeup", "lose a wakeup"}},
		{"lock cycle", "LC", Verb{"locks in a cycle", "lock in a cycle"}},
		{"livelock", "LL", Verb{"livelocks", "livelock"}},
		{"two holders", "2H", Verb{"lets two hold one index", "let two hold one index"}},
		{"PMD over PTEs", "PO", Verb{"stores a PMD over PTEs", "store a PMD over PTEs"}},
		{"unlock by non-holder", "NH", Verb{"unlocks what it does not hold", "unlock what they do not hold"}},
		{"entry replaced while locked", "RL", Verb{"replaces a locked entry", "replace a locked entry"}},
		{"lock left held", "LK", Verb{"leaves a lock held", "leave a lock held"}},
		{"use after free", "UF", Verb{"uses a file after it was freed", "use a file after it was freed"}},
		{"zero page over data", "ZD", Verb{"maps a zero page over data", "map a zero page over data"}},
		{"panic or other", "PX", Verb{"panics or fails otherwise", "panic or fail otherwise"}},
	}
}

// KindOf returns what a name stands for.
func KindOf(name string) Kind {
	all := Kinds()
	if i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name }); i >= 0 {
		return all[i]
	}
	return all[len(all)-1]
}

// KindsOf returns what a verdict found, the one of the shortest schedule first
// and each once.
func KindsOf(v *results.Verdict) (found []Kind) {
	names := v.Kinds
	if v.Kind != "" || len(names) == 0 {
		names = append([]string{v.Kind}, names...)
	}
	for _, name := range names {
		if k := KindOf(name); !slices.Contains(found, k) {
			found = append(found, k)
		}
	}
	return found
}
