package stuck

import (
	"cmp"
	"fmt"
	"slices"

	"daxwait/bench/trace"
	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/strategies"
)

// Sleeper is a task that sleeps for an entry when the capture ends.
type Sleeper struct {
	PID  int
	Name string
	What string // it does: a fault, PTE
	File trace.FileID
	Page uint64 // that it looks for; the first of 2 MiB if it is Large
	// Large: it asks for 2 MiB.
	Large bool
	// Since and For are when it fell asleep, from the first event on, and for how long it
	// sleeps, in ns.
	Since, For int64
	// Lost: nobody holds what it sleeps for, or is on the way to it.
	Lost bool
	// By says of a task that is not lost who holds it, or is on the way.
	By string
}

// Loss is what lost one task, or several in the same way.
type Loss struct {
	// Sleepers are those that are lost, the first one first.
	Sleepers []*Sleeper
	// Because says how, a sentence each.
	Because []string
	// Bug is the one that does so; its Name is empty if none that is known does.
	Bug strategies.Bug
	// Columns are what happened, from the lock that the first one waited for.
	Columns *results.Columns
}

// Report is what a capture shows of tasks that are stuck.
type Report struct {
	Losses []*Loss
	// Waiting are those that sleep and are not lost.
	Waiting []*Sleeper
	// Lacks says which events are missing to tell, or nothing.
	Lacks string
	// Notes are what else is to be known of the capture.
	Notes []string
	Tasks int
	NS    int64 // from the first event to the last
}

// Told reports whether the capture tells who is lost.
func (r *Report) Told() bool { return r.Lacks == "" }

// report makes one of what was read.
func (d *reader) report() *Report {
	r := &Report{Tasks: len(d.tasks), NS: d.now - d.from}
	var lacks []string
	for _, q := range []trace.Quantity{trace.Holds, trace.Sleeps, trace.Wakes} {
		for _, k := range d.cap.Missing(q) {
			// Of what is there too few are no sign: where a task hangs, no end follows.
			if !d.cap.Has(k) && !slices.Contains(lacks, k.String()) {
				lacks = append(lacks, k.String())
			}
		}
	}
	if d.cap.Has(trace.Sleep) && !d.cap.Has(trace.GetEntryRet) && !slices.Contains(lacks, "get_entry_ret") {
		lacks = append(lacks, "get_entry_ret")
	}
	if len(lacks) != 0 {
		r.Lacks = phrase.List(lacks, "and") + map[bool]string{true: " is", false: " are"}[len(lacks) == 1] + " missing"
	}
	if r.Lacks == "" && d.cap.Has(trace.Sleep) && !d.cap.Has(trace.SchedWaking) && !d.cap.Has(trace.SchedWakeup) {
		r.Lacks = "sched_waking is missing"
	}
	if d.twice {
		r.Notes = append(r.Notes, "files of two devices have one inode number: what tells no device is taken to be of the first")
	}
	if d.cut != 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("events were lost %d times: what was under way then is not known", d.cut))
	}
	if d.crowded {
		r.Notes = append(r.Notes, "there are more tasks or files than are kept apart: those that came last are left out")
	}
	all := d.inOrder()
	for _, t := range all {
		if !t.slept || t.woken {
			continue
		}
		s := d.sleeper(t, all)
		if !s.Lost || !r.Told() {
			s.Lost = false
			r.Waiting = append(r.Waiting, s)
			continue
		}
		l := d.loss(t, s)
		i := slices.IndexFunc(r.Losses, func(o *Loss) bool {
			return o.Bug.Name == l.Bug.Name && o.Sleepers[0].File == s.File && o.Sleepers[0].Page>>pmdOrder == s.Page>>pmdOrder
		})
		if i >= 0 {
			r.Losses[i].Sleepers = append(r.Losses[i].Sleepers, s)
		} else {
			r.Losses = append(r.Losses, l)
		}
	}
	return r
}

// inOrder are the tasks, those that sleep first in the order in which they fell
// asleep.
func (d *reader) inOrder() []*task {
	all := make([]*task, 0, len(d.tasks))
	for _, t := range d.tasks { // sorted below
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b *task) int {
		return cmp.Or(cmp.Compare(a.sleptAt, b.sleptAt), cmp.Compare(a.pid, b.pid))
	})
	return all
}

// sleeper says what a task sleeps for, and who holds it or is on the way.
func (d *reader) sleeper(t *task, all []*task) *Sleeper {
	s := &Sleeper{PID: t.pid, Name: t.name, What: t.what(), File: t.asked.file, Page: t.asked.key(), Large: t.asked.large, Since: t.sleptAt - d.from, For: d.now - t.sleptAt, Lost: true}
	for _, o := range all {
		asleep := o.slept && !o.woken
		switch {
		case o == t || asleep:
		case o.held && o.has.meets(t.asked):
			s.By = fmt.Sprintf("%s (%d) holds it since %s%s", o.name, o.pid, since(o.heldAt-d.from), o.whereabouts(d))
		case s.By == "" && (o.looking || o.waking || o.unlocked) && d.reach(o).meets(t.asked):
			s.By = fmt.Sprintf("%s (%d) is on its way there%s", o.name, o.pid, o.whereabouts(d))
		}
	}
	s.Lost = s.By == ""
	return s
}

// reach is what a task is on its way to, or has just given back.
func (d *reader) reach(o *task) place {
	if o.looking {
		return o.asked
	}
	return o.call
}

// whereabouts says whether a task runs.
func (t *task) whereabouts(d *reader) string {
	switch {
	case !t.away:
		return ", and runs"
	case t.state != "" && t.state[0] == 'R':
		return ", and waits for a CPU since " + since(t.awayAt-d.from)
	}
	return fmt.Sprintf(", and sleeps (state %s) since %s", t.state, since(t.awayAt-d.from))
}

// what says what a task does.
func (t *task) what() string {
	switch t.op {
	case trace.PTEFault:
		return "a fault, PTE"
	case trace.PMDFault:
		return "a fault, PMD"
	case trace.WritebackRange:
		return "write-back"
	case trace.BusyRange:
		return "a scan"
	case trace.Invalidate:
		return "a removal"
	}
	return "a look-up"
}

// since is a time from the first event on.
func since(ns int64) string {
	switch {
	case ns < 1_000_000:
		return fmt.Sprintf("%g µs", float64(ns)/1e3)
	case ns < 1_000_000_000:
		return fmt.Sprintf("%.3f ms", float64(ns)/1e6)
	}
	return fmt.Sprintf("%.3f s", float64(ns)/1e9)
}
