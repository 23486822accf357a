package results

import "slices"

// Base returns the records under the prices of their profiles, without those
// that vary a price.
func Base(records []*Record) (base []*Record) {
	for _, r := range records {
		if r.Variant == "" {
			base = append(base, r)
		}
	}
	return base
}

// variants returns the names of the prices that records vary, in the order of
// first appearance.
func Variants(records []*Record) (names []string) {
	for _, r := range records {
		if r.Variant != "" && !slices.Contains(names, r.Variant) {
			names = append(names, r.Variant)
		}
	}
	return names
}

// under returns the records of a variant as if they were the base's.
func under(records []*Record, variant string) (found []*Record) {
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
func depend(leads []Lead, records []*Record, m *Metric) {
	for _, v := range Variants(records) {
		for _, other := range leadersOf(under(records, v), m) {
			for i := range leads {
				l := &leads[i]
				if l.Group == other.Group && len(l.Best) != 0 && len(other.Best) != 0 &&
					!slices.ContainsFunc(l.Best, func(s string) bool { return slices.Contains(other.Best, s) }) {
					l.Depends = append(l.Depends, v)
				}
			}
		}
	}
}

// Flips returns, for each change, under which variants the strategy is clearly
// on the other side of the baseline.
func Flips(changes []Change, records []*Record, baseline string, m *Metric) [][]string {
	flips := make([][]string, len(changes))
	for _, v := range Variants(records) {
		for _, o := range Compare(under(records, v), baseline, m) {
			for i, c := range changes {
				if c.Group == o.Group && c.Strategy == o.Strategy && c.Clear && o.Clear && c.Defined && o.Defined &&
					(c.Ratio.Value > 1) != (o.Ratio.Value > 1) {
					flips[i] = append(flips[i], v)
				}
			}
		}
	}
	return flips
}
