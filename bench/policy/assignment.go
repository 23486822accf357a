package policy

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
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
		return fmt.Errorf("there is no decision %q%s; there are %s", key, suggestion(key, known), strings.Join(known, ", "))
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
		return fmt.Errorf("%s cannot be %q%s; it can be %s", key, word, suggestion(word, d.Values), strings.Join(d.Values, ", "))
	}
	*p = d.With(*p, i)
	return nil
}

// suggestion returns a question for the known word nearest to one that is
// not, or nothing if none is near.
func suggestion(word string, known []string) string {
	best, least := "", max(2, len(word)/3)+1
	for _, k := range known {
		if n := distance(word, k); n < least {
			best, least = k, n
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// distance counts the letters to insert, delete or replace to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
