package check

import (
	"daxwait/bench/check/internal/tale"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/results"
)

// Columns plays a schedule and returns it as people read it. v says what it
// violates, and may be nil.
func Columns(t Ticket, sc *daxtest.Scenario, design daxcore.Design, v *Violation) (*results.Columns, error) {
	c := &results.Columns{Strategy: t.Strategy, Scenario: sc.Name, Schedule: t.String(), Entries: sc.AtFirst()}
	if v != nil {
		c.Kind, c.NoReturn = v.Kind.String(), v.NoReturn
	}
	for _, ops := range sc.Tasks {
		c.Tasks = append(c.Tasks, ops.String())
	}
	if err := tale.Tell(c, sc, design, t.Schedule); err != nil {
		return nil, err
	}
	return c, nil
}
