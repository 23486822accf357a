package words

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results/compare"
)

// Told says what a change is: by how much, or that it is even, one run, or not
// told apart, and between what.
func Told(c *compare.Change) string {
	switch c.Outcome {
	case compare.Same, compare.Busy, compare.TooFew, compare.Idle:
		return named(c.Outcome)
	case compare.Mixed:
		return "the mix moved: " + rolesMoved(c.Roles)
	case compare.Untold:
		return "not told apart" + between(c)
	case compare.Even:
		return strings.TrimSpace("even " + ShiftWithin(c.Ratio))
	}
	switch {
	case c.New.Value == 0:
		return "became 0 (from " + InMetric(c.Metric, c.Old.Value) + ")"
	case !c.Defined:
		return "became " + InMetric(c.Metric, c.New.Value) + " (from 0)"
	}
	return strings.TrimSpace(phrase.Change(c.Ratio.Value) + " " + ShiftWithin(c.Ratio))
}

// named is an outcome as it stands in a sentence.
func named(o compare.Outcome) string {
	switch o {
	case compare.Same:
		return "the same run"
	case compare.TooFew:
		return "too few windows to tell"
	case compare.Mixed:
		return "the mix moved"
	case compare.Busy:
		return "not told, as the machine was busy"
	}
	return string(o)
}

// between says in what bounds a change is.
func between(c *compare.Change) string {
	if !c.Defined || c.Ratio.Endless() {
		return ""
	}
	return ", between " + phrase.Change(c.Ratio.Lo) + " and " + phrase.Change(c.Ratio.Hi)
}

// rolesMoved says which role did more and which less.
func rolesMoved(roles []compare.RoleChange) string {
	var words []string
	for _, r := range roles {
		switch {
		case r.Outcome.Apart() && r.Defined:
			words = append(words, r.Role+" "+phrase.Change(r.Ratio.Value))
		case r.Outcome.Apart():
			words = append(words, r.Role+" from none")
		default:
			words = append(words, r.Role+" "+named(r.Outcome))
		}
	}
	return strings.Join(words, ", ")
}

// tallied says of how many changes what is told: in how many one is ahead, with
// the farthest, and what the others are.
func tallied(changes []compare.Change, ahead, behind, up, down string) string {
	of := map[compare.Outcome]int{}
	more, less := []*compare.Change{}, []*compare.Change{}
	var mixed *compare.Change
	lo, hi := 1.0, 1.0
	for i := range changes {
		c := &changes[i]
		of[c.Outcome]++
		switch {
		case c.Outcome == compare.Mixed && mixed == nil:
			mixed = c
		case c.Outcome == compare.Untold && c.Defined:
			lo, hi = min(lo, c.Ratio.Lo), max(hi, c.Ratio.Hi)
		case c.Clear() && c.New.Value > c.Old.Value:
			more = append(more, c)
		case c.Clear():
			less = append(less, c)
		}
	}
	if sameRuns(changes) {
		return fmt.Sprintf("the same run in %s: nothing there exercises what is different", inAll(len(changes)))
	}
	farthest := func(list []*compare.Change, reach string) string {
		far := slices.MaxFunc(list, compareFar)
		if len(list) == 1 || !far.Defined || far.New.Value == 0 { // became 0, or from 0
			reach = ""
		}
		return fmt.Sprintf("in %d (%s%s, %s)", len(list), reach, Told(far), far.Group.Pattern)
	}
	var words []string
	if len(more) != 0 {
		words = append(words, ahead+" "+farthest(more, up))
	}
	if len(less) != 0 {
		words = append(words, behind+" "+farthest(less, down))
	}
	if mixed != nil {
		words = append(words, fmt.Sprintf("the mix moved in %d (%s, %s)", of[compare.Mixed], rolesMoved(mixed.Roles), mixed.Group.Pattern))
	}
	if n := of[compare.Even]; n != 0 {
		words = append(words, fmt.Sprintf("even in %d", n))
	}
	if n := of[compare.Same]; n != 0 {
		words = append(words, fmt.Sprintf("the same run in %d", n))
	}
	if n := of[compare.Untold]; n != 0 {
		bounds := ""
		if lo < hi && !math.IsInf(hi, 1) {
			bounds = " (between " + phrase.Change(lo) + " and " + phrase.Change(hi) + ")"
		}
		words = append(words, fmt.Sprintf("not told apart in %d%s", n, bounds))
	}
	if n := of[compare.Busy]; n != 0 {
		words = append(words, fmt.Sprintf("not told in %d, as the machine was busy", n))
	}
	if n := of[compare.TooFew]; n != 0 {
		words = append(words, fmt.Sprintf("too few windows in %d", n))
	}
	return strings.Join(words, ", ")
}

// sameRuns reports whether all are one run under two names.
func sameRuns(changes []compare.Change) bool {
	return len(changes) != 0 && !slices.ContainsFunc(changes, func(c compare.Change) bool { return c.Outcome != compare.Same })
}

func inAll(n int) string {
	if n == 1 {
		return "the one pattern"
	}
	return fmt.Sprintf("all %d patterns", n)
}

// compareFar orders changes by how far they are from none.
func compareFar(a, b *compare.Change) int {
	far := func(c *compare.Change) float64 {
		if !c.Defined || c.Ratio.Value == 0 {
			return math.Inf(1)
		}
		return math.Abs(math.Log(c.Ratio.Value))
	}
	return cmp.Compare(far(a), far(b))
}
