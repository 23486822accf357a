package stuck

import (
	"io"

	"daxwait/bench/trace"
)

// The most tasks and chunks that are kept apart.
const (
	mostTasks  = 1 << 16
	mostChunks = 1 << 16
)

// task is one as far as the capture has come.
type task struct {
	pid  int
	name string
	op   trace.Kind // that began last and has not ended; Other is none
	// looking: in the look-up of an entry, at asked.
	looking bool
	asked   place
	slept   bool
	sleptAt int64
	woken   bool
	held    bool
	has     place
	heldAt  int64
	// unlocked: it has given its entry back, and not yet called for waiters; waking: it
	// has, and done nothing since.
	unlocked, waking bool
	call             place
	away             bool
	awayAt           int64
	state            string
}

// reader is a Report in the making.
type reader struct {
	tasks  map[int]*task
	chunks map[chunk]*story
	// devs are the devices of inode numbers: a kprobe outside of a fault tells none.
	// Early is true of an inode number of which chunks without a device are kept.
	devs    map[uint64]uint64
	early   map[uint64]bool
	twice   bool // an inode number is of two devices
	cap     trace.Captured
	from    int64
	now     int64
	began   bool
	cut     int // times that events were lost
	crowded bool
}

// Read reads a capture to its end, and says which of its tasks are stuck.
func Read(r *trace.Reader) (*Report, error) {
	d := &reader{tasks: map[int]*task{}, chunks: map[chunk]*story{}, devs: map[uint64]uint64{}, early: map[uint64]bool{}}
	for {
		e, err := r.Next()
		if err == io.EOF {
			return d.report(), nil
		}
		if err != nil {
			return nil, err
		}
		d.take(e)
	}
}

// task finds or makes a task.
func (d *reader) task(pid int, name string) *task {
	t := d.tasks[pid]
	if t == nil {
		if len(d.tasks) == mostTasks {
			d.crowded = true
			return &task{pid: pid}
		}
		t = &task{pid: pid}
		d.tasks[pid] = t
	}
	if name != "" && name != "<...>" {
		t.name = name
	}
	return t
}

// file is the one that an event is on. Where it tells no device it is the one that
// its inode number has elsewhere.
func (d *reader) file(e *trace.Event) trace.FileID {
	id := trace.FileID{Dev: e.Dev, Ino: e.Ino}
	dev, known := d.devs[id.Ino]
	switch {
	case id.Dev == 0 && !known:
		d.early[id.Ino] = true
	case id.Dev == 0:
		id.Dev = dev
	case !known && len(d.devs) < mostChunks:
		d.devs[id.Ino] = id.Dev
		if d.early[id.Ino] {
			delete(d.early, id.Ino)
			d.move(trace.FileID{Ino: id.Ino}, id)
		}
	case known && dev != id.Dev:
		d.twice = true
	}
	return id
}

// move gives what is known of a file to another, whose device has just been told.
func (d *reader) move(from, to trace.FileID) {
	for c, s := range d.chunks { // each by itself
		if c.file != from {
			continue
		}
		for _, list := range [][]moment{s.first, s.last} {
			for i := range list {
				list[i].where.file = to
			}
		}
		delete(d.chunks, c)
		d.chunks[chunk{to, c.n}] = s
	}
	for _, t := range d.tasks {
		for _, p := range []*place{&t.asked, &t.has, &t.call} {
			if p.file == from {
				p.file = to
			}
		}
	}
}

// add notes a deed. Of a chunk in which nobody sleeps and nobody has an entry what was
// before does not matter.
func (d *reader) add(t *task, does deed, where place, woken int, all bool) {
	c := where.chunk()
	s := d.chunks[c]
	if s == nil {
		if len(d.chunks) == mostChunks {
			d.crowded = true
			return
		}
		s = &story{}
		d.chunks[c] = s
	}
	s.add(moment{d.now, t.pid, does, where, woken, all})
}

// settle forgets a chunk to which nobody has anything to do.
func (d *reader) settle(c chunk) {
	s := d.chunks[c]
	if s == nil || s.busy > 0 {
		return
	}
	delete(d.chunks, c)
}

// busy counts tasks that sleep in a chunk, or hold an entry.
func (d *reader) busy(where place, by int) {
	c := where.chunk()
	if s := d.chunks[c]; s != nil {
		s.busy += by
	}
}

// take takes an event.
func (d *reader) take(e *trace.Event) {
	d.cap.Note(e)
	if e.Kind == trace.Lost {
		d.cut++
		clear(d.tasks)
		clear(d.chunks)
		return
	}
	if !d.began {
		d.began, d.from = true, e.Time
	}
	d.now = max(d.now, e.Time)
	switch e.Kind {
	case trace.SchedSwitch:
		d.switched(e)
		return
	case trace.SchedWaking:
		d.woke(e)
		return
	case trace.SchedWakeup:
		if !d.cap.Has(trace.SchedWaking) {
			d.woke(e)
		}
		return
	case trace.Other, trace.PTELoadHole, trace.PMDLoadHole:
		return
	}
	t := d.task(e.PID, e.Comm)
	t.waking = false
	at := place{d.file(e), e.Index, false}
	switch e.Kind {
	case trace.PTEFault, trace.PMDFault, trace.WritebackRange, trace.BusyRange, trace.Invalidate:
		t.op = e.Kind
	case trace.PTEFaultDone, trace.PMDFaultDone, trace.WritebackRangeDone:
		d.release(t)
		t.op, t.unlocked = trace.Other, false
	case trace.GetEntry:
		at.large = e.Order != 0
		if t.slept && !t.woken { // the end of that look-up is not in the capture
			d.busy(t.asked, -1)
		}
		t.looking, t.slept, t.woken, t.asked = true, false, false, at
	case trace.Sleep:
		d.sleep(t)
	case trace.GetEntryRet:
		d.got(t, e.Entry)
	case trace.GrabRet:
		d.grabbed(t, e.Entry)
	case trace.Flush:
		if t.op == trace.WritebackRange && !t.held {
			d.hold(t, t.asked)
		}
	case trace.Insert:
		if t.held {
			t.has.large = e.Entry.PMD()
		}
	case trace.Unlock:
		at.large = e.Entry.PMD()
		d.add(t, unlocks, at, 0, false)
		d.release(t)
		t.unlocked, t.call = true, at
	case trace.Wake:
		at.large = e.Entry.PMD()
		d.add(t, wakes, at, 0, e.Mode == 0)
		d.release(t)
		t.unlocked, t.waking, t.call = false, true, at
	case trace.InvalidateRet:
		does := refuses
		if e.Ret == 1 {
			does = removes
		}
		if t.asked.file.Ino != 0 && e.Ret == 1 {
			d.add(t, does, t.asked, 0, false)
		}
		t.op = trace.Other
	}
}

func (d *reader) switched(e *trace.Event) {
	if t := d.tasks[e.PrevPID]; t != nil && e.PrevPID != 0 {
		t.away, t.awayAt, t.state = true, e.Time, e.PrevState
	}
	if t := d.tasks[e.NextPID]; t != nil && e.NextPID != 0 {
		t.away = false
	}
}

// woke takes that a task is woken out of its sleep for an entry.
func (d *reader) woke(e *trace.Event) {
	t := d.tasks[e.WokenPID]
	if t == nil || !t.slept || t.woken {
		return
	}
	t.woken = true
	by := d.task(e.PID, "")
	d.add(by, woke, t.asked, t.pid, false)
	d.busy(t.asked, -1)
}

func (d *reader) sleep(t *task) {
	if !t.looking {
		return
	}
	if !t.slept || t.woken {
		d.add(t, sleeps, t.asked, 0, false)
		d.busy(t.asked, 1)
	}
	t.slept, t.woken, t.sleptAt = true, false, d.now
}

// got takes the end of a look-up.
func (d *reader) got(t *task, w trace.Word) {
	if t.slept && !t.woken { // its wake is not in the capture
		d.busy(t.asked, -1)
	}
	t.looking, t.slept, t.woken = false, false, false
	fault := t.op == trace.PTEFault || t.op == trace.PMDFault
	switch {
	case w == 0 && !fault:
		d.add(t, nothing, t.asked, 0, false)
	case w.Value() && !fault:
		d.add(t, gets, t.asked, 0, false)
	case w.Value() && fault:
		t.has = t.asked
		t.has.large = w.PMD()
	}
	d.settle(t.asked.chunk())
}

// grabbed takes the end of a fault's way to its entry.
func (d *reader) grabbed(t *task, w trace.Word) {
	if w.Internal() {
		d.add(t, fallback, t.asked, 0, false)
		d.settle(t.asked.chunk())
		return
	}
	at := t.asked
	at.large = w.PMD()
	d.hold(t, at)
}

func (d *reader) hold(t *task, at place) {
	d.release(t)
	d.add(t, locks, at, 0, false)
	d.busy(at, 1)
	t.held, t.has, t.heldAt = true, at, d.now
}

func (d *reader) release(t *task) {
	if t.held {
		t.held = false
		d.busy(t.has, -1)
	}
}
