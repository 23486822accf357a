package verdict

import (
	"errors"
	"fmt"
	"strings"

	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/command"
	"daxwait/internal/contain"
	"daxwait/internal/page"
	"daxwait/internal/phrase"
	"daxwait/internal/space"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/results/words"
	"daxwait/strategies"
)

// mostLosing is how many losing scenarios are named.
const mostLosing = 5

// Write writes a page: safe or not, what it costs, what to run next. Program is
// what commands begin with.
func (v *Verdict) Write(p *page.Page, program string) error {
	what := "code of its own"
	if v.Design.New == nil {
		what = "upstream with " + policy.Describe(space.Canonical(v.Design.Policy))
		if what == "upstream with upstream" {
			what = "upstream"
		}
	}
	p.Title(fmt.Sprintf("%s: %s", v.Design.Name, what))
	if as := v.twins(); len(as) != 0 {
		p.Say("The same decisions as %s of the catalogue.", strings.Join(as, ", "))
	}
	p.Section(v.verdict())
	if len(v.Cells) != 0 {
		v.safety(p, program)
	}
	v.sayUnsound(p)
	p.Section("Cost against " + strategies.Baseline + ", simulated")
	if err := v.cost(p); err != nil {
		return err
	}
	p.Section("Next")
	p.Block("sh", strings.Join(command.SpellAll(program, v.Next()), "\n"))
	return nil
}

// twins are the other designs of the catalogue whose decisions come to the same.
func (v *Verdict) twins() (names []string) {
	for _, s := range strategies.All() {
		if s.New == nil && v.Design.New == nil && s.Name != v.Design.Name && space.Same(s.Policy, v.Design.Policy) {
			names = append(names, s.Name)
		}
	}
	return names
}

// verdict is the heading: one line that says it all.
func (v *Verdict) verdict() string {
	switch {
	case len(v.Losing()) != 0:
		return fmt.Sprintf("It loses: %s in %d of %s", v.Losing()[0].Verdict.Kind, len(v.Losing()), phrase.Count(v.scenarios(), "scenario"))
	case len(v.Broken()) != 0:
		return "It does not finish: it " + v.Broken()[0].Broken.Text
	case v.Loses():
		return "It loses, in schedules beyond the search"
	case len(v.Unsound) != 0:
		return fmt.Sprintf("No verdict in %d of %s", len(v.Unsound), phrase.Count(v.scenarios(), "scenario"))
	case len(v.Open()) != 0:
		return fmt.Sprintf("Not proved: %d of %s not searched to the end", len(v.Open()), phrase.CountOf(v.scenarios(), "scenario was", "scenarios were"))
	}
	return fmt.Sprintf("Safe within bounds: proved in %s", phrase.Count(len(v.Cells), "scenario"))
}

// safety says what the search and random schedules found.
func (v *Verdict) safety(p *page.Page, program string) {
	losing := v.Losing()
	searched := phrase.Count(v.scenarios(), "scenario")
	if len(v.Unsound) != 0 {
		searched = fmt.Sprintf("%d of %s", len(v.Cells), searched)
	}
	tasks, operations := 0, 0
	for _, c := range v.Cells {
		tasks, operations = max(tasks, c.Verdict.Bounds.Tasks), max(operations, c.Verdict.Bounds.Operations)
	}
	p.Say("The interleavings of %s were searched, of up to %s and %s, with the spurious wakeups, failed allocations and refusals that each names: %d proved, %d lose, %d incomplete.",
		searched, phrase.Count(tasks, "task"), phrase.Count(operations, "operation"), len(v.Cells)-len(losing)-len(v.Open()), len(losing), len(v.Open()))
	if n := len(daxtest.Scenarios()) - v.scenarios(); n != 0 {
		p.Say("%s left out, in which every design must fail.", phrase.CountOf(n, "more scenario is", "more scenarios are"))
	}
	if len(losing) != 0 {
		c := losing[0]
		if columns, err := c.Columns(); err == nil {
			var b strings.Builder
			words.WriteColumns(&b, columns)
			if !p.Markdown {
				b.WriteByte('\n')
			}
			p.Block("", b.String())
		}
		p.Say("To step through it:")
		p.Block("sh", replays(losing, program))
	}
	for _, c := range v.Open() {
		p.Say("%s: not searched to the end (%s).", c.Scenario.Name, c.Verdict.Bounds.Hit)
	}
	v.findings(p, program)
	if len(v.Lost) == 0 {
		p.Say("In %s %d random schedules each lost nothing, which is no proof.", phrase.Count(v.Played, "scenario"), v.Schedules)
	}
	for i := range v.Lost {
		l := &v.Lost[i]
		p.Say("Under random schedules: %s: %s", l.Cell.Scenario.Name, l.says(program))
	}
}

// replays are the commands that replay the losing schedules.
func replays(losing []*check.Cell, program string) string {
	var b strings.Builder
	for _, c := range losing[:min(len(losing), mostLosing)] {
		fmt.Fprintf(&b, "%s   # %s, %s\n", c.Replay(c.Ticket).Spell(program), c.Verdict.Kind, phrase.Count(c.Verdict.Depth, "step"))
	}
	if n := len(losing) - mostLosing; n > 0 {
		fmt.Fprintf(&b, "# and in %s more\n", phrase.Count(n, "scenario"))
	}
	return b.String()
}

// findings tells what is no violation but worth knowing.
func (v *Verdict) findings(p *page.Page, program string) {
	var names []string
	in := map[string]int{}
	for _, c := range v.Cells {
		for _, f := range c.Verdict.Findings {
			if in[f]++; in[f] == 1 {
				names = append(names, f)
			}
		}
	}
	if len(names) == 0 {
		return
	}
	var found []string
	for _, n := range names {
		found = append(found, fmt.Sprintf("%s in %d", n, in[n]))
	}
	p.Say("Not wrong but worth knowing, by scenarios: %s (%s says what each is).", strings.Join(found, ", "), command.Of("explain").Spell(program))
}

// cost says where the design is ahead of upstream and where behind.
func (v *Verdict) cost(p *page.Page) error {
	if v.Without != "" {
		p.Say("None: %s.", v.Without)
		return nil
	}
	if hung := v.Hung(); len(hung) != 0 {
		p.Say("It hung in %s, and is not compared there.", strings.Join(hung, ", "))
	}
	for _, sentence := range results.DidNotFinish(v.Records) {
		p.Say("%s", sentence)
	}
	if n := v.Unpaid(); n != 0 {
		p.Say("It breaks a rule: %d sleeps and wakes of the simulation were not paid for (task.Recheck after a sleep, task.WakeOne before a wake), though each of the search was. These figures are worth nothing.", n)
	}
	standings := v.Standings()
	if len(standings) == 0 {
		return nil
	}
	t := &phrase.Table{
		Head:  []string{"pattern", "hold", "tasks", "CPUs", "ops/s", strategies.Baseline, "change", "95 %", "", "p99 wait", "wakeups", "depends on"},
		Right: []bool{false, false, true, true, true, true, true},
	}
	var cpus []int
	count, cases := map[int]map[string]int{}, map[int]int{}
	for i := range standings {
		s := &standings[i]
		of := v.record(s.Ops.Group)
		at := s.Ops.Group.VCPUs
		if count[at] == nil {
			cpus, count[at] = append(cpus, at), map[string]int{}
		}
		count[at][s.Word()]++
		cases[at]++
		t.Rows = append(t.Rows, []string{
			s.Ops.Group.Pattern, of.Hold, fmt.Sprint(of.Tasks), fmt.Sprint(s.Ops.Group.VCPUs), fmt.Sprintf("%.0f", s.Ops.New.Value), fmt.Sprintf("%.0f", s.Ops.Old.Value),
			phrase.Change(s.Ops.Ratio.Value), phrase.Bounds(s.Ops.Ratio.Lo, s.Ops.Ratio.Hi, phrase.Change), s.Word(),
			s.Tail, s.Wakeups, strings.Join(s.Depends, ", "),
		})
	}
	if err := p.Table(t); err != nil {
		return err
	}
	for _, n := range cpus {
		words := []string{fmt.Sprintf("ahead in %d", count[n]["ahead"]), fmt.Sprintf("behind in %d", count[n]["behind"])}
		for _, o := range []compare.Outcome{compare.Mixed, compare.Even, compare.Same, compare.Untold, compare.TooFew} {
			if k := count[n][string(o)]; k != 0 {
				words = append(words, fmt.Sprintf("%s in %d", o, k))
			}
		}
		p.Say("Operations a second on %s, of %s: %s.", phrase.Count(n, "CPU"), phrase.Count(cases[n], "case"), strings.Join(words, ", "))
	}
	p.Say("Even: all of the interval is within %s; same run: equal in all that was measured, seed by seed (paired t-tests over seeds, 5 %% with Holm's correction, as the intervals). p99 wait and wakeups an operation are ratios to %s; ? is not told apart. Depends on: a price of a wake that, halved or doubled, turns it round; not tried with many tasks. On virtual CPUs, %s, cost profile %s, closed loop: a prediction.",
		phrase.Share(compare.Negligible), strategies.Baseline, fmt.Sprintf("%d windows of %v", v.plan.Windows, v.plan.Window), v.plan.Sim.Profile.Name)
	return nil
}

// sayUnsound says why there are scenarios without a verdict, each reason once.
func (v *Verdict) sayUnsound(p *page.Page) {
	if len(v.Unsound) == 0 {
		return
	}
	p.Say("No verdict in %s, such as:", phrase.Count(len(v.Unsound), "scenario"))
	for _, c := range v.Unsound[:min(len(v.Unsound), mostLosing)] {
		p.Say("%v", c.Err)
		if errors.As(c.Err, new(*daxtest.Spins)) || errors.As(c.Err, new(*contain.Broken)) || errors.As(c.Err, new(*check.HiddenState)) {
			break // the others have none for the same reason
		}
	}
}
