package words

import (
	"fmt"
	"io"

	"daxwait/internal/distinct"
	"daxwait/results"
)

// Sentence is what a comparison says, with the conditions under which it holds.
type Sentence struct {
	Under results.Conditions
	// N are the samples of each side behind it, 0 if that is said in the text.
	N    int
	Text string
}

// Write writes sentences below their conditions, each of which is said once, in
// the order met. One without conditions is an error: what nobody can check is not
// to be printed.
func Write(w io.Writer, all []Sentence) error {
	for _, s := range all {
		if s.Under.None() {
			return fmt.Errorf("%q has no conditions under which it holds", s.Text)
		}
	}
	under, parts := distinct.Split(all, func(s Sentence) results.Conditions { return s.Under })
	for i, u := range under {
		least, most := 0, 0
		for _, s := range parts[i] {
			if s.N != 0 {
				if most == 0 {
					least = s.N
				}
				least, most = min(least, s.N), max(most, s.N)
			}
		}
		fmt.Fprintf(w, "\n%s%s\n", u, spanOf(least, most))
		for _, s := range parts[i] {
			if _, err := fmt.Fprintf(w, "  %s\n", s.Text); err != nil {
				return err
			}
		}
	}
	return nil
}

// spanOf says how many samples there are.
func spanOf(least, most int) string {
	switch {
	case most == 0:
		return ""
	case least == most:
		return fmt.Sprintf(", n = %d", most)
	}
	return fmt.Sprintf(", n = %d to %d", least, most)
}
