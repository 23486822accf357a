package answers

import "daxwait/results"

// Verdicts says of each design, in the order met, in how many scenarios it is
// proved, and soonest how it loses.
func Verdicts(list []*results.Verdict) (claims []Claim) {
	e := &Evidence{Verdicts: list}
	var safe []string
	for _, d := range e.checked() {
		if len(e.of(d, unproved)) == 0 {
			safe = append(safe, d)
		}
	}
	if len(safe) != 0 {
		claims = append(claims, e.safety(each, safe...))
	}
	for _, d := range e.checked() {
		if len(e.of(d, unproved)) != 0 {
			claims = append(claims, e.safety(each, d))
		}
	}
	return claims
}
