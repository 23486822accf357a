package timeline

import (
	"fmt"
	"io"

	"daxwait/bench/trace"
	"daxwait/daxcore/task"
)

const (
	firstPID = 1001 // of task 0
	firstIno = 0xc  // of file 0
	longComm = 15   // what the kernel keeps of a name
)

// WriteFtrace writes what was recorded as ftrace text.
func (r *Recorder) WriteFtrace(w io.Writer) error {
	t := &teller{
		Recorder: r, out: trace.NewWriter(w), after: r.chain(), words: map[place]trace.Word{},
		tasks: make([]told, r.Tasks), cpus: make([]cpu, r.CPUs),
	}
	for id := range t.tasks {
		t.tasks[id] = told{id: id, name: r.name(id), cpu: id % r.CPUs, op: &record{}}
	}
	for i := range r.records {
		t.tell(i)
	}
	return t.out.Flush()
}

// name is a task's, as the workers of the captures are named.
func (r *Recorder) name(id int) string {
	name := fmt.Sprintf("w%02d-%s", id, r.Pattern)
	return name[:min(len(name), longComm)]
}

// chain returns for each record the next one of the same task; 0 is none.
func (r *Recorder) chain() []int32 {
	after := make([]int32, len(r.records))
	next := make([]int32, r.Tasks)
	for i := len(r.records) - 1; i >= 0; i-- {
		id := r.records[i].task
		after[i], next[id] = next[id], int32(i)
	}
	return after
}

// teller tells records as the events of a trace, in their order. What a task
// does next it looks up ahead.
type teller struct {
	*Recorder
	out   *trace.Writer
	after []int32
	tasks []told
	cpus  []cpu
	words map[place]trace.Word // the unlocked entries, as far as they were told
}

// place is where an entry is.
type place struct {
	file  uint32
	index uint64
}

// told is a task, and what of it is under way.
type told struct {
	id     int
	name   string
	cpu    int // its own, or its last
	onCPU  bool
	put    []trace.Event // off, until it has a CPU to do it on
	asleep bool          // on an entry or a semaphore, or about to be
	over   bool          // with this round
	op     *record

	fault       trace.Event // its beginning; Kind is Other if there is none
	faulting    bool        // and that is written
	fellBack    bool
	unmapped    bool // the fault has mapped nothing, and will be taken again
	grabbing    bool
	getting     bool
	removing    bool // one entry
	removed     bool
	truncating  bool
	ranging     bool // a write-back, or a scan
	flushing    bool
	granted     bool // dax_unlock_entry is to give the lock back
	gone        bool // the entry that was locked
	word        trace.Word
	unlocked    uint64 // index of the last entry that was
	waking      bool   // the call is written
	lastWaitEnd bool   // is what it told last
}

// event returns an event of the task.
func (x *told) event(now int64, k trace.Kind) *trace.Event {
	return &trace.Event{Time: now, CPU: x.cpu, PID: firstPID + x.id, Comm: x.name, Kind: k, Ino: firstIno + uint64(x.op.file)}
}

// say writes what a task comes to. One that has no CPU does so when it has.
func (t *teller) say(x *told, e *trace.Event) {
	if x.onCPU {
		t.out.Write(e)
	} else {
		x.put = append(x.put, *e)
	}
}

// catchUp writes what a task has put off.
func (t *teller) catchUp(x *told, now int64) {
	for i := range x.put {
		e := &x.put[i]
		e.Time, e.CPU = now, x.cpu
		t.out.Write(e)
	}
	x.put = x.put[:0]
}

// tell tells record i.
func (t *teller) tell(i int) {
	r := &t.records[i]
	x := &t.tasks[r.task]
	if x.over { // and here is the next
		x.over = false
		t.timer(x, r.at)
	}
	if r.what != took {
		t.catchUp(x, r.at)
	}
	switch r.what {
	case begun:
		x.op, x.truncating, x.ranging = r, false, false
	case done:
		t.endFault(x, r.at)
		t.endRange(x, r.at)
	case observed:
		t.event(x, i, r)
	case at:
		t.label(x, i, r)
	case woke:
		t.wakes(x, i, r)
	case took, left, rests, rested:
		t.scheduled(x, i, r)
	}
	if !x.waking && t.precedesWake(i) {
		end, _ := t.wake(i)
		t.callWake(x, i, end)
	}
	x.lastWaitEnd = t.is(i, task.WaitEnd)
}

// is reports whether record i is an event of a kind.
func (t *teller) is(i int, k task.Kind) bool {
	return t.records[i].what == observed && task.Kind(t.records[i].sub) == k
}

// isAt reports whether it is one of the labels.
func (t *teller) isAt(i int, labels ...task.Label) bool {
	for _, l := range labels {
		if t.records[i].what == at && task.Label(t.records[i].sub) == l {
			return true
		}
	}
	return false
}
