package telling

import (
	"fmt"
	"io"

	"daxwait/bench/footprint"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/phrase"
	"daxwait/strategies"
)

// fewScenarios is how many get a footprint of their own.
const fewScenarios = 10

// Footprints tells what a search of a design may leave out, by scenario, or in how
// many if they are many.
func Footprints(w io.Writer, s *strategies.Strategy, scenarios []*daxtest.Scenario) {
	some, equal := 0, 0
	for _, sc := range scenarios {
		f := footprint.Of(sc, sc.World(s.EntryLock))
		say := f.Words()
		if len(say) > len(f.Equal) {
			some++
		}
		if len(f.Equal) != 0 {
			equal++
		}
		if len(scenarios) > fewScenarios {
			continue
		}
		if len(say) == 0 {
			say = []string{"nothing can be left out"}
		}
		for i, what := range say {
			name := sc.Name
			if i != 0 {
				name = ""
			}
			fmt.Fprintf(w, "%-28s %s\n", name, what)
		}
	}
	if len(scenarios) > fewScenarios {
		fmt.Fprintf(w, "movers in %s, equal tasks in %s, with %s\n", phrase.Count(some, "scenario"), phrase.Count(equal, "scenario"), s.Name)
	}
}
