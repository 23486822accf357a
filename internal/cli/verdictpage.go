package cli

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/bench/policy"
	"daxwait/bench/space"
	"daxwait/internal/page"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/words"
	"daxwait/strategies"
)

// mostLosing is how many losing scenarios are named.
const mostLosing = 5

// write writes the page: safe or not, what it costs, what to run next.
func (j *judgement) write(p *page.Page) error {
	what := "code of its own"
	if j.design.New == nil {
		what = "upstream with " + policy.Describe(space.Canonical(j.design.Policy))
		if what == "upstream with upstream" {
			what = "upstream"
		}
	}
	p.Title(fmt.Sprintf("%s: %s", j.design.Name, what))
	if as := j.twins(); len(as) != 0 {
		p.Say("The same decisions as %s of the catalogue.", strings.Join(as, ", "))
	}
	p.Section(j.verdict())
	if len(j.cells) != 0 {
		j.safety(p)
	}
	j.sayUnsound(p)
	p.Section("Cost against " + strategies.Baseline + ", simulated")
	if err := j.cost(p); err != nil {
		return err
	}
	p.Section("Next")
	p.Block("sh", strings.Join(j.next(), "\n"))
	return nil
}

// twins are the other designs of the catalogue whose decisions come to the same.
func (j *judgement) twins() (names []string) {
	for _, s := range strategies.All() {
		if s.New == nil && j.design.New == nil && s.Name != j.design.Name && space.Same(s.Policy, j.design.Policy) {
			names = append(names, s.Name)
		}
	}
	return names
}

// verdict is the heading: one line that says it all.
func (j *judgement) verdict() string {
	switch {
	case len(j.losing()) != 0:
		return fmt.Sprintf("It loses: %s in %d of %s", j.losing()[0].verdict.Kind, len(j.losing()), phrase.Count(len(j.cells), "scenario"))
	case j.loses():
		return "It loses, in schedules beyond the search"
	case len(j.unsound) != 0:
		return fmt.Sprintf("No verdict in %d of %s", len(j.unsound), phrase.Count(len(j.unsound)+len(j.cells), "scenario"))
	case len(j.open()) != 0:
		return fmt.Sprintf("Not proved: %d of %s not searched to the end", len(j.open()), phrase.CountOf(len(j.cells), "scenario was", "scenarios were"))
	}
	return fmt.Sprintf("Safe within bounds: proved in %s", phrase.Count(len(j.cells), "scenario"))
}

// safety says what the search and random schedules found.
func (j *judgement) safety(p *page.Page) {
	losing := j.losing()
	tasks, operations := 0, 0
	for _, c := range j.cells {
		tasks, operations = max(tasks, c.verdict.Bounds.Tasks), max(operations, c.verdict.Bounds.Operations)
	}
	p.Say("The interleavings of %s were searched, of up to %s and %s, with the spurious wakeups, failed allocations and refusals that each names: %d proved, %d lose, %d incomplete.",
		phrase.Count(len(j.cells), "scenario"), phrase.Count(tasks, "task"), phrase.Count(operations, "operation"), len(j.cells)-len(losing)-len(j.open()), len(losing), len(j.open()))
	if len(losing) != 0 {
		c := losing[0]
		if columns, err := c.columns(); err == nil {
			var b strings.Builder
			words.WriteColumns(&b, columns)
			if !p.Markdown {
				b.WriteByte('\n')
			}
			p.Block("", b.String())
		}
		p.Say("To step through it:")
		p.Block("sh", j.replays(losing))
	}
	for _, c := range j.open() {
		p.Say("%s: not searched to the end (%s).", c.scenario.Name, c.verdict.Bounds.Hit)
	}
	j.findings(p)
	if len(j.lost) == 0 {
		p.Say("In %s %d random schedules each lost nothing, which is no proof.", phrase.Count(j.played, "scenario"), judgeSchedules)
	}
	for _, err := range j.lost {
		p.Say("Under random schedules: %v", err)
	}
}

// replays are the commands that replay the losing schedules.
func (j *judgement) replays(losing []*cell) string {
	var b strings.Builder
	for _, c := range losing[:min(len(losing), mostLosing)] {
		fmt.Fprintf(&b, "%s   # %s, %s\n", c.again(c.ticket), c.verdict.Kind, phrase.Count(c.verdict.Depth, "step"))
	}
	if n := len(losing) - mostLosing; n > 0 {
		fmt.Fprintf(&b, "# and in %s more\n", phrase.Count(n, "scenario"))
	}
	return b.String()
}

// findings tells what is no violation but worth knowing.
func (j *judgement) findings(p *page.Page) {
	var names []string
	in := map[string]int{}
	for _, c := range j.cells {
		for _, f := range c.verdict.Findings {
			if in[f]++; in[f] == 1 {
				names = append(names, f)
			}
		}
	}
	if len(names) == 0 {
		return
	}
	var words []string
	for _, n := range names {
		words = append(words, fmt.Sprintf("%s in %d", n, in[n]))
	}
	p.Say("Not wrong but worth knowing, by scenarios: %s (daxwait explain says what each is).", strings.Join(words, ", "))
}

// cost says where the design is ahead of upstream and where behind.
func (j *judgement) cost(p *page.Page) error {
	if j.without != "" {
		p.Say("None: %s.", j.without)
		return nil
	}
	if hung := j.hung(); len(hung) != 0 {
		p.Say("It hung in %s, and is not compared there.", strings.Join(hung, ", "))
	}
	standings := j.standings()
	if len(standings) == 0 {
		return nil
	}
	t := &phrase.Table{
		Head:  []string{"pattern", "hold", "tasks", "CPUs", "ops/s", strategies.Baseline, "change", "95 %", "", "p99 wait", "wakeups", "depends on"},
		Right: []bool{false, false, true, true, true, true, true},
	}
	ahead, behind := 0, 0
	for i := range standings {
		s := &standings[i]
		of := j.record(s.ops.Group)
		word := "even"
		if s.counts() {
			if word = "behind"; s.ops.Ratio.Value > 1 {
				word = "ahead"
				ahead++
			} else {
				behind++
			}
		}
		t.Rows = append(t.Rows, []string{
			s.ops.Group.Pattern, of.Hold, fmt.Sprint(of.Tasks), fmt.Sprint(s.ops.Group.VCPUs), fmt.Sprintf("%.0f", s.ops.New.Value), fmt.Sprintf("%.0f", s.ops.Old.Value),
			fmt.Sprintf("%+.1f %%", 100*(s.ops.Ratio.Value-1)), fmt.Sprintf("%+.1f to %+.1f", 100*(s.ops.Ratio.Lo-1), 100*(s.ops.Ratio.Hi-1)), word,
			s.tail, s.wakeups, strings.Join(s.depends, ", "),
		})
	}
	if err := p.Table(t); err != nil {
		return err
	}
	p.Say("Operations a second: ahead in %d of %s, behind in %d, even in %d (less than 1 %%, or not told apart: paired t-tests over seeds, 5 %% with Holm's correction). p99 wait and wakeups an operation are ratios to %s; ? is not told apart. Depends on: a price of a wake that, halved or doubled, turns it round; not tried with many tasks. On virtual CPUs, %s, cost profile %s: a prediction.",
		ahead, phrase.Count(len(standings), "case"), behind, len(standings)-ahead-behind, strategies.Baseline, j.windows(), j.plan.Sim.Profile.Name)
	return nil
}

// record is one of a group, which there is.
func (j *judgement) record(g results.Group) *results.Record {
	return j.records[slices.IndexFunc(j.records, func(r *results.Record) bool { return r.Group() == g })]
}

// next are commands that say more.
func (j *judgement) next() (commands []string) {
	design := "--strategy " + strategies.Baseline + "," + shellQuote(j.design.Name)
	alone := "--strategy " + shellQuote(j.design.Name)
	if j.file != "" {
		alone = "--policy " + shellQuote(j.file)
		design = "--strategy " + strategies.Baseline + " " + alone
	}
	if losing := j.losing(); len(losing) != 0 {
		commands = append(commands,
			"daxwait explain "+losing[0].verdict.Kind,
			"daxwait check "+alone+" --scenario "+losing[0].scenario.Name+" --plots plots/latest")
	}
	for _, c := range j.open() {
		commands = append(commands, fmt.Sprintf("daxwait check %s --scenario %s --max-states %d", alone, c.scenario.Name, 10*c.options.MaxStates))
	}
	if j.loses() || len(j.unsound) != 0 || j.design.Name == strategies.Baseline {
		return append(commands, "daxwait check "+alone+"   # all scenarios, a line for each")
	}
	return append(commands,
		"daxwait run "+design+" --sensitivity   # all patterns",
		"daxwait run "+design+" --pattern pte-same,pte-groups,mixed-pte --cpus 2,16,64 --tasks 64   # more CPUs",
		"daxwait run "+design+" --engine live --quick   # on goroutines")
}
