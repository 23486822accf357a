package plots

import (
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"daxwait/plots/internal/ink"
	"daxwait/results"
)

// unfinishedSign stands where a design did not come back from a case: it panicked, does
// not yield, or was not run.
const unfinishedSign = "‡"

// unfinished is how a design did not come back at a place, with the sign; empty if it did.
func (s *stats) unfinished(g results.Group, strategy string) string {
	if r := s.at[place{g, strategy}]; r != nil && r.Broken != nil {
		return unfinishedSign + " " + r.Broken.Outcome
	}
	return ""
}

// unfinishedKeys is the legend of the sign where one of some groups has it.
func (s *stats) unfinishedKeys(groups []results.Group) []ink.Key {
	some := s.with(groups, func(g results.Group, name string) bool { return s.unfinished(g, name) != "" })
	return keyIf(len(some) != 0)
}

// unfinishedOf is that of records.
func unfinishedOf(records []*results.Record) []ink.Key {
	return keyIf(slices.ContainsFunc(records, func(r *results.Record) bool { return r != nil && r.Broken != nil }))
}

func keyIf(any bool) []ink.Key {
	if !any {
		return nil
	}
	return []ink.Key{{Label: "the design did not finish: nothing is measured", Width: 8, Sign: func(c draw.Canvas, left vg.Point) {
		ink.Bold(ink.HeadSize, ink.Alarm).Level(c, left.X+4, left.Y, 0.5, unfinishedSign)
	}}}
}
