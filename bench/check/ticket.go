package check

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/command"
	"daxwait/results"
	"daxwait/strategies"
)

// ticketVersion changes when schedules come to mean something else.
const ticketVersion = "v1"

// Ticket is a schedule that can be sent around: v1:STRATEGY:SCENARIO:STEPS:DIGEST,
// in letters that no shell minds. The digest is that of the world after it, so
// that a stale ticket is found out.
type Ticket struct {
	Strategy, Scenario string
	Schedule           step.Schedule
	Digest             uint16
}

func (t Ticket) String() string {
	return fmt.Sprintf("%s:%s:%s:%v:%04x", ticketVersion, t.Strategy, t.Scenario, t.Schedule, t.Digest)
}

// ParseTicket reads a ticket.
func ParseTicket(text string) (t Ticket, err error) {
	fields := strings.Split(text, ":")
	if version := fields[0]; version != ticketVersion && len(fields) > 1 {
		return t, command.Advise(fmt.Errorf("%q is of version %s; this program reads %s", text, version, ticketVersion), "%s prints it anew", command.Of("check"))
	}
	if len(fields) != 5 {
		return t, command.Advise(fmt.Errorf("%q is no schedule to replay: want %s:STRATEGY:SCENARIO:STEPS:DIGEST", text, ticketVersion), "%s prints it", command.Of("check"))
	}
	t.Strategy, t.Scenario = fields[1], fields[2]
	digest, err := strconv.ParseUint(fields[4], 16, 16)
	if err != nil || len(fields[4]) != 4 {
		return t, fmt.Errorf("%q: digest %q: want 4 hexadecimal digits", text, fields[4])
	}
	t.Digest = uint16(digest)
	t.Schedule, err = step.ParseSchedule(fields[3])
	return t, err
}

// Issue makes the ticket of a schedule. It fails where the schedule cannot be
// played.
func Issue(strategy string, sc *daxtest.Scenario, design daxcore.Design, sched step.Schedule) (Ticket, error) {
	t := Ticket{Strategy: strategy, Scenario: sc.Name, Schedule: sched}
	s := daxtest.NewStepper(sc.World(design), sc.Tasks)
	defer s.Stop()
	s.Quiet = true
	if err := s.Play(sched.String()); err != nil {
		return t, err
	}
	t.Digest = digest(s, len(sc.Tasks))
	return t, nil
}

// Stale says how a schedule does not fit what it is played on any more, or
// nothing.
func (t Ticket) Stale(sc *daxtest.Scenario, design daxcore.Design) error {
	now, err := Issue(t.Strategy, sc, design, t.Schedule)
	switch {
	case err != nil:
		return fmt.Errorf("the schedule is stale: it cannot be played any more: %w", err)
	case now.Digest != t.Digest:
		return fmt.Errorf("the schedule is stale: it ends in digest %04x, not %04x; the strategy, the scenario or the model has changed since it was made", now.Digest, t.Digest)
	}
	return nil
}

// digest is that of the world and of what each task does.
func digest(s *daxtest.Stepper, tasks int) uint16 {
	return uint16(graph.PrintOf(worded(s, tasks)).A)
}

// worded is the world, and what each task does and holds.
func worded(s *daxtest.Stepper, tasks int) []uint64 {
	w := s.World.AppendState(nil)
	for id := range tasks {
		w = append(w, uint64(s.Status(id)), uint64(s.Holds(id)))
	}
	return w
}

// Replayed plays a schedule and returns it as people read it. A stale one is an
// error. A step may take so long; 0 is daxtest.StepLimit.
func (t Ticket) Replayed(s *strategies.Strategy, sc *daxtest.Scenario, limit time.Duration) (*results.Columns, error) {
	if err := t.Stale(sc, s.EntryLock); err != nil {
		return nil, err
	}
	v, err := watched(sc, limit, func(w *daxtest.Watch) (*Violation, error) { return judge(sc, s.EntryLock, t.Schedule, w) })
	if err != nil {
		return nil, err
	}
	return Columns(t, sc, s.EntryLock, v)
}
