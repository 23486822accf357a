package verdict

import (
	"fmt"
	"slices"

	"daxwait/results"
	"daxwait/results/compare"
	"daxwait/strategies"
)

// Standing is how the design compares with upstream in a case.
type Standing struct {
	// Ops is the change of throughput.
	Ops compare.Change
	// Tail and Wakeups are ratios of the tail of the wait and of wakeups, "-" where
	// there is none, "not observed" where the design reports none, with a question mark where they are not told apart.
	Tail, Wakeups string
	// Depends are the prices that turn the change round.
	Depends []string
}

// Counts reports whether one of the two is told to be ahead.
func (s *Standing) Counts() bool { return s.Ops.Clear() }

// Word says how the design stands: ahead, behind, or what else is told.
func (s *Standing) Word() string {
	switch s.Ops.Outcome {
	case compare.Better:
		return "ahead"
	case compare.Worse:
		return "behind"
	}
	return string(s.Ops.Outcome)
}

// Standings compare the design with upstream in each case, but where one of them
// hung.
func (v *Verdict) Standings() (all []Standing) {
	alive := slices.DeleteFunc(slices.Clone(v.Records), func(r *results.Record) bool { return ends(r) })
	against := func(metric string) []compare.Change {
		return compare.Compare(results.Base(alive), strategies.Baseline, results.MetricNamed(metric))
	}
	ops := against("ops/s")
	tails, wakeups := against("p99-wait-ns"), against("wakeups/op")
	flips := compare.Flips(ops, alive, strategies.Baseline, results.MetricNamed("ops/s"))
	for i, c := range ops {
		s := Standing{Ops: c, Tail: v.ratioIn(tails, c.Group, "p99-wait-ns"), Wakeups: v.ratioIn(wakeups, c.Group, "wakeups/op")}
		if s.Counts() {
			s.Depends = flips[i]
			if !v.varied(c.Group) {
				s.Depends = []string{"not tried"}
			}
		}
		all = append(all, s)
	}
	return all
}

// varied reports whether prices were, of a group.
func (v *Verdict) varied(g results.Group) bool {
	return slices.ContainsFunc(v.Records, func(r *results.Record) bool {
		of := r.Group()
		of.Variant = ""
		return r.Variant != "" && of == g
	})
}

// record is one of a group, which there is.
func (v *Verdict) record(g results.Group) *results.Record {
	return v.Records[slices.IndexFunc(v.Records, func(r *results.Record) bool { return r.Group() == g })]
}

// ratioIn is the ratio of a group in a metric, with a question mark where it is not
// clear; "not observed" where the design does not report what is counted.
func (v *Verdict) ratioIn(changes []compare.Change, g results.Group, metric string) string {
	for _, c := range changes {
		switch {
		case c.Group != g:
		case !c.Defined:
			return "-"
		case !c.Clear() && c.Outcome != compare.Even && c.Outcome != compare.Same:
			return fmt.Sprintf("×%.2f ?", c.Ratio.Value)
		default:
			return fmt.Sprintf("×%.2f", c.Ratio.Value)
		}
	}
	if slices.ContainsFunc(v.Records, func(r *results.Record) bool {
		return r.Group() == g && r.Strategy == v.Design.Name && r.Unseen(results.MetricNamed(metric))
	}) {
		return "not observed"
	}
	return "-"
}
