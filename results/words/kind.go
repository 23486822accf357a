package words

import (
	"slices"

	"daxwait/results"
)

// Kind is a kind of violation, its code of two letters, and what a strategy does
// that has it.
type Kind struct {
	Name, Code string
	Verb
}

// Kinds returns the kinds of violation, the last of which stands for all that
// are not known here.
func Kinds() []Kind {
	return []Kind{
		{"lost wakeup", "LW", Verb{"loses a wakeup", "lose a wakeup"}},
		{"lock cycle", "LC", Verb{"locks in a cycle", "lock in a cycle"}},
		{"livelock", "LL", Verb{"livelocks", "livelock"}},
		{"two holders", "2H", Verb{"lets two hold one index", "let two hold one index"}},
		{"PMD over PTEs", "PO", Verb{"stores a PMD over PTEs", "store a PMD over PTEs"}},
		{"unlock by non-holder", "NH", Verb{"unlocks what it does not hold", "unlock what they do not hold"}},
		{"entry replaced while locked", "RL", Verb{"replaces a locked entry", "replace a locked entry"}},
		{"lock left held", "LK", Verb{"leaves a lock held", "leave a lock held"}},
		{"use after free", "UF", Verb{"uses a file after it was freed", "use a file after it was freed"}},
		{"zero page over data", "ZD", Verb{"maps a zero page over data", "map a zero page over data"}},
		{"panic or other", "PX", Verb{"panics or fails otherwise", "panic or fail otherwise"}},
	}
}

// KindOf returns what a name stands for.
func KindOf(name string) Kind {
	all := Kinds()
	if i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name }); i >= 0 {
		return all[i]
	}
	return all[len(all)-1]
}

// KindsOf returns what a verdict found, the one of the shortest schedule first
// and each once.
func KindsOf(v *results.Verdict) (found []Kind) {
	names := v.Kinds
	if v.Kind != "" || len(names) == 0 {
		names = append([]string{v.Kind}, names...)
	}
	for _, name := range names {
		if k := KindOf(name); !slices.Contains(found, k) {
			found = append(found, k)
		}
	}
	return found
}
