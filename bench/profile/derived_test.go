package profile

import (
	"fmt"
	"slices"

	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/daxcore/task"
)

// derived is how a cost is made of stretches: the first less the others.
type derived struct {
	kind  Kind
	of    stretch
	less  []stretch
	walk  bool   // less a walk of the XArray too
	drawn string // why it is, if it is
	says  string
}

// derivations are in an order in which none needs a later one. The time from
// wake to the end of a fault that woke nobody stands for what little every
// stretch has besides, the probe first of all.
func derivations() []derived {
	quiet := []stretch{waking0}
	return []derived{
		{kind: Kind(task.WalkXArray), of: looking, less: quiet, says: "get_entry to get_entry_ret without a sleep"},
		{kind: Kind(task.InstallPTE), of: mapping4K, less: quiet, walk: true, says: "insert to unlock of a page that has storage"},
		{kind: Kind(task.InstallPMD), of: mapping2M, less: quiet, walk: true, says: "insert to unlock of 2 MiB that have storage"},
		{kind: Kind(task.Zero4K), of: zeroing4K, less: []stretch{extent}, says: "grab_ret to insert of write faults on an unwritten page (pte-cold), its conversion in the journal included"},
		{kind: Kind(task.Zero2M), of: zeroing2M, less: []stretch{extent}, says: "grab_ret to insert of write faults on 2 MiB unwritten (pmd-cold), their conversion in the journal included"},
		{kind: Kind(task.MapExtent), of: extent, less: quiet, says: "grab_ret to insert of a page that has storage"},
		{kind: Kind(task.AllocBlocks), of: allocating, less: []stretch{zeroing4K}, says: "grab_ret to insert of write faults on a hole (punch) against an unwritten page (pte-cold)"},
		{kind: Kind(task.JournalCommit), of: committing, drawn: "as its spread nearly is", says: "first uninterruptible sleep after dax_writeback_range_done, in fdatasync"},
		{kind: Kind(task.Unmap), of: unmapping, less: quiet, says: "busy_range, which unmaps the file, to the wake of its first entry"},
		{kind: Kind(task.Flush), of: flushing4K, less: quiet, walk: true, says: "flush of 4 KiB to wake, under emulation, where caches need no flush"},
		{kind: Kind(task.WakeOne), of: waking1, less: quiet, says: "wake to the end of the fault, for each woken"},
		{kind: WakeLatency, of: latency, less: []stretch{waking1}, drawn: "so that tasks do not march in step, though its spread is less wide", says: "wake to the switch to who is woken on a CPU that was idle"},
	}
}

// Emulated returns the profile that the traces give. What they do not is as in
// base.
func (s *Stretches) Emulated(base *Profile) *Profile {
	p := &Profile{Profile: base.Profile, About: "Linux 6.1 on 2 CPUs under software emulation, derived from the shared traces: the ratios matter, not the size. Means of the middle half; what the probes took is in them as far as it differs from stretch to stretch."}
	p.Name, p.Scheduler, p.Ranges = "emulated-6.1-traced", machine.CFS, base.Ranges
	for _, k := range Kinds() {
		if k > SpinTransfer { // no trace was looked at for it
			p.Set(k, sim.Time{}, "")
			continue
		}
		p.Sources[k] = "cannot be told from the traces, as in " + base.Name + ": " + base.Sources[k]
	}
	for _, d := range derivations() {
		if ns, n := s.value(d, p); n != 0 {
			p.Set(d.kind, sim.Time{Mean: ns, Drawn: d.drawn != ""}, fmt.Sprintf("traces: %s%s (n=%d)", d.says, d.lessWhat(), n))
			if w := s.within(d, p); w.Low < ns && ns < w.High {
				p.Ranges[d.kind] = w
			}
		}
	}
	s.comeBack(p, base)
	return p
}

// value computes a cost, and from how many stretches.
func (s *Stretches) value(d derived, p *Profile) (ns int64, n int) {
	ns, n = s.mean(d.of)
	for _, o := range d.less {
		other, m := s.mean(o)
		ns, n = ns-other, min(n, m)
	}
	if d.walk {
		ns -= p.Costs[task.WalkXArray].Mean
	}
	return max(ns, 0), n
}

// within are the quartiles of a cost's stretch, less the means of the others.
func (s *Stretches) within(d derived, p *Profile) Range {
	took := slices.Sorted(slices.Values(s.took[d.of]))
	mean, _ := s.mean(d.of)
	ns, _ := s.value(d, p)
	return Range{max(took[len(took)/4]-(mean-ns), 0), took[len(took)-1-len(took)/4] - (mean - ns)}
}

// lessWhat says what was taken off, and how it is drawn.
func (d derived) lessWhat() string {
	says := ""
	for _, o := range d.less {
		switch o {
		case waking0:
			says += ", less wake to the end of a fault that wakes nobody"
		case waking1:
			says += ", less wake to the end of a fault that wakes one"
		case extent:
			says += ", less that of a page that has storage"
		}
	}
	if d.walk {
		says += ", less walk-xarray"
	}
	if d.drawn != "" {
		says += "; exponential " + d.drawn
	}
	return says
}

// comeBack sets what a sleep takes of CPU time. The simulator has it all at the
// return: who leaves a CPU delays who comes next as much. A trace has no event
// between the context switch and the work before the woken looks again; they
// divide the way back as they do in base.
func (s *Stretches) comeBack(p, base *Profile) {
	way, n := s.mean(resuming)
	look, _ := s.mean(looking)
	leave, m := s.mean(leaving)
	probe, _ := s.mean(waking0)
	way, leave = max(way-look, 0), max(leave-probe, 0)
	cs, re := base.ContextSwitch.Mean, base.Costs[task.Recheck].Mean
	if n == 0 || cs+re == 0 {
		return
	}
	back := way * cs / (cs + re)
	says := fmt.Sprintf("traces: sched_switch to a woken waiter until its get_entry_ret or next sleep, less one look-up, is %d ns for the way back and recheck together, which divide it as in %s (n=%d)", way, base.Name, n)
	p.Set(Kind(task.Recheck), sim.Time{Mean: way - back}, says)
	p.Set(ContextSwitch, sim.Time{Mean: back + leave}, fmt.Sprintf("%s; and sleep to the switch to another task, less wake to the end of a fault that wakes nobody, %d ns (n=%d)", says, leave, m))
}
