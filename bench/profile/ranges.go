package profile

import "daxwait/bench/sim"

// Range is between which bounds a price lies, in ns, as its source says. The zero
// Range is that none is known.
type Range struct{ Low, High int64 }

// Known reports whether there are bounds.
func (r Range) Known() bool { return r != Range{} }

// Ranges are those of all prices, by kind.
type Ranges [numKinds]Range

// Variant is a profile with another value of one price.
type Variant struct {
	*sim.Profile
	Kind Kind
	// Factor is what the price is times that of the profile; 0 says that it is an
	// end of its range.
	Factor float64
}

// Vary returns p with each wake price at the ends of its range; where that is not
// known, half and twice. An end that is the price itself is left out.
func (r *Ranges) Vary(p *sim.Profile) (all []Variant, err error) {
	for _, name := range WakePrices() {
		k := kindOf(name)
		if within := r[k]; within.Known() {
			for _, ns := range []int64{within.Low, within.High} {
				if ns == Price(p, k).Mean {
					continue
				}
				v := *p
				Price(&v, k).Mean = ns
				all = append(all, Variant{&v, k, 0})
			}
			continue
		}
		for _, factor := range []float64{0.5, 2} {
			v, err := Scaled(p, name, factor)
			if err != nil {
				return nil, err
			}
			v.Name = p.Name
			all = append(all, Variant{v, k, factor})
		}
	}
	return all, nil
}
