package trace

// A gap between events is this long, in ns, where a capture is more likely to have
// been off than idle.
const longGap = 1_000_000_000

// doubts look for what a capture of one run, whole and unedited, cannot show: a CPU
// or a part of the events that is not there, or two runs in one file.
type doubts struct {
	cpus  map[int]cpuSeen
	tasks map[int]known
	dev   uint64

	header   int   // the line that says how many events there are, or 0
	promised int64 // by it
	headers  bool  // there is more than one
	switched bool  // there is a sched_switch

	switches, strays int64 // to tasks that use entries; events of other tasks than they say
	stray            int   // the first of those
}

// cpuSeen is what the events of a CPU tell.
type cpuSeen struct {
	n    int64 // events so far
	task int   // that the latest sched_switch gave the CPU to; 0 is not known
}

// known is what events tell of a task.
type known struct {
	uses  bool   // it has events of its own on entries
	comm  string // its name in those
	sent  int    // where its latest wake sent it, plus 1; 0 if nowhere
	since int64  // and how many events that CPU had then
}

// ofEntries reports whether a kind is of a task that is at work on an entry.
func (k Kind) ofEntries() bool { return k >= Grab && k <= WritebackOne }

// note looks at an event that is later than those before.
func (d *doubts) note(e *Event, before int64, seen bool, w *Warnings) {
	if d.cpus == nil {
		d.cpus, d.tasks = map[int]cpuSeen{}, map[int]known{}
	}
	if e.Kind == Lost {
		clear(d.cpus)
		clear(d.tasks)
		return
	}
	if seen && e.Time-before >= longGap {
		w.add(Gap, e.Line, 1)
	}
	c, has := d.cpus[e.CPU]
	if !has && len(d.cpus) == maxCPUs {
		return
	}
	c.n++
	if e.Kind != Other && c.task != 0 && c.task != e.PID && d.tasks[c.task].uses {
		if d.strays++; d.stray == 0 {
			d.stray = e.Line
		}
		c.task = 0
	}
	switch {
	case e.Kind.ofEntries():
		d.worker(e, w)
	case e.Kind == SchedSwitch:
		d.switched = true
		c.task = e.NextPID
		if d.tasks[e.NextPID].uses {
			d.switches++
		}
	case e.Kind == SchedWaking:
		d.woken(e, w)
	}
	d.cpus[e.CPU] = c
}

// worker notes an event on an entry.
func (d *doubts) worker(e *Event, w *Warnings) {
	if e.Dev != 0 {
		if d.dev != 0 && d.dev != e.Dev {
			w.add(SeveralDevices, e.Line, 1)
		} else {
			d.dev = e.Dev
		}
	}
	t, has := d.tasks[e.PID]
	if !has && len(d.tasks) == maxTasks {
		return
	}
	named := e.Comm != "<...>"
	if t.uses && named && t.comm != "" && t.comm != e.Comm {
		w.add(Renamed, e.Line, 1)
	}
	t.uses = true
	if named {
		t.comm = e.Comm
	}
	d.tasks[e.PID] = t
}

// woken notes where a wake sends a task. That is the CPU on which it was last: to be
// sent there again it must have been there, and left an event, if switches are in
// the file.
func (d *doubts) woken(e *Event, w *Warnings) {
	t, has := d.tasks[e.WokenPID]
	if !e.Targeted || !has && len(d.tasks) == maxTasks {
		return
	}
	n := d.cpus[e.TargetCPU].n
	if t.sent == e.TargetCPU+1 && t.since == n && d.switched && (t.uses || n == 0) {
		w.add(SilentCPU, e.Line, 1)
	}
	t.sent, t.since = e.TargetCPU+1, n
	d.tasks[e.WokenPID] = t
}

// counts notes a header that says how many events there are in the file.
func (d *doubts) counts(line int, n int64, w *Warnings) {
	if d.header != 0 {
		d.headers = true
		w.add(SecondHeader, line, 1)
		return
	}
	d.header, d.promised = line, n
}

// end looks at the whole: whether it has as many events as it should, and how many of
// them are of a task that had no CPU. A few switches are in no trace. More events than
// were there when it was opened has a buffer that is read while it is written.
func (d *doubts) end(events int64, w *Warnings) {
	if missing := d.promised - events; !d.headers && missing > 0 {
		w.add(FewerEvents, d.header, missing)
	}
	if d.strays >= few && 20*d.strays > d.switches {
		w.add(StrayTask, d.stray, d.strays)
	}
}
