package plots

import (
	"slices"

	"daxwait/results"
)

// remark is a finding that is no violation, and its letter in the matrix.
type remark struct{ name, letter, says string }

// remarks returns the findings in the order of their letters in a cell, the
// last of which stands for all that are not known here.
func remarks() []remark {
	return []remark{
		{"stranded", "s", "stranded"},
		{"false-sharing stall", "f", "false-sharing stall"},
		{"herd", "h", "herd"},
		{"immediate fallback", "b", "immediate fallback"},
		{"skipped", "k", "skipped a locked entry"},
		{"", "o", "another finding"},
	}
}

// remarksOf returns the findings of a verdict, each once.
func remarksOf(v *results.Verdict) (found []remark) {
	all := remarks()
	met := make([]bool, len(all))
	for _, name := range v.Findings {
		i := slices.IndexFunc(all, func(r remark) bool { return r.name == name })
		if i < 0 {
			i = len(all) - 1
		}
		met[i] = true
	}
	for i, r := range all {
		if met[i] {
			found = append(found, r)
		}
	}
	return found
}
