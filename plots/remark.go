package plots

import (
	"slices"

	"daxwait/results"
)

// kind is a kind of violation: its code in the matrix, and what a strategy
// does that has it, said of one and of many.
type kind struct {
	name, code string
	one, many  string
}

// kinds returns the kinds of violation, the last of which stands for all that
// are not known here.
func kinds() []kind {
	return []kind{
		{"lost wakeup", "LW", "loses a wakeup", "lose a wakeup"},
		{"lock cycle", "LC", "locks in a cycle", "lock in a cycle"},
		{"livelock", "LL", "livelocks", "livelock"},
		{"two holders", "2H", "lets two hold one index", "let two hold one index"},
		{"PMD over PTEs", "PO", "stores a PMD over PTEs", "store a PMD over PTEs"},
		{"unlock by non-holder", "NH", "unlocks what it does not hold", "unlock what they do not hold"},
		{"entry replaced while locked", "RL", "replaces a locked entry", "replace a locked entry"},
		{"lock left held", "LK", "leaves a lock held", "leave a lock held"},
		{"use after free", "UF", "uses a file after it was freed", "use a file after it was freed"},
		{"zero page over data", "ZD", "maps a zero page over data", "map a zero page over data"},
		{"panic or other", "PX", "panics or fails otherwise", "panic or fail otherwise"},
	}
}

// kindOf returns what a name stands for.
func kindOf(name string) kind {
	all := kinds()
	if i := slices.IndexFunc(all, func(k kind) bool { return k.name == name }); i >= 0 {
		return all[i]
	}
	return all[len(all)-1]
}

// kindsOf returns what a verdict found, the one of the shortest schedule first
// and each once.
func kindsOf(v *results.Verdict) (found []kind) {
	names := v.Kinds
	if v.Kind != "" || len(names) == 0 {
		names = append([]string{v.Kind}, names...)
	}
	for _, name := range names {
		if k := kindOf(name); !slices.Contains(found, k) {
			found = append(found, k)
		}
	}
	return found
}

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
