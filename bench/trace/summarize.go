package trace

import (
	"io"
	"path/filepath"
)

const (
	maxTasks = 1 << 16   // that are told apart
	maxCPUs  = 1 << 13   // the same
	wakeNS   = 2_000_000 // a sched_waking that comes later is not of that wake
)

// Summarize reads r to its end. If that fails on the way, the summary of
// what could be read is returned with the error; it is never nil.
func Summarize(r *Reader) (*Summary, error) {
	s := summarizer{
		Summary: Summary{Trace: filepath.Base(r.name), FallbackKnown: true, Warnings: r.Warnings()},
		tasks:   make(map[int]*waiter),
	}
	for {
		e, err := r.Next()
		if err != nil {
			s.finish()
			if err == io.EOF {
				err = nil
			}
			return &s.Summary, err
		}
		s.event(e)
	}
}

// summarizer is a Summary in the making.
type summarizer struct {
	extent
	Summary
	tasks                  map[int]*waiter
	asleep                 int64
	hold, wait, run, fault histogram
}

// span is an interval whose start was seen.
type span struct {
	from int64
	line int // of the start; 0 if it was not seen
}

// waiter is a task as the summary sees it.
type waiter struct {
	fault, hold, get span
	sleeps           int64 // in this get
	slept            span  // since the first sleep of this get
	asleep           bool  // since the latest sleep, and not woken
	woken            span  // since the sched_waking, and not switched to
	wake             span  // its own latest call of dax_wake_entry
	wakeCPU          int
	wakeHit          bool
}

// task finds or makes the state of a task; nil if there are too many.
func (s *summarizer) task(pid, line int) *waiter {
	w := s.tasks[pid]
	if w == nil {
		if len(s.tasks) == maxTasks {
			s.Warnings.add(TooManyTasks, line, 1)
			return nil
		}
		w = new(waiter)
		s.tasks[pid] = w
	}
	return w
}

// start opens a span; one that is open has lost its end.
func (s *summarizer) start(at *span, e *Event) {
	if at.line != 0 {
		s.Warnings.add(NoPartner, at.line, 1)
	}
	*at = span{e.Time, e.Line}
}

// stop closes a span into h; the end of none has lost its start.
func (s *summarizer) stop(at *span, e *Event, h *histogram) {
	if at.line == 0 {
		s.Warnings.add(NoPartner, e.Line, 1)
		return
	}
	if d := e.Time - at.from; d >= 0 {
		h.add(d)
	} else {
		// The step back was counted where it happened.
		s.Warnings.add(TimeBackwards, e.Line, 1)
	}
	*at = span{}
}

func (s *summarizer) event(e *Event) {
	s.Captured.Note(e)
	if e.Kind == Lost {
		s.forget()
		return
	}
	s.note(e)
	s.count(e)
	switch e.Kind {
	case SchedSwitch:
		s.switched(e)
		return
	case SchedWaking:
		s.waking(e)
		return
	case SchedWakeup:
		if !s.Captured.Has(SchedWaking) && s.waking(e) {
			s.Warnings.add(WakeupOnly, e.Line, 1)
		}
		return
	case GrabRet, GetEntry, GetEntryRet, Sleep, Unlock, Wake, PTEFault, PTEFaultDone, PMDFault, PMDFaultDone:
	default:
		return
	}
	w := s.task(e.PID, e.Line)
	if w == nil {
		return
	}
	switch e.Kind {
	case GrabRet:
		if s.start(&w.hold, e); e.Entry.Internal() {
			w.hold = span{} // no entry was locked
		}
	case Unlock:
		s.stop(&w.hold, e, &s.hold)
	case GetEntry:
		s.start(&w.get, e)
		w.sleeps, w.slept = 0, span{}
	case Sleep:
		s.sleep(w, e)
	case GetEntryRet:
		s.got(w, e)
	case Wake:
		w.wake, w.wakeCPU, w.wakeHit = span{e.Time, e.Line}, e.CPU, false
	case PTEFault, PMDFault:
		s.start(&w.fault, e)
	case PTEFaultDone, PMDFaultDone:
		s.stop(&w.fault, e, &s.fault)
	}
}

// count keeps the columns that need no more than the event itself.
func (s *summarizer) count(e *Event) {
	switch e.Kind {
	case PTEFault, PMDFault:
		s.Faults++
		if e.Kind == PTEFault {
			s.PTE++
		} else {
			s.PMD++
		}
	case PTEFaultDone, PMDFaultDone:
		if e.FallBackUnknown {
			s.FallbackKnown = false
		} else if e.FallBack {
			s.Fallback++
		}
	case GetEntry:
		s.Get++
	case Wake:
		s.Wakes++
		if e.Mode == 0 {
			s.WakesAll++
		}
	case Invalidate:
		s.Invalidate++
	case WritebackOne:
		s.Writeback++
	case PTELoadHole:
		s.PTEHole++
	case PMDLoadHole:
		s.PMDHole++
	}
}

// sleep is a prepare_to_wait_exclusive; those outside get_unlocked_entry are
// of other users.
func (s *summarizer) sleep(w *waiter, e *Event) {
	if w.get.line == 0 {
		return
	}
	s.Sleeps++
	if w.sleeps++; w.sleeps == 1 {
		s.Waits++
		w.slept = span{e.Time, e.Line}
	} else {
		s.Resleeps++
	}
	if !w.asleep {
		w.asleep = true
		s.asleep++
		s.MaxQ = max(s.MaxQ, s.asleep)
	}
}

// got is the end of a get_unlocked_entry.
func (s *summarizer) got(w *waiter, e *Event) {
	if w.get.line == 0 {
		s.Warnings.add(NoPartner, e.Line, 1)
		return
	}
	if w.sleeps > 0 {
		s.stop(&w.slept, e, &s.wait)
	}
	if w.woken.line != 0 {
		s.Warnings.add(WokenRunning, e.Line, 1)
	}
	w.get, w.sleeps = span{}, 0
	s.awake(w)
}

func (s *summarizer) awake(w *waiter) {
	if w.asleep {
		w.asleep = false
		s.asleep--
	}
}

// waking is the wake of a task; it is of a dax_wake_entry if that was the
// same task's on the same CPU just before, and the woken one slept on an
// entry. It reports whether that one did.
func (s *summarizer) waking(e *Event) bool {
	w := s.tasks[e.WokenPID]
	if w == nil || !w.asleep {
		return false
	}
	if by := s.tasks[e.PID]; by != nil && by.wake.line != 0 && by.wakeCPU == e.CPU {
		if d := e.Time - by.wake.from; d >= 0 && d <= wakeNS {
			if !by.wakeHit {
				by.wakeHit = true
				s.WakesHit++
			}
			s.Woken++
		}
	}
	s.awake(w)
	w.woken = span{e.Time, e.Line}
	return true
}

// switched ends the way of a woken task to the CPU. A task that was woken
// before it had left keeps its start until the next switch to it.
func (s *summarizer) switched(e *Event) {
	if w := s.tasks[e.NextPID]; w != nil && w.woken.line != 0 {
		s.stop(&w.woken, e, &s.run)
	}
	if w := s.tasks[e.PrevPID]; w != nil && e.dead() {
		s.close(w)
		delete(s.tasks, e.PrevPID)
	}
}

// close gives up on what a task has open.
func (s *summarizer) close(w *waiter) {
	for _, at := range [...]*span{&w.fault, &w.hold, &w.get} {
		if at.line != 0 {
			s.Warnings.add(NoPartner, at.line, 1)
		}
	}
	s.awake(w)
}

// forget drops all intervals that are open when events are lost: an end
// that comes later may be that of another start.
func (s *summarizer) forget() {
	clear(s.tasks)
	s.asleep = 0
}

// finish fills in what is known only at the end.
func (s *summarizer) finish() {
	s.Seconds = s.seconds()
	s.CPUs = len(s.cpus)
	s.StillAsleep = s.asleep
	for _, w := range s.tasks { // the sum and the least line depend on no order
		s.close(w)
	}
	s.Hold, s.Wait = s.hold.quantiles(), s.wait.quantiles()
	s.Run, s.Fault = s.run.quantiles(), s.fault.quantiles()
}
