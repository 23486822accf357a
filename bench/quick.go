package bench

import "time"

// Quick patterns make a first comparison: one entry, one chunk, a real trace, and
// the two ways to be lost.
const QuickPatterns = "pte-same,pte-groups,mixed-pte,replay-inval,inval-rounds,mixed-rounds"

// QuickWindow is the length of its windows.
const QuickWindow = 20 * time.Millisecond

// QuickPlaces are where it is made. Prices are varied on the small machine alone.
func QuickPlaces() []Place {
	places := []Place{Small()}
	for _, p := range Large(8, 64) {
		p.Steady = true
		places = append(places, p)
	}
	return places
}
