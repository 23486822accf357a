package report

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// title says who loses what, where.
func (s Schedule) title() string {
	who := strings.Join(s.Designs, ", ")
	if at := strings.LastIndex(who, ", "); at >= 0 {
		who = who[:at] + " and" + who[at+1:]
	}
	return fmt.Sprintf("%s in %s: %s, after %s", who, s.Scenario, s.Kind, phrase.Count(len(s.Steps), "step"))
}

// alike reports whether in two schedules the same tasks do the same.
func alike(a, b *results.Columns) bool {
	return a.Scenario == b.Scenario && a.Kind == b.Kind && slices.EqualFunc(a.Steps, b.Steps, func(s, t results.Step) bool {
		return s.Task == t.Task && slices.Equal(s.Does, t.Does)
	})
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
