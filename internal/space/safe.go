package space

import (
	"slices"
	"strings"

	"daxwait/bench/policy"
	"daxwait/strategies"
)

// outsiders are what the space does not have and the checker has proved as
// well.
const outsiders = "nopmd,handoff"

// Safe are the safe designs of a space, under the names of the catalogue
// where they have one, else their decisions; and the outsiders.
func (s *Space) Safe(a *Analysis) (safe []*strategies.Strategy, err error) {
	outside, err := strategies.Find(outsiders)
	if err != nil {
		return nil, err
	}
	catalogue := strategies.All()
	for i := range s.Designs {
		if a.Verdict(i) != Safe {
			continue
		}
		d := &strategies.Strategy{Policy: s.Designs[i].Policy()}
		d.Name = strings.ReplaceAll(policy.Describe(d.Policy), " ", "+")
		if at := slices.IndexFunc(catalogue, func(c *strategies.Strategy) bool { return c.New == nil && Same(c.Policy, d.Policy) }); at >= 0 {
			d.Name = catalogue[at].Name
		}
		safe = append(safe, d)
	}
	return append(safe, outside...), nil
}
