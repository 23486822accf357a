package report

import (
	"fmt"
	"strings"

	"daxwait/results"
)

// title says who loses what, where.
func (s Schedule) title() string {
	return fmt.Sprintf("%s in %s: %s, after %s", s.Strategy, s.Scenario, s.Kind, results.Count(len(s.Steps), "step"))
}

// cell says what a task does in a step, or what it is doing meanwhile.
func (s Schedule) cell(n, id int) string {
	if s.Steps[n].Task == id {
		return strings.Join(s.Steps[n].Does, "\n")
	}
	if n == 0 {
		return ""
	}
	switch st := s.Steps[n-1].After[id]; {
	case st.Holds != "":
		return "holds " + st.Holds
	case st.Key != "":
		return "sleeps on key " + st.Key
	}
	return ""
}
