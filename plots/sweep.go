package plots

import (
	"slices"
	"strings"

	"daxwait/results"
)

// axisTitle names an axis.
func axisTitle(axis string) string {
	switch axis {
	case "pmd":
		return "share of touches by PMD"
	case "inval":
		return "share of operations that invalidate"
	case "cpus":
		return "virtual CPUs"
	case "hold":
		return "hold time"
	case "think":
		return "think time"
	}
	return strings.ReplaceAll(axis, "-", " ")
}

// samplesAre says what the samples of a group are.
func samplesAre(g results.Group) string {
	if g.Engine == "sim" {
		return "seeds, which strategies share"
	}
	return "windows"
}

// seedsOf is the most samples that a record has.
func seedsOf(records []*results.Record) (n int) {
	for _, r := range records {
		n = max(n, len(r.Samples))
	}
	return n
}

// varied says whether prices were varied.
func varied(records []*results.Record) string {
	if slices.ContainsFunc(records, func(r *results.Record) bool { return r.Variant != "" }) {
		return " Depends: another wins if that price of a wake is halved (*0.5) or doubled (*2)."
	}
	return " Prices were not varied."
}
