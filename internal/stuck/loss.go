package stuck

import (
	"fmt"
	"slices"

	"daxwait/bench/trace"
	"daxwait/strategies"
)

// The bugs, by the way in which they lose a task.
const (
	mismatch = "the missed PMD wakeup"
	deletion = "the invalidation that wakes one"
	inverted = "the inverted test in put"
	passed   = "the scan that passes its wake to the next index"
)

// tale is what happened to a task that is lost.
type tale struct {
	d       *reader
	t       *task
	moments []moment // of its chunk
	from    int      // the lock that it waited for, in moments; or its sleep
	slept   int
	until   int    // the moment that decided; what came later changed nothing
	key     uint64 // that it sleeps on
	holder  int    // that it waited for; 0 is not known
}

// taleOf finds what a task has waited for: the last entry that was locked before it
// fell asleep, and is not unlocked by then.
func (d *reader) taleOf(t *task) *tale {
	s := d.chunks[t.asked.chunk()]
	if s == nil {
		return nil
	}
	x := &tale{d: d, t: t, moments: s.all(), slept: -1, until: len(s.first) + len(s.last) - 1, key: t.asked.key()}
	for i, m := range x.moments {
		if m.pid == t.pid && m.does == sleeps {
			x.slept = i
		}
	}
	if x.slept < 0 {
		return nil
	}
	x.from = x.slept
	for i := x.slept - 1; i >= 0; i-- {
		m := x.moments[i]
		if m.does == unlocks && m.where.meets(t.asked) {
			break
		}
		if m.does == locks && m.where.meets(t.asked) {
			x.from, x.holder = i, m.pid
			if m.where.large {
				x.key = place{m.where.file, t.asked.index, true}.key()
			}
			break
		}
	}
	return x
}

// loss says how a task was lost.
func (d *reader) loss(t *task, s *Sleeper) *Loss {
	l := &Loss{Sleepers: []*Sleeper{s}}
	x := d.taleOf(t)
	if x == nil {
		l.Because = []string{"What happened there is not in the capture."}
		return l
	}
	bug := x.explain(l)
	l.Bug, _ = strategies.BugNamed(bug)
	l.Columns = x.columns(l)
	return l
}

// explain says which wake went where, and returns the name of the bug that does so, or
// nothing.
func (x *tale) explain(l *Loss) string {
	say := func(format string, args ...any) { l.Because = append(l.Because, fmt.Sprintf(format, args...)) }
	last, other := -1, -1
	for i := x.slept + 1; i < len(x.moments); i++ {
		switch m := x.moments[i]; {
		case m.does != wakes:
		case m.where.key() == x.key:
			last = i
		case other < 0 && m.pid == x.holder:
			other = i
		}
	}
	if last < 0 && other >= 0 {
		m := x.moments[other]
		x.until = other
		say("It sleeps on the key of page %#x. %s, which held the entry, unlocked it and called for the waiters of page %#x, %s later: another key, and nobody has called for the first one since.", x.key, x.who(m.pid), m.where.key(), since(m.at-x.moments[x.slept].at))
		if x.t.asked.large && !m.where.large {
			return mismatch
		}
		return deletion // the entry of the key has gone, and another came
	}
	if last < 0 {
		say("Nobody has called for the waiters of page %#x since it fell asleep.", x.key)
		return ""
	}
	m := x.moments[last]
	taker := x.taker(last)
	if taker < 0 {
		say("%s called for the waiters of page %#x last, and woke nobody.", x.who(m.pid), x.key)
		return ""
	}
	pid := x.moments[taker].woken
	say("The last call for the waiters of page %#x was by %s, and woke %s, not it: a wake is a token, and that task had to lock the entry or to pass the wake on.", x.key, x.who(m.pid), x.who(pid))
	return x.after(l, taker, pid)
}

// taker is the moment in which the last task was woken by the call of moment i; -1 if
// none was.
func (x *tale) taker(i int) int {
	found := -1
	for j := i + 1; j < len(x.moments); j++ {
		m := x.moments[j]
		if m.pid != x.moments[i].pid {
			continue
		}
		if m.does != woke {
			break
		}
		found = j
	}
	return found
}

// after says what the task did that took the wake.
func (x *tale) after(l *Loss, taker, pid int) string {
	say := func(format string, args ...any) { l.Because = append(l.Because, fmt.Sprintf(format, args...)) }
	var did []deed
	var last moment
	for i, m := range x.moments[taker+1:] {
		if m.pid == pid && m.does != woke {
			did, last = append(did, m.does), m
			x.until = taker + 1 + i
		}
	}
	has := func(does deed) bool { return slices.Contains(did, does) }
	scans := x.d.tasks[pid] != nil && x.d.tasks[pid].op == trace.BusyRange
	switch {
	case has(nothing) && !has(wakes):
		say("%s found nothing there, and woke nobody: the task that had taken the entry out woke it alone.", x.who(pid))
		return deletion
	case has(wakes) && !has(locks) && (scans || last.where.key() != x.key):
		say("%s went on, and called for the waiters of page %#x.", x.who(pid), last.where.key())
		return passed
	case (has(gets) || has(fallback)) && !has(wakes) && !has(locks):
		say("%s looked at the entry, did not lock it, and woke nobody.", x.who(pid))
		return inverted
	case has(locks) && has(wakes) && last.does == wakes && last.where.key() != x.key:
		say("%s locked another entry than the one that the key was of, and called for the waiters of page %#x.", x.who(pid), last.where.key())
		return deletion
	case len(did) == 0:
		say("%s has done nothing there since.", x.who(pid))
	default:
		say("What %s did then explains nothing that is known.", x.who(pid))
	}
	return ""
}

// who names a task.
func (x *tale) who(pid int) string {
	if t := x.d.tasks[pid]; t != nil && t.name != "" {
		return fmt.Sprintf("%s (%d)", t.name, pid)
	}
	return fmt.Sprintf("task %d", pid)
}
