package answers

import (
	"cmp"
	"slices"
	"strings"

	"daxwait/results/compare"
)

// Fronts says which designs are on most of some fronts.
func Fronts(fronts []compare.Front) []Claim {
	var names []string
	on := map[string]int{}
	for i := range fronts {
		for k := range fronts[i].Members {
			name, own := fronts[i].Members[k].Name()
			if !own && !strings.Contains(name, "=") {
				continue // of designs that have nothing in common
			}
			if on[name]++; on[name] == 1 {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(on[b], on[a]) })
	c := Say("Of %v, on the front of throughput, tail and wakeups (no other is better in one without being worse in another): ", Number(len(fronts), "case"))
	const most = 5
	for i, n := range names[:min(most, len(names))] {
		p := Say("%v in %v", Name("design", n), Count("fronts", on[n]))
		if i > 0 {
			c.Text += ", "
		}
		c.Text += p.Text
		c.Facts = append(c.Facts, p.Facts...)
	}
	c.Text += "."
	return []Claim{c.With("medians over seeds; a hundredth counts as a difference; designs that did exactly the same count as one")}
}
