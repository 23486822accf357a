package profile

import (
	"errors"
	"io"
	"slices"
	"strings"

	"daxwait/bench/trace"
)

// stretch is a piece of kernel code between two events of a trace.
type stretch int

const (
	probing    stretch = iota // grab to get_entry: next to nothing but a probe
	looking                   // get_entry to get_entry_ret, without a sleep
	extent                    // grab_ret to insert, of an entry with storage
	zeroing4K                 // the same of one without, the page being unwritten
	allocating                // the same, the page being a hole
	zeroing2M                 // the same of 2 MiB, unwritten
	mapping4K                 // insert to unlock
	mapping2M                 // the same of 2 MiB
	waking0                   // wake to the end of the fault, nobody being woken
	waking1                   // the same for each that was
	latency                   // sched_waking to the switch, on a CPU that was idle
	leaving                   // sleep to the switch to another task
	resuming                  // the switch to get_entry_ret or another sleep
	unmapping                 // busy_range to wake
	flushing4K                // flush to wake
	flushing2M                // the same of 2 MiB
	committing                // asleep uninterruptibly after dax_writeback_range_done
	numStretches
)

// Stretches is how long pieces of kernel code took in traces.
type Stretches struct {
	took [numStretches][]int64
}

// mean returns the mean of the middle half of a stretch: the clock of a trace
// is coarse, which averages out, and interrupts and a host that takes a CPU
// away are in the rest.
func (s *Stretches) mean(of stretch) (ns int64, n int) {
	took := slices.Sorted(slices.Values(s.took[of]))
	n = len(took)
	middle := took[n/4 : n-n/4]
	if len(middle) == 0 {
		return 0, 0
	}
	for _, t := range middle {
		ns += t
	}
	return ns / int64(len(middle)), n
}

// Add adds what a trace has.
func (s *Stretches) Add(r *trace.Reader) error {
	f := follower{s: s, tasks: map[int]*followed{}, idle: map[int]int64{}}
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		f.event(e)
	}
}

// follower follows the tasks of a trace.
type follower struct {
	s     *Stretches
	tasks map[int]*followed
	idle  map[int]int64 // since when a CPU is
}

// followed is a task, at its last event.
type followed struct {
	kind  trace.Kind
	at    int64
	entry trace.Word // of grab_ret
	size  uint64     // of flush
	write bool       // the fault is to
	moved bool       // off the CPU since
	slept bool       // in state D since, and since when
	left  int64
	woke  int64 // tasks woken since

	asleep  bool  // on an entry
	wokenAt int64 // by a wake that began then
	cameAt  int64 // on the CPU after that
}

func (f *follower) task(pid int) *followed {
	t := f.tasks[pid]
	if t == nil {
		t = &followed{}
		f.tasks[pid] = t
	}
	return t
}

func (f *follower) event(e *trace.Event) {
	switch e.Kind {
	case trace.Other:
	case trace.Lost:
		clear(f.tasks)
	case trace.SchedSwitch:
		f.switched(e)
	case trace.SchedWaking:
		f.waking(e)
	default:
		t := f.task(e.PID)
		f.step(t, e)
		*t = followed{kind: e.Kind, at: e.Time, entry: t.entry, size: e.Size, write: t.write, asleep: e.Kind == trace.Sleep}
		switch e.Kind {
		case trace.GrabRet:
			t.entry = e.Entry
		case trace.PTEFault, trace.PMDFault:
			t.write = e.Write
		}
	}
}

// add notes how long a stretch took.
func (f *follower) add(s stretch, ns int64) {
	if ns >= 0 {
		f.s.took[s] = append(f.s.took[s], ns)
	}
}

// step is what a task did between two events of its own.
func (f *follower) step(t *followed, e *trace.Event) {
	took := e.Time - t.at
	if t.kind == trace.Sleep && t.cameAt != 0 && (e.Kind == trace.GetEntryRet || e.Kind == trace.Sleep) {
		f.add(resuming, e.Time-t.cameAt)
	}
	if t.kind == trace.GrabRet && e.Kind == trace.Insert && t.write && (t.entry.Empty() || t.entry.Zero()) {
		f.filled(t, e, took) // asleep or not
		return
	}
	if t.moved {
		return
	}
	switch {
	case t.kind == trace.Grab && e.Kind == trace.GetEntry:
		f.add(probing, took)
	case t.kind == trace.GetEntry && e.Kind == trace.GetEntryRet:
		f.add(looking, took)
	case t.kind == trace.GrabRet && e.Kind == trace.Insert && stored(t.entry):
		f.add(extent, took)
	case t.kind == trace.Insert && e.Kind == trace.Unlock && stored(t.entry) && t.entry.PMD():
		f.add(mapping2M, took)
	case t.kind == trace.Insert && e.Kind == trace.Unlock && stored(t.entry):
		f.add(mapping4K, took)
	case t.kind == trace.Wake && (e.Kind == trace.PTEFaultDone || e.Kind == trace.PMDFaultDone):
		f.woke(t, took)
	case t.kind == trace.BusyRange && e.Kind == trace.Wake:
		f.add(unmapping, took)
	case t.kind == trace.Flush && e.Kind == trace.Wake && t.size == 4<<10:
		f.add(flushing4K, took)
	case t.kind == trace.Flush && e.Kind == trace.Wake && t.size == 2<<20:
		f.add(flushing2M, took)
	}
}

// stored reports whether an entry has storage.
func stored(w trace.Word) bool { return w.Value() && !w.Empty() && !w.Zero() }

// filled is a write fault that found no data, by what its worker's pattern
// had put there.
func (f *follower) filled(t *followed, e *trace.Event, took int64) {
	switch {
	case strings.Contains(e.Comm, "-pte-cold"):
		f.add(zeroing4K, took)
	case strings.Contains(e.Comm, "-pmd-cold") && t.entry.PMD():
		f.add(zeroing2M, took)
	case strings.HasSuffix(e.Comm, "-punch"):
		f.add(allocating, took)
	}
}

// woke is the end of a fault after its wake.
func (f *follower) woke(t *followed, took int64) {
	if t.woke == 0 {
		f.add(waking0, took)
	} else {
		f.add(waking1, took/t.woke)
	}
}

// waking is the wake of a task.
func (f *follower) waking(e *trace.Event) {
	o := f.task(e.WokenPID)
	if !o.asleep {
		return
	}
	o.asleep = false
	if by := f.task(e.PID); by.kind == trace.Wake {
		if by.woke++; by.woke == 1 {
			o.wokenAt = by.at
		}
	}
}

// switched is a CPU that goes from one task to another.
func (f *follower) switched(e *trace.Event) {
	if e.PrevPID != 0 {
		t := f.task(e.PrevPID)
		if t.kind == trace.Sleep && !t.moved && e.PrevState == "D" {
			f.add(leaving, e.Time-t.at)
		}
		t.moved = true
		if t.kind == trace.WritebackRangeDone && !t.slept && e.PrevState == "D" {
			t.slept, t.left = true, e.Time
		}
	}
	if e.NextPID == 0 {
		f.idle[e.CPU] = e.Time
		return
	}
	t := f.task(e.NextPID)
	if t.slept && t.left != 0 {
		f.add(committing, e.Time-t.left)
		t.left = 0
	}
	if t.wokenAt == 0 {
		return
	}
	if since, was := f.idle[e.CPU]; was && e.PrevPID == 0 && since <= t.wokenAt {
		f.add(latency, e.Time-t.wokenAt)
	}
	t.wokenAt, t.cameAt = 0, e.Time
}
