package policy

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/internal/nearest"
)

// Set decides one thing in p, as "key=base" says. If it returns an error, p is
// as it was.
func Set(p *daxcore.Policy, assignment string) error {
	key, word, ok := strings.Cut(assignment, "=")
	if !ok {
		return fmt.Errorf("%q is no decision: want key=value, such as key=base", assignment)
	}
	key = strings.TrimSpace(key)
	if known := keys(); !slices.Contains(known, key) {
		return nearest.Unknown("decision", key, known, "daxwait list decisions")
	}
	return decide(p, key, strings.TrimSpace(word))
}

// keys returns the keys of all decisions.
func keys() []string {
	var keys []string
	for _, d := range Decisions() {
		keys = append(keys, d.Key)
	}
	return keys
}

// decide sets the decision of a known key.
func decide(p *daxcore.Policy, key, word string) error {
	all := Decisions()
	d := all[slices.IndexFunc(all, func(d Decision) bool { return d.Key == key })]
	i := slices.Index(d.Values, word)
	if i < 0 {
		return fmt.Errorf("%s cannot be %q%s; it can be %s", key, word, nearest.Question(word, d.Values), strings.Join(d.Values, ", "))
	}
	*p = d.With(*p, i)
	return nil
}
