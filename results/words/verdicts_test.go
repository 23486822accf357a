package words

import (
	"fmt"
	"testing"

	"daxwait/results"
)

// TestOfVerdicts: a title tells of the lost wakeup first, and apart of scenarios in
// which all designs fail.
func TestOfVerdicts(t *testing.T) {
	// A design is a word: a letter for each of its scenarios.
	of := func(designs ...string) (list []*results.Verdict) {
		for d, word := range designs {
			for s, letter := range word {
				v := &results.Verdict{Strategy: fmt.Sprint("d", d), Scenario: fmt.Sprint("s", s)}
				switch letter {
				case 'p':
					v.Verdict = results.Proved
				case 'w':
					v.Verdict, v.Kind = results.Violation, "lost wakeup"
				case 'c':
					v.Verdict, v.Kind, v.Kinds = results.Violation, "lock cycle", []string{"lock cycle"}
				case 'b':
					v.Verdict, v.Kind, v.Kinds = results.Violation, "lock cycle", []string{"lock cycle", "lost wakeup"}
				case 'h':
					v.Verdict, v.Kind, v.Hopeless = results.Violation, "lock cycle", true
				case '?':
					v.Verdict = results.Incomplete
				}
				list = append(list, v)
			}
		}
		return list
	}
	for _, c := range []struct {
		list []*results.Verdict
		want string
	}{
		{of(), "No design was checked"},
		{of("pp", "wp", "pp"), "1 of 3 designs loses a wakeup somewhere in 2 scenarios; 2 are proved in all"},
		{of("pp", "wp", "bw", "cp"), "2 of 4 designs lose a wakeup somewhere in 2 scenarios; 1 more fails otherwise, 1 is proved in all"},
		{of("wp", "wp", "wp"), "All 3 designs lose a wakeup somewhere in 2 scenarios"},
		{of("w", "w"), "Both designs lose a wakeup in s0"},
		{of("w", "p", "?"), "1 of 3 designs loses a wakeup in s0; 1 is proved"},
		{of("cpp", "ppp"), "1 of 2 designs locks in a cycle somewhere in 3 scenarios; 1 is proved in all"},
		{of("wwpc"), "d0 loses a wakeup in 2 of 4 scenarios"},
		{of("w"), "d0 loses a wakeup in s0"},
		{of("pp", "pp", "pp"), "All 3 designs are proved in all 2 scenarios"},
		{of("p"), "d0 is proved in s0"},
		{of("pc", "pc", "pc", "pc", "wc"), "1 of 5 designs loses a wakeup in s0; 4 are proved; in 1 more scenario of 2 all designs fail"},
		{of("pc", "pc", "pc", "wc"), "1 of 4 designs loses a wakeup somewhere in 2 scenarios; 3 more fail otherwise"},
		{of("ph", "wh"), "1 of 2 designs loses a wakeup in s0; 1 is proved; in 1 more scenario of 2 all designs fail"},
		{of("ph", "wp"), "1 of 2 designs loses a wakeup somewhere in 2 scenarios; 1 more fails otherwise"},
		{of("p?", "pp"), "No violation was met in 2 scenarios, but 1 of 4 cells has no proof"},
		{of("p", "??"), "No violation was met in 2 scenarios, but 3 of 4 cells have no proof"},
	} {
		if got := OfVerdicts(c.list); got != c.want {
			t.Errorf("got:  %s\nwant: %s", got, c.want)
		}
	}
}
