package results

import (
	"slices"
	"strings"

	"daxwait/internal/distinct"
)

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
func Variants(records []*Record) []string {
	var names distinct.List[string]
	for _, r := range records {
		if r.Variant != "" {
			names.At(r.Variant)
		}
	}
	return names.All()
}

// HowVaried says how the prices of variants differ from those of their profile.
func HowVaried(names []string) string {
	scaled := slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, "*") })
	ends := slices.ContainsFunc(names, func(n string) bool { return strings.Contains(n, "=") })
	switch {
	case scaled && ends:
		return "halved or doubled, or at an end of its range where that is known"
	case ends:
		return "at an end of its range"
	}
	return "halved or doubled"
}
