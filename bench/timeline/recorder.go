package timeline

import (
	"time"

	"daxwait/bench/pattern"
	"daxwait/daxcore/task"
)

// About says of what a timeline is.
type About struct {
	Pattern, Strategy, Machine string
	Tasks, CPUs, Files         int
	Seed                       uint64
}

// Limit is how much a recorder keeps unless it is told otherwise: 40 MiB.
const Limit = 1 << 20

// Recorder is a sim.CPUWatch that records from Start until Stop, or until nobody
// can go on. It belongs to the goroutine of its engine. Start, Stop and Hung of
// a nil Recorder do nothing.
type Recorder struct {
	About
	limit        int
	records      []record
	on           bool
	began, ended int64
	full, hung   bool
}

// record is something that a task did or that happened to it.
type record struct {
	at    int64 // ns since the window began
	a, b  uint64
	n     int32
	task  int32
	file  uint32
	what  what
	sub   uint8 // a kind of event, label, cost or operation
	order uint8
	yes   bool
}

// what says which of a record's fields are used.
type what uint8

const (
	observed what = iota // sub is the kind of event; order, file, a: index, n, yes: all
	at                   // sub is the label; a, b
	woke                 // n is who is woken
	took                 // n is the CPU
	left                 // n is the CPU; yes: runnable
	rests                // sub is the cost
	rested
	begun // an operation: sub is its kind; file, a: index, b: last, yes: writes
	done
)

// New returns a recorder that keeps as many records as limit says.
func New(a About, limit int) *Recorder { return &Recorder{About: a, limit: limit} }

// Start begins the recording. A second one does nothing.
func (r *Recorder) Start(now int64) {
	if r != nil && r.records == nil {
		r.on, r.began, r.records = true, now, make([]record, 0, min(r.limit, 1<<14))
	}
}

// Stop ends it.
func (r *Recorder) Stop(now int64) {
	if r != nil && r.on {
		r.on, r.ended = false, now-r.began
	}
}

// Hung ends it because nobody can go on.
func (r *Recorder) Hung(now int64) {
	if r != nil && r.on {
		r.hung = true
		r.Stop(now)
	}
}

// Length is how long was recorded.
func (r *Recorder) Length() time.Duration { return time.Duration(r.ended) }

// Full reports whether the recording ended at the limit.
func (r *Recorder) Full() bool { return r.full }

// EndsInHang reports whether it ended because nobody could go on.
func (r *Recorder) EndsInHang() bool { return r.hung }

// Operations returns how many operations were finished.
func (r *Recorder) Operations() (n int) {
	for i := range r.records {
		if r.records[i].what == done {
			n++
		}
	}
	return n
}

func (r *Recorder) add(now int64, x record) {
	if !r.on {
		return
	}
	if len(r.records) == r.limit {
		r.full = true
		r.Stop(now)
		return
	}
	x.at = now - r.began
	r.records = append(r.records, x)
}

// Begin and End are told of a task's operations.
func (r *Recorder) Begin(id int, now int64, op *pattern.Op) {
	r.add(now, record{task: int32(id), what: begun, sub: uint8(op.Kind), file: uint32(op.File), a: op.Index, b: op.Last, yes: op.Write})
}

// End is told that the operation is done.
func (r *Recorder) End(id int, now int64) { r.add(now, record{task: int32(id), what: done}) }

// Observed is one of sim.Watch.
func (r *Recorder) Observed(id int, now int64, e task.Event) {
	r.add(now, record{task: int32(id), what: observed, sub: uint8(e.Kind), order: e.Order, file: e.File, a: e.Index, n: int32(e.N), yes: e.All})
}

// At is one of sim.Watch.
func (r *Recorder) At(id int, now int64, l task.Label, a, b uint64) {
	r.add(now, record{task: int32(id), what: at, sub: uint8(l), a: a, b: b})
}

// Woke is one of sim.Watch.
func (r *Recorder) Woke(id, woken int, now int64) {
	r.add(now, record{task: int32(id), what: woke, n: int32(woken)})
}

// Rests is one of sim.CPUWatch.
func (r *Recorder) Rests(id int, now int64, c task.Cost) {
	r.add(now, record{task: int32(id), what: rests, sub: uint8(c)})
}

// Rested is one of sim.CPUWatch.
func (r *Recorder) Rested(id int, now int64) { r.add(now, record{task: int32(id), what: rested}) }

// Took is one of sim.CPUWatch.
func (r *Recorder) Took(id, cpu int, now int64) {
	r.add(now, record{task: int32(id), what: took, n: int32(cpu)})
}

// Left is one of sim.CPUWatch.
func (r *Recorder) Left(id, cpu int, now int64, runnable bool) {
	r.add(now, record{task: int32(id), what: left, n: int32(cpu), yes: runnable})
}
