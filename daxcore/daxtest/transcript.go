package daxtest

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
)

// Transcript returns what happened: a line for each step, with the task, what
// it did, and the tasks asleep after it; and what became of all in the end.
func (s *Stepper) Transcript() string {
	out := s.out.String()
	if len(s.Ready()) != 0 {
		return out
	}
	if err := s.Verdict(); err != nil {
		return out + err.Error() + "\n"
	}
	return out + "all finished\n"
}

// write adds the line of a step.
func (s *Stepper) write(t *stepTask) {
	what := strings.Join(s.words, ", ")
	if what == "" {
		what = "goes on"
	}
	switch t.status {
	case finished:
		what += "; finishes"
	}
	var sleepers []string
	for _, o := range s.tasks {
		if o.status == asleep {
			key, _, ok := s.World.Table.Waiting(o.id)
			on := "a semaphore"
			if ok {
				on = s.index(key.Index)
			}
			sleepers = append(sleepers, fmt.Sprintf("%d on %s", o.id, on))
		}
	}
	fmt.Fprintf(&s.out, "%d %-10s %s", t.id, t.name, what)
	if len(sleepers) != 0 {
		fmt.Fprintf(&s.out, " | asleep: %s", strings.Join(sleepers, ", "))
	}
	s.out.WriteByte('\n')
}

func (s *Stepper) index(i uint64) string {
	if s.Describe != nil {
		return s.Describe(i)
	}
	return fmt.Sprintf("%#x", i)
}

func (t *stepTask) say(format string, args ...any) {
	if !t.s.Quiet {
		t.s.words = append(t.s.words, fmt.Sprintf(format, args...))
	}
}

// Observe keeps the ghost state, who holds what, and words for the transcript.
func (t *stepTask) Observe(e daxcore.Event) {
	s := t.s
	h := hold{t.id, e.File, e.Index, e.Order}
	size := "pte"
	if e.Order == daxcore.PMD {
		size = "pmd"
	}
	at := func() string { return size + " " + s.index(e.Index) }
	switch e.Kind {
	case task.Locked:
		for _, o := range s.holders {
			if h.overlaps(o) {
				t.problem("locks %s while task %d holds %s", at(), o.task, s.index(o.index))
			}
		}
		s.holders = append(s.holders, h)
		t.sayAt("locks", at)
	case task.Unlocked:
		i := slices.Index(s.holders, h)
		if i < 0 {
			t.problem("unlocks %s, which it does not hold", at())
			break
		}
		s.holders = slices.Delete(s.holders, i, i+1)
		t.sayAt("unlocks", at)
	case task.Slept:
		t.say("sleeps on key %s", s.index(e.Index))
	case task.SemSlept:
		t.say("sleeps on a semaphore")
	case task.Woke:
		if e.N == 0 {
			t.say("wakes nobody on key %s", s.index(e.Index))
		}
	case task.FellBack:
		t.say("falls back")
	case task.Skipped:
		t.sayAt("skips locked", at)
	case task.Removed:
		t.checkUnheld(h, at)
		t.sayAt("removes", at)
	case task.Refused:
		t.sayAt("leaves dirty", at)
	case task.Downgraded:
		t.sayAt("downgrades", at)
	case task.Violated:
		if task.Rule(e.N) != task.NotDeleted { // an invalidation beside truncate does that
			t.problem("breaks a rule at %s: %v", s.index(e.Index), task.Rule(e.N))
		}
	}
}

func (t *stepTask) sayAt(verb string, at func() string) {
	if !t.s.Quiet {
		t.say("%s %s", verb, at())
	}
}

// checkUnheld reports a removal of what somebody else has locked.
func (t *stepTask) checkUnheld(h hold, at func() string) {
	for _, o := range t.s.holders {
		if h.overlaps(o) && o.task != t.id {
			t.problem("removes %s while task %d holds %s", at(), o.task, t.s.index(o.index))
		}
	}
}
