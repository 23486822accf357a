package answers

import "daxwait/results"

// Verdicts says of each design, in the order met, in how many scenarios it is
// proved, and soonest how it loses.
func Verdicts(list []*results.Verdict) (claims []Claim) {
	e, lost := (&Evidence{Verdicts: list}).ofDesigns()
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
	if len(lost) != 0 {
		claims = append(claims, Say("In %v every design loses, so that the loss is of what stands around the queues; these do not count above: %v.", Number(len(lost), "scenario"), names("scenario", lost)).
			With(e.bounds(each, e.checked())))
	}
	return claims
}
