package report

import (
	"slices"
	"strings"

	"daxwait/results/answers"
)

// made is figures and the commands that make them.
type made struct{ of, lines string }

// commands returns what makes figures, those of one command together, in the
// order of the report.
func (r *Report) commands() (all []made) {
	for _, f := range r.Figures() {
		i := slices.IndexFunc(all, func(m made) bool { return m.lines == f.Command })
		if i < 0 {
			all = append(all, made{f.Name, f.Command})
			continue
		}
		all[i].of += ", " + f.Name
	}
	for i := range all {
		if at := strings.LastIndex(all[i].of, ", "); at >= 0 {
			all[i].of = all[i].of[:at] + " and" + all[i].of[at+1:]
		}
	}
	return all
}

// quiet returns claims of which each says how sure it is only if the next does
// not say the same.
func quiet(claims []answers.Claim) []answers.Claim {
	said := slices.Clone(claims)
	for i := range said[:max(0, len(said)-1)] {
		if i > 0 && said[i].Confidence == claims[i+1].Confidence {
			said[i].Confidence = ""
		}
	}
	return said
}
