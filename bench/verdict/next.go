package verdict

import (
	"fmt"
	"strconv"

	"daxwait/bench/check"
	"daxwait/internal/command"
	"daxwait/strategies"
)

// Next are commands that say more.
func (v *Verdict) Next() (all []command.Command) {
	add := func(note string, c command.Command) { all = append(all, c.Noting(note)) }
	alone := []string{"--strategy", v.Design.Name}
	beside := []string{"--strategy", strategies.Baseline + "," + v.Design.Name}
	if v.Design.File != "" {
		alone = []string{"--policy", v.Design.File}
		beside = append([]string{"--strategy", strategies.Baseline}, alone...)
	}
	run, search := command.Of("run", beside...), command.Of("check", alone...)
	if losing := v.Losing(); len(losing) != 0 {
		add("", command.Parse("explain "+losing[0].Verdict.Kind))
		add("", search.Flag("scenario", losing[0].Scenario.Name).Flag("plots", "plots/latest"))
	}
	for _, c := range v.Open() {
		if c.Verdict.Bounds.Hit == check.Interrupted {
			continue
		}
		add("", search.Flag("scenario", c.Scenario.Name).Flag("max-states", strconv.Itoa(10*c.Options.MaxStates)))
	}
	if v.Loses() || len(v.Unsound) != 0 || v.Design.Name == strategies.Baseline {
		add("all scenarios, a line for each", search)
		return all
	}
	add("all patterns", run.With("--sensitivity"))
	add("more CPUs", run.Flag("pattern", "pte-same,pte-groups,mixed-pte").Flag("cpus", "2,16,64").Flag("tasks", "64"))
	add("on goroutines", run.Flag("engine", "live").With("--quick"))
	return all
}

// says tells of a loss.
func (l *Loss) says(program string) string {
	if l.Ticket.Strategy == "" {
		return fmt.Sprintf("%d of %d have no end", l.Endless, l.Schedules)
	}
	return fmt.Sprintf("one is a %v: %s", l.Kind, l.Cell.Replay(l.Ticket).Spell(program))
}

// contradiction is the error of a scenario that is proved and lost.
func contradiction(l *Loss) error {
	c := l.Cell
	lost := fmt.Sprintf("%d of %d have no end", l.Endless, l.Schedules)
	if l.Ticket.Strategy != "" {
		lost = fmt.Sprintf("one is a %v, %v", l.Kind, l.Ticket)
	}
	return command.Advise(fmt.Errorf("%s in %s: search and schedules contradict each other: it is proved, and of random schedules within the same bounds %s; the design keeps state that the search does not see, or its labels do not tell all",
		c.Strategy.Name, c.Scenario.Name, lost), "see %s", command.Parse("explain labels that do not tell all"))
}
