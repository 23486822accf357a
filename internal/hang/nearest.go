package hang

import (
	"path"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/command"
	"daxwait/strategies"
)

// show finds the scenario that is nearest to the tasks of the text, of those in which
// a design of the kernel is lost by the first suspect.
func (a *Answer) show(p *pile) {
	if len(a.Suspects) == 0 {
		return
	}
	c := a.Suspects[0].bug.End()
	design := a.Design
	if !slices.Contains(c.Of, design) {
		design = c.Of[len(c.Of)-1] // of kernels that have it
	}
	if sc := nearest(c, design, p); sc != nil {
		a.Scenario, a.Losing = sc.Name, design
		a.Next = append(a.Next, command.Of("check").Flag("strategy", design+","+Upstream()).Flag("scenario", path.Base(sc.Name)))
	}
}

// Upstream is the design of the newest kernel that is known.
func Upstream() string {
	all := strategies.Kernels()
	return all[len(all)-1].Strategy
}

// crowd is how many tasks do what.
type crowd [5]int

// crowdOf counts the operations of a scenario's tasks.
func crowdOf(sc *daxtest.Scenario) (c crowd) {
	for op := range strings.FieldsFuncSeq(sc.TaskText(), func(r rune) bool { return r == ';' }) {
		switch op = strings.TrimSpace(op); {
		case strings.HasPrefix(op, "F(9"):
			c[1]++
		case strings.HasPrefix(op, "F("), strings.HasPrefix(op, "P("), strings.HasPrefix(op, "G("):
			c[0]++
		case strings.HasPrefix(op, "I("), strings.HasPrefix(op, "R("):
			c[2]++
		case strings.HasPrefix(op, "S("), strings.HasPrefix(op, "D("):
			c[3]++
		case strings.HasPrefix(op, "L("):
			c[4]++
		}
	}
	return c
}

// crowd counts the tasks that wait for entries.
func (p *pile) crowd() (c crowd) {
	for _, s := range p.waits {
		switch {
		case s.Role == strategies.Fault && s.Size == "PMD":
			c[1]++
		case s.Role == strategies.Fault:
			c[0]++
		case s.Role == strategies.Removal:
			c[2]++
		case s.Role == strategies.Scan || s.Role == strategies.ScanOrRemoval:
			c[3]++
		case s.Role == strategies.PageLock:
			c[4]++
		}
	}
	for i := range c {
		c[i] = min(c[i], 3)
	}
	return c
}

// nearest is the scenario, of those that a commit ends, in which a design loses and
// that lacks the fewest of the tasks that wait; of these the one with the fewest
// tasks, in the order in which the commit names them.
func nearest(c strategies.Commit, design string, p *pile) (best *daxtest.Scenario) {
	want, least := p.crowd(), 0
	all := daxtest.Scenarios()
	for _, name := range c.Ends {
		i := slices.IndexFunc(all, func(sc *daxtest.Scenario) bool { return path.Base(sc.Name) == name })
		if i < 0 || !slices.Contains(all[i].Expected(design), step.LostWakeup) {
			continue
		}
		far := len(all[i].Tasks)
		for kind, n := range crowdOf(all[i]) {
			far += 10 * max(0, want[kind]-n)
		}
		if best == nil || far < least {
			best, least = all[i], far
		}
	}
	return best
}

// Text is a scenario as a file has it, without its transcripts: what check --scenario
// FILE runs.
func Text(sc *daxtest.Scenario) string {
	text, _, _ := strings.Cut(sc.Source, "\nschedule:")
	return strings.TrimRight(text, "\n") + "\n"
}
