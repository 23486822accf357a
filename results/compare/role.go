package compare

import (
	"slices"

	"daxwait/results"
)

// RoleChange is how the operations a second of one role differ.
type RoleChange struct {
	Role    string
	Ratio   Interval
	Defined bool
	Outcome Outcome
}

// roles are the changes of each role of a twin, none where records do not tell
// roles apart.
func (t twin) roles(level float64) (all []RoleChange) {
	for _, name := range rolesOf(t.a) {
		p := seeded(t.a, t.b, ofRole(t.a, name), ofRole(t.b, name))
		if len(p.a) == 0 || len(p.b) == 0 {
			continue
		}
		c := RoleChange{Role: name}
		if c.Ratio, c.Defined = p.ratio(level); c.Defined {
			c.Outcome = told(c.Ratio, Negligible, true)
		} else {
			c.Outcome = toldFromZero(p, level, true)
		}
		all = append(all, c)
	}
	return all
}

// mixed reports whether one role does clearly more and another clearly less.
func mixed(roles []RoleChange) bool {
	is := func(o Outcome) bool {
		return slices.ContainsFunc(roles, func(c RoleChange) bool { return c.Outcome == o })
	}
	return is(Better) && is(Worse)
}

func rolesOf(r *results.Record) (names []string) {
	for i := range r.Samples {
		for _, o := range r.Samples[i].Roles {
			if !slices.Contains(names, o.Role) {
				names = append(names, o.Role)
			}
		}
	}
	return names
}

// ofRole are the operations a second of a role in the samples that tell them.
func ofRole(r *results.Record, name string) (v []float64) {
	for i := range r.Samples {
		s := &r.Samples[i]
		for _, o := range s.Roles {
			if o.Role == name && s.Seconds > 0 {
				v = append(v, float64(o.Ops)/s.Seconds)
			}
		}
	}
	return v
}
