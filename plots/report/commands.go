package report

import (
	"slices"
	"strings"

	"daxwait/results/answers"
)

// made is figures and the commands that make them.
type made struct{ Of, Lines string }

// says heads the commands.
func (m made) says() string {
	if strings.Contains(m.Of, " and ") {
		return "What " + m.Of + " show:"
	}
	return "What " + m.Of + " shows:"
}

// commands returns what makes figures, those of one command together, in the
// order of the report.
func (r *Report) commands() (all []made) {
	for _, f := range r.figures() {
		i := slices.IndexFunc(all, func(m made) bool { return m.Lines == f.Command })
		if i < 0 {
			all = append(all, made{f.Name, f.Command})
			continue
		}
		all[i].Of += ", " + f.Name
	}
	for i := range all {
		if at := strings.LastIndex(all[i].Of, ", "); at >= 0 {
			all[i].Of = all[i].Of[:at] + " and" + all[i].Of[at+1:]
		}
	}
	return all
}

// answered is quiet for an answer, whose first claim speaks for itself.
func answered(claims []answers.Claim) []answers.Claim {
	if len(claims) == 0 {
		return nil
	}
	return append(slices.Clone(claims[:1]), quiet(claims[1:])...)
}

// quiet returns claims of which each says how sure it is only if the next does
// not say the same.
func quiet(claims []answers.Claim) []answers.Claim {
	said := slices.Clone(claims)
	for i := range said[:max(0, len(said)-1)] {
		if said[i].Confidence == claims[i+1].Confidence {
			said[i].Confidence = ""
		}
	}
	return said
}
