package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"daxwait/bench"
	"daxwait/daxcore/step"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/strategies"
)

// judgement is what was found out about a design.
type judgement struct {
	design *strategies.Strategy
	file   string // of a policy
	cells  []*cell
	// unsound are the cells without a verdict, whose search cannot be believed.
	unsound []*cell
	// lost are failures under random schedules, of which played scenarios had
	// some.
	lost   []error
	played int
	// records are those of the simulation; without is why there is none.
	records []*results.Record
	without string
	plan    *bench.Plan
}

// losing are the cells with a violation, those of fewest steps first.
func (j *judgement) losing() (cells []*cell) {
	for _, c := range j.cells {
		if c.verdict.Verdict == results.Violation {
			cells = append(cells, c)
		}
	}
	slices.SortStableFunc(cells, func(a, b *cell) int { return a.verdict.Depth - b.verdict.Depth })
	return cells
}

// open are the cells that were not searched to the end.
func (j *judgement) open() (cells []*cell) {
	for _, c := range j.cells {
		if c.verdict.Verdict == results.Incomplete {
			cells = append(cells, c)
		}
	}
	return cells
}

// hung are the patterns in which the design hung in the simulation.
func (j *judgement) hung() (patterns []string) {
	for _, r := range results.Base(j.records) {
		if r.Strategy == j.design.Name && r.Hung() {
			patterns = append(patterns, r.Pattern)
		}
	}
	return patterns
}

// loses reports whether anything shows that the design is not safe.
func (j *judgement) loses() bool {
	return len(j.losing()) != 0 || len(j.lost) != 0 || len(j.hung()) != 0
}

// outcome is the error that gives the exit code.
func (j *judgement) outcome() error {
	switch {
	case j.loses():
		return fmt.Errorf("%s is not safe", j.design.Name)
	case len(j.unsound) != 0:
		return j.noVerdict()
	case len(j.open()) != 0:
		return coded{fmt.Errorf("%s is not proved: %d of %s INCOMPLETE", j.design.Name, len(j.open()), phrase.CountOf(len(j.cells), "verdict is", "verdicts are")), Incomplete}
	}
	return nil
}

// hangsOnly are the violations with which a design can still be simulated: all
// that ends is the progress of some tasks.
func hangsOnly() []string {
	return []string{step.LostWakeup.String(), step.LockCycle.String(), step.Livelock.String()}
}

// crowd is the number of tasks, each with a CPU, in a crowd: what a design does to
// eight tasks on two says little of it. crowdPatterns have one entry, and one
// chunk, to fight about; prices are not varied there, which would take a minute.
const (
	crowd         = "64"
	crowdPatterns = "pte-same,pte-groups"
)

// simulate runs the design beside upstream. The results are kept in a folder if
// the options name one.
func (j *judgement) simulate(ctx context.Context, stderr io.Writer, to JudgeOptions) error {
	if j.design.Name == strategies.Baseline {
		j.without = "it is upstream, which designs are compared with"
		return nil
	}
	if len(j.unsound) != 0 {
		j.without = "a design without a verdict is not compared"
		return nil
	}
	for _, c := range j.losing() {
		for _, kind := range c.verdict.Kinds {
			if !slices.Contains(hangsOnly(), kind) {
				j.without = fmt.Sprintf("figures of a design that breaks more than its own progress (%s in %s) mean nothing", kind, c.scenario.Name)
				return nil
			}
		}
	}
	o := usual()
	o.Strategies = strategies.Baseline
	o.hurry()
	var err error
	if j.plan, err = o.plan(); err != nil {
		return err
	}
	j.plan.Window = to.Window
	j.plan.Strategies = append(j.plan.Strategies, j.design)
	groups, err := j.plan.Groups()
	if err != nil {
		return err
	}
	o.Patterns, o.CPUs, o.Tasks, o.Sensitivity = crowdPatterns, crowd, crowd, false
	crowded, err := o.plan()
	if err != nil {
		return err
	}
	crowded.Window, crowded.Strategies = j.plan.Window, j.plan.Strategies
	more, err := crowded.Groups()
	if err != nil {
		return err
	}
	groups = append(groups, more...)
	dir := to.Out
	if dir == "" {
		if dir, err = os.MkdirTemp("", "daxwait-judge-"); err != nil {
			return err
		}
		defer os.RemoveAll(dir)
	}
	manifest, err := j.plan.Manifest(groups, bench.Shard{Index: 1, Of: 1})
	if err != nil {
		return err
	}
	log, err := begin(dir, manifest, false, nil)
	if err != nil {
		return err
	}
	bar := windows(ctx, stderr, j.plan, groups)
	j.records, err = j.plan.Run(ctx, groups, log, bar.Done)
	bar.End()
	if ctx.Err() != nil && to.Out != "" && len(j.records) != 0 {
		err = interruption(fmt.Sprintf("%s of the simulation kept in %s, nothing else; to judge again begins anew", phrase.CountOf(len(j.records), "case is", "cases are"), to.Out))
	}
	return errors.Join(err, log.Close())
}

// standing is how the design compares with upstream in a pattern.
type standing struct {
	ops compare.Change
	// tail and wakeups are ratios of the tail of the wait and of wakeups.
	tail, wakeups string
	// depends are the prices that turn the change round.
	depends []string
}

// counts reports whether the change is clear and large enough.
func (s *standing) counts() bool {
	r := s.ops.Ratio.Value
	return s.ops.Clear && s.ops.Defined && max(r, 1/r) >= 1.01
}

// standings compare the design with upstream in each pattern, but where one of
// them hung.
func (j *judgement) standings() (all []standing) {
	alive := slices.DeleteFunc(slices.Clone(j.records), func(r *results.Record) bool { return r.Hung() })
	comparing := func(metric string) []compare.Change {
		return compare.Compare(results.Base(alive), strategies.Baseline, results.MetricNamed(metric))
	}
	ops := comparing("ops/s")
	tails, wakeups := comparing("p99-wait-ns"), comparing("wakeups/op")
	flips := compare.Flips(ops, alive, strategies.Baseline, results.MetricNamed("ops/s"))
	for i, c := range ops {
		s := standing{ops: c, tail: ratioIn(tails, c.Group), wakeups: ratioIn(wakeups, c.Group)}
		if s.counts() {
			s.depends = flips[i]
			if !j.varied(c.Group) {
				s.depends = []string{"not tried"}
			}
		}
		all = append(all, s)
	}
	return all
}

// varied reports whether prices were, of a group.
func (j *judgement) varied(g results.Group) bool {
	return slices.ContainsFunc(j.records, func(r *results.Record) bool {
		of := r.Group()
		of.Variant = ""
		return r.Variant != "" && of == g
	})
}

// ratioIn is the ratio of a group, with a question mark where it is not clear.
func ratioIn(changes []compare.Change, g results.Group) string {
	for _, c := range changes {
		switch {
		case c.Group != g:
		case !c.Defined:
			return "-"
		case !c.Clear:
			return fmt.Sprintf("×%.2f ?", c.Ratio.Value)
		default:
			return fmt.Sprintf("×%.2f", c.Ratio.Value)
		}
	}
	return "-"
}

// windows says how long it was simulated.
func (j *judgement) windows() string {
	return fmt.Sprintf("%d windows of %v", j.plan.Windows, j.plan.Window)
}
