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
