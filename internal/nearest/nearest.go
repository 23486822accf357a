// Package nearest says which known names somebody may have meant by a word that
// is none.
package nearest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/command"
)

// most is how many names are offered at most.
const most = 3

// Unknown is the error of a word that is not among the names of a kind. Lists is
// the command that lists them, which is advised; without one they follow in full.
func Unknown(kind, word string, known []string, lists command.Command) error {
	if lists.None() {
		return fmt.Errorf("there is no %s %q%s; there are %s", kind, word, Question(word, known), strings.Join(known, ", "))
	}
	return command.Advise(fmt.Errorf("there is no %s %q%s", kind, word, Question(word, known)), "%s names all", lists)
}

// Question asks for the names nearest to a word; it is empty if none is near.
func Question(word string, known []string) string {
	names := Names(word, known)
	for i, n := range names {
		names[i] = fmt.Sprintf("%q", n)
	}
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return " (did you mean " + names[0] + "?)"
	default:
		return " (did you mean " + strings.Join(names[:n-1], ", ") + " or " + names[n-1] + "?)"
	}
}

// Names returns the known names nearest to a word, the nearest first: a third of
// the letters may be wrong, and one more than of the nearest.
func Names(word string, known []string) []string {
	type candidate struct {
		name  string
		wrong int
	}
	var all []candidate
	may := max(1, (len(word)+1)/3)
	for _, name := range known {
		if len(word) > len(name)+may {
			continue // so much is to delete from it
		}
		if n := wrong(strings.ToLower(word), strings.ToLower(name)); n <= may {
			all = append(all, candidate{name, n})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.wrong, b.wrong) })
	var names []string
	for _, c := range all[:min(len(all), most)] {
		if c.wrong <= all[0].wrong+1 {
			names = append(names, c.name)
		}
	}
	return names
}

// wrong says how many mistakes a word is for a name. To only begin it is one, and
// to leave out the folder in front of it is none.
func wrong(word, name string) int {
	n := distance(word, name)
	if len(word) >= 3 && strings.HasPrefix(name, word) {
		n = min(n, 1)
	}
	if _, base, inFolder := strings.Cut(name, "/"); inFolder {
		n = min(n, wrong(word, base))
	}
	return n
}

// distance counts the letters to insert, delete or replace to make b of a, and
// the neighbours to exchange.
func distance(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			replace := row[j]
			if a[i] != b[j] {
				replace++
			}
			next[j+1] = min(replace, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
