package profile

import (
	"fmt"
	"strings"

	"daxwait/bench/sim"
)

// Profile is a cost profile with its story.
type Profile struct {
	sim.Profile
	About string
	// Sources says where each price is from.
	Sources [numKinds]string
	// Ranges are the bounds that sources give.
	Ranges Ranges
}

// Set gives k a price and its source, of which no range is known.
func (p *Profile) Set(k Kind, price sim.Time, source string) {
	*Price(&p.Profile, k) = price
	p.Sources[k], p.Ranges[k] = source, Range{}
}

// WakePrices are the prices of a wake, which decide whether waking everybody
// wins: the latency, the waker's work and the woken's.
func WakePrices() []string { return []string{"wake-latency", "wake-one", "recheck"} }

// Scaled returns p with one of its wake prices times factor, and a name that
// says so.
func Scaled(p *sim.Profile, kind string, factor float64) (*sim.Profile, error) {
	k, err := wakePrice(kind)
	if err != nil {
		return nil, err
	}
	scaled := *p
	price := Price(&scaled, k)
	ns := float64(price.Mean) * factor
	if !(factor >= 0 && ns <= mostNS) { // NaN is neither
		return nil, fmt.Errorf("%s: %s of %d ns cannot be %v times that; want 0 ns to 10 s", p.Name, kind, price.Mean, factor)
	}
	price.Mean = int64(ns + 0.5)
	scaled.Name = fmt.Sprintf("%s-%s-x%v", p.Name, kind, factor)
	return &scaled, nil
}

func wakePrice(name string) (Kind, error) {
	for _, w := range WakePrices() {
		if w == name {
			return kindOf(name), nil
		}
	}
	return 0, fmt.Errorf("%q is no price of a wake; they are %s", name, strings.Join(WakePrices(), ", "))
}

// kindOf finds the kind of a table; numKinds is none.
func kindOf(name string) Kind {
	for k := range numKinds {
		if k.String() == name {
			return k
		}
	}
	return numKinds
}

// mostNS is the dearest that anything may be, 10 s.
const mostNS = 10e9
