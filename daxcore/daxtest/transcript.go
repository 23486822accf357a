package daxtest

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/step"
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

// Did returns what the last step did, in words, one for each thing.
func (s *Stepper) Did() []string {
	switch {
	case len(s.words) != 0:
		return s.words
	case slices.ContainsFunc(s.events, func(e task.Event) bool { return e.Kind == task.WaitEnd }):
		return []string{"looks again, leaves"} // what it waited for is gone
	}
	return []string{"goes on"}
}

// Events returns what the last step was observed to do.
func (s *Stepper) Events() []task.Event { return s.events }

// Key returns the wait key that a task sleeps on, in words, or the lock if it
// sleeps on one that is none of an entry; and nothing if it does not sleep.
func (s *Stepper) Key(id int) string {
	if s.Status(id) != step.Asleep {
		return ""
	}
	if key, _, ok := s.World.Key(id); ok {
		return s.key(key.Index, key.Queue)
	}
	return s.World.SleepsOn(id)
}

// Entry says an entry in words.
func (s *Stepper) Entry(h step.Hold) string {
	size := "pte"
	if h.Order() == daxcore.PMD {
		size = "pmd"
	}
	return size + " " + s.index(h.Index())
}

// write adds the line of a step.
func (s *Stepper) write(id int) {
	what := strings.Join(s.Did(), ", ")
	if s.Status(id) == step.Finished {
		what += "; finishes"
	}
	var sleepers []string
	for i := range s.tasks {
		if key := s.Key(i); key != "" {
			sleepers = append(sleepers, fmt.Sprintf("%d on %s", i, key))
		}
	}
	fmt.Fprintf(&s.out, "%d %-10s %s", id, s.tasks[id].name, what)
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

func (s *Stepper) key(index uint64, queue uint8) string { return s.index(index) + ofQueue(queue) }

// ofQueue names the queue of a key, but for the kernel's.
func ofQueue(queue uint8) string {
	if queue == 0 {
		return ""
	}
	return fmt.Sprintf(" of queue %d", queue)
}

// WokenKey is the key of a task.Woke, in the words of Stepper.Key.
func WokenKey(e task.Event) string { return FormatIndex(e.Index) + ofQueue(e.Order) }

func (s *Stepper) say(format string, args ...any) {
	if !s.Quiet {
		s.words = append(s.words, fmt.Sprintf(format, args...))
	}
}

// Observe implements [step.Host]: it keeps who holds what, and words for the
// transcript.
func (s *Stepper) Observe(by *step.Coroutine, e task.Event) {
	if k := s.ghost.Observe(by.ID(), e); k != step.None {
		what := k.String()
		if e.Kind == task.Violated {
			what = task.Rule(e.N).String()
		}
		s.problem(by, k, "breaks a rule at %s: %s", s.Entry(step.HoldOf(e)), what)
	}
	if s.Quiet {
		return
	}
	s.events = append(s.events, e)
	at := s.Entry(step.HoldOf(e))
	switch e.Kind {
	case task.Locked:
		s.say("locks %s", at)
	case task.Unlocked:
		s.say("unlocks %s", at)
	case task.Slept:
		s.say("sleeps on key %s", s.key(e.Index, e.Order))
	case task.SemSlept:
		say := task.LockClass(e.N).String()
		if task.LockClass(e.N) == task.Handle || task.LockClass(e.N) == task.PageLock {
			say = s.World.SleepsOn(by.ID())
		}
		s.say("sleeps on %s", say)
	case task.Acquired, task.Dropped:
		if say := sayLock(e); say != "" {
			s.say("%s", say)
		}
	case task.Evicted:
		s.say("evicts the file")
	case task.Graced:
		s.say("waits for RCU readers")
	case task.Freed:
		s.say("frees the inode")
	case task.Woke:
		if e.N == 0 {
			s.say("wakes nobody on key %s", s.key(e.Index, e.Order))
		}
	case task.FellBack:
		s.say("falls back")
	case task.Skipped:
		s.say("skips %s", at)
	case task.Removed:
		s.say("removes %s", at)
	case task.Refused:
		s.say("leaves dirty %s", at)
	case task.Downgraded:
		s.say("downgrades %s", at)
	}
}

// sayLock says what becomes of a lock of the journal; nothing for others.
func sayLock(e task.Event) string {
	switch c, got := task.LockClass(e.N), e.Kind == task.Acquired; {
	case c == task.PageLock && got:
		return fmt.Sprintf("locks page %d", e.File)
	case c == task.PageLock:
		return fmt.Sprintf("unlocks page %d", e.File)
	case c == task.Handle && e.All && got:
		return "has a handle"
	case c == task.Handle && e.All:
		return "stops its handle"
	case c == task.Handle && !got:
		return "has its commit"
	}
	return ""
}
