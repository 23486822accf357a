package stuck

import (
	"fmt"
	"slices"

	"daxwait/results"
)

// The most tasks and steps of a chart.
const (
	mostLanes = 6
	mostSteps = 40
)

// columns are the moments of a tale as the checker draws a schedule.
func (x *tale) columns(l *Loss) *results.Columns {
	moments := x.moments[x.from : x.until+1]
	lanes := x.lanes(moments)
	c := &results.Columns{Strategy: "the capture", Scenario: fmt.Sprintf("page %#x", l.Sleepers[0].Page), Kind: "lost wakeup", Entries: "not told"}
	for _, pid := range lanes {
		c.Tasks = append(c.Tasks, x.who(pid))
	}
	after := make([]results.State, len(lanes))
	for i := range after {
		after[i].Status = "ready"
	}
	for _, m := range x.moments[:x.from] { // which of them sleep already
		if at := slices.Index(lanes, m.pid); at >= 0 && m.does == sleeps {
			after[at].Key, after[at].Status = fmt.Sprintf("%#x", m.where.key()), "asleep"
		}
		if at := slices.Index(lanes, m.woken); at >= 0 && m.does == woke {
			after[at].Key, after[at].Status = "", "ready"
		}
	}
	left := 0
	for _, m := range moments {
		at := slices.Index(lanes, m.pid)
		if at < 0 || m.does == woke {
			if to := slices.Index(lanes, m.woken); m.does == woke && to >= 0 {
				after[to].Key, after[to].Status = "", "ready"
				if n := len(c.Steps); n != 0 {
					c.Steps[n-1].After = slices.Clone(after)
				}
			}
			if at >= 0 && len(c.Steps) != 0 && c.Steps[len(c.Steps)-1].Task == at {
				s := &c.Steps[len(c.Steps)-1]
				s.Does = append(s.Does, "wakes "+x.who(m.woken))
			}
			continue
		}
		if len(c.Steps) == mostSteps {
			left++
			continue
		}
		switch m.does {
		case locks:
			after[at].Holds = m.where.entry()
		case unlocks, removes:
			after[at].Holds = ""
		case sleeps:
			if m.pid == x.t.pid {
				m.where = x.sleepsAt(m.where)
			}
			after[at].Key, after[at].Status = fmt.Sprintf("%#x", m.where.key()), "asleep"
		}
		does := x.does(m)
		if n := len(c.Steps); n != 0 && c.Steps[n-1].Task == at && m.does == wakes {
			c.Steps[n-1].Does = append(c.Steps[n-1].Does, does)
			c.Steps[n-1].After = slices.Clone(after)
			continue
		}
		c.Steps = append(c.Steps, results.Step{Task: at, Does: []string{does}, After: slices.Clone(after)})
	}
	for _, b := range l.Because {
		c.Ending += b + " "
	}
	if left != 0 {
		c.Ending += fmt.Sprintf("%d later steps are left out. ", left)
	}
	return c
}

// lanes are the tasks of a chart: the one that is lost, the holder, and those that did
// something at the entry, as far as there is room, in the order in which they came.
func (x *tale) lanes(moments []moment) (pids []int) {
	add := func(pid int) {
		if pid != 0 && !slices.Contains(pids, pid) && len(pids) < mostLanes {
			pids = append(pids, pid)
		}
	}
	add(x.holder)
	add(x.t.pid)
	for _, m := range moments {
		if m.where.meets(x.t.asked) {
			add(m.pid)
			add(m.woken)
		}
	}
	return pids
}

// entry names the entry of a place.
func (p place) entry() string {
	if p.large {
		return fmt.Sprintf("pmd %#x", p.key())
	}
	return fmt.Sprintf("pte %#x", p.index)
}

// does says what a moment is.
func (x *tale) does(m moment) string {
	switch m.does {
	case locks:
		return "locks " + m.where.entry()
	case sleeps:
		return fmt.Sprintf("sleeps on key %#x", m.where.key())
	case unlocks:
		return "unlocks " + m.where.entry()
	case wakes:
		if m.all {
			return fmt.Sprintf("calls for all of key %#x", m.where.key())
		}
		return fmt.Sprintf("calls for key %#x", m.where.key())
	case gets:
		return "finds it unlocked"
	case nothing:
		return "finds nothing"
	case removes:
		return "removes " + m.where.entry()
	case refuses:
		return "leaves " + m.where.entry()
	}
	return "falls back"
}

// sleepsAt is where the task that is lost sleeps: of an entry of 2 MiB it is the base,
// whatever it asked for.
func (x *tale) sleepsAt(p place) place {
	p.large = p.large || p.index != x.key
	return p
}
