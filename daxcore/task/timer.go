package task

import "time"

// Timer is started, and later asked whether a time has passed since then
// ([Task.StartTimer], [Task.Elapsed]). It is how a design has to do with time:
// the answer is the engine's clock where there is one, and a search tries both.
//
// Timers of a design are made by [Timers.New], so that they are part of the
// state of a world. The zero Timer is part of none, and an engine that searches
// says of it that no time has passed. That is right only where more time leads
// to nothing new, and allowed only under a spinlock of class [Mover].
//
// Synchronization: whoever starts, asks or stops a timer has a lock that guards
// it, as with all else that a design keeps.
type Timer struct {
	// word is 0 for a timer that is not running. Else it is more by one than, on
	// an engine with a clock, when it was started, in ns; and on one that searches,
	// the longest limit that has passed, in ns.
	word   int64
	shared bool // part of the state of a world
}

// Stop stops the timer: no time has passed until it is started again. One that
// is not needed any more is stopped, or a search tells states apart by it.
func (t *Timer) Stop() { t.word = 0 }

// StartAt starts the timer at a time of a clock, ElapsedAt answers by that clock.
// They are for engines that have one.
func (t *Timer) StartAt(ns int64) { t.word = ns + 1 }

// ElapsedAt reports whether a time has passed at ns. See StartAt.
func (t *Timer) ElapsedAt(ns int64, limit time.Duration) bool {
	return t.word != 0 && ns-(t.word-1) >= int64(limit)
}

// Pass says that a limit has passed, Passed whether it has, and with it all that
// are shorter, since the timer was started at 0. They are for engines that search.
func (t *Timer) Pass(limit time.Duration) { t.word = int64(limit) + 1 }

// Passed reports whether a limit has. See Pass.
func (t *Timer) Passed(limit time.Duration) bool { return t.word != 0 && t.word-1 >= int64(limit) }

// Running reports whether the timer has been started, and not stopped.
func (t *Timer) Running() bool { return t.word != 0 }

// Shared reports whether the timer is part of the state of a world.
func (t *Timer) Shared() bool { return t.shared }

// Timers are those of a world.
type Timers struct{ all [][]Timer }

// New makes n more, none of which runs. A world has as many as its design makes
// while it is made.
func (s *Timers) New(n int) []Timer {
	made := make([]Timer, n)
	for i := range made {
		made[i].shared = true
	}
	s.all = append(s.all, made)
	return made
}

// AppendState appends a word for each timer to dst: 0 for one that does not run,
// else the longest limit that has passed, and 1.
func (s *Timers) AppendState(dst []uint64) []uint64 {
	for _, some := range s.all {
		for i := range some {
			dst = append(dst, uint64(some[i].word))
		}
	}
	return dst
}

// SetState takes back what AppendState has appended, and returns the words behind
// that.
func (s *Timers) SetState(src []uint64) []uint64 {
	for _, some := range s.all {
		for i := range some {
			some[i].word, src = int64(src[0]), src[1:]
		}
	}
	return src
}
