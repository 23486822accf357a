package compare

import (
	"slices"

	"daxwait/internal/distinct"
	"daxwait/results"
)

// under returns the records of a variant as if they were the base's.
func under(records []*results.Record, variant string) (found []*results.Record) {
	for _, r := range records {
		if r.Variant == variant {
			c := *r
			c.Variant = ""
			found = append(found, &c)
		}
	}
	return found
}

// depend says of each lead under which variants none of those who lead does.
func depend(leads []Lead, records []*results.Record, m *results.Metric) {
	var met distinct.List[results.Group]
	for i := range leads {
		met.At(leads[i].Group)
	}
	for _, v := range results.Variants(records) {
		for _, other := range leadersOf(under(records, v), m) {
			i := met.Index(other.Group)
			if i < 0 {
				continue
			}
			if l := &leads[i]; len(l.Best) != 0 && len(other.Best) != 0 &&
				!slices.ContainsFunc(l.Best, func(s string) bool { return slices.Contains(other.Best, s) }) {
				l.Depends = append(l.Depends, v)
			}
		}
	}
}

// Flips returns, for each change, under which variants the strategy is clearly
// on the other side of the baseline.
func Flips(changes []Change, records []*results.Record, baseline string, m *results.Metric) [][]string {
	flips := make([][]string, len(changes))
	var met distinct.List[results.Case]
	for i := range changes {
		met.At(changes[i].Case())
	}
	for _, v := range results.Variants(records) {
		for _, o := range Compare(under(records, v), baseline, m) {
			i := met.Index(o.Case())
			if i < 0 {
				continue
			}
			if c := &changes[i]; c.Clear() && o.Clear() && c.Defined && o.Defined && (c.Ratio.Value > 1) != (o.Ratio.Value > 1) {
				flips[i] = append(flips[i], v)
			}
		}
	}
	return flips
}
