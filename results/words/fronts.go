package words

import (
	"fmt"

	"daxwait/internal/phrase"
	"daxwait/results/compare"
)

// OfFronts says which design of the catalogue is on most fronts.
func OfFronts(fronts []compare.Front) string {
	on := map[string]int{}
	best, most := "", 0
	for _, f := range fronts {
		for i := range f.Members {
			if s, own := f.Members[i].Name(); own {
				if on[s]++; on[s] > most {
					best, most = s, on[s]
				}
			}
		}
	}
	if best == "" {
		return "No design of the catalogue is on a front of throughput, tail and wakeups"
	}
	return fmt.Sprintf("%s is on the front of throughput, tail and wakeups in %d of %s", best, most, phrase.Count(len(fronts), "pattern"))
}
