package pattern

import (
	"fmt"
	"slices"

	"daxwait/bench/trace"
)

// ending is what workers did around the end of a capture in which some sleep for
// ever: from the first operation that never ends on, and what others were in then.
// Workers begin as they did in the capture. It is nil if none sleeps for ever.
type ending [][]Op

// endingOf finds it. It has an element for each worker.
func endingOf(w *trace.Workload) ending {
	from := int64(-1)
	for _, worker := range w.Workers {
		for i := range worker.Ops {
			if o := &worker.Ops[i]; o.Lost && (from < 0 || o.StartNS < from) {
				from = o.StartNS
			}
		}
	}
	if from < 0 {
		return nil
	}
	traced := make([][]trace.Op, len(w.Workers))
	first := from
	for i, worker := range w.Workers {
		traced[i] = slices.Clone(worker.Ops[since(worker.Ops, from):])
		if len(traced[i]) != 0 {
			first = min(first, traced[i][0].StartNS)
		}
	}
	e := make(ending, len(traced))
	for i, ops := range traced {
		if len(ops) != 0 {
			ops[0].ThinkNS, ops[0].IdleNS = 0, ops[0].StartNS-first
		}
		e[i] = operations(ops)
	}
	return e
}

// since returns the first operation that was going on at a time, or began later. A
// fault that falls back belongs to the one after it.
func since(ops []trace.Op, at int64) int {
	n := slices.IndexFunc(ops, func(o trace.Op) bool {
		return o.Open || o.StartNS >= at || o.StartNS+o.OwnNS+o.HoldNS+o.WaitNS >= at
	})
	switch {
	case n < 0:
		return len(ops)
	case n > 0 && ops[n-1].FellBack:
		return n - 1
	}
	return n
}

// Ending returns the end of a capture in rounds, a pattern of its own; nil if no
// worker of p sleeps for ever. In a loop of all that was captured the hang would
// not show, since what comes after the end wakes those who sleep.
func (p *Pattern) Ending() *Pattern {
	if p.Replay == nil || p.Replay.end == nil {
		return nil
	}
	q, r := *p, *p.Replay
	r.Workers, r.end = p.Replay.end, nil
	r.Notes = append(slices.Clone(r.Notes), "the trace: it ends in a hang, and is replayed in rounds of what led to it")
	q.Name, q.About = p.Name+"-end", "the end of a capture in which a task sleeps for ever, in rounds"
	q.Rounds, q.Replay = 1, &r
	q.Start = Time{Mean: resolution, Sleeps: true, Source: "the clock of a capture: which task was first within it is not known"}
	return &q
}

// resolution is that of the times of a capture, in ns. Which task was first within it
// is not known, so each round draws it.
const resolution = 1000

// notesOf says what of the end of a capture a replay has, and what it lacks.
func notesOf(w *trace.Workload) (notes []string) {
	for _, worker := range w.Workers {
		for i := range worker.Ops {
			o := &worker.Ops[i]
			if o.Lost {
				notes = append(notes, fmt.Sprintf("the trace: at its end %s sleeps in a %v of page %#x, which nobody holds or is on the way to", worker.Name, o.Kind, o.Index))
			}
			if o.Stuck {
				notes = append(notes, fmt.Sprintf("the trace: at its end %s sleeps with page %#x locked, and others wait for it; what it sleeps on is not in the trace, and in the replay its hold ends", worker.Name, o.Index))
			}
		}
	}
	return notes
}

// InRound is how many operations a worker does in a round.
func (p *Pattern) InRound(worker int) int {
	if p.Replay != nil {
		return len(p.Replay.Workers[worker%len(p.Replay.Workers)])
	}
	return p.Rounds
}
