package timeline

import (
	"cmp"
	"fmt"
	"slices"

	"daxwait/bench/pattern"
	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/results"
)

// afterHang is how long who hung is shown asleep at most, in ns.
const afterHang = 20_000

// Timeline returns what was recorded as spans and arrows.
func (r *Recorder) Timeline() *results.Timeline {
	d := &drafter{Recorder: r, tasks: make([]drafted, r.Tasks), out: &results.Timeline{
		Pattern: r.Pattern, Strategy: r.Strategy, Machine: r.Machine, Seed: r.Seed, CPUs: r.CPUs, To: r.ended, Hung: r.hung,
	}}
	if r.hung {
		d.out.To += min(r.ended/4+1, afterHang)
	}
	for id := range d.tasks {
		d.out.Tasks = append(d.out.Tasks, r.name(id))
		d.tasks[id].lastArrow = -1
		d.begin(id, results.Runnable, 0, "")
	}
	for i := range r.records {
		d.draft(&r.records[i])
	}
	for id := range d.tasks {
		for doing := range d.tasks[id].open {
			d.end(id, results.Doing(doing), d.out.To)
		}
	}
	slices.SortStableFunc(d.out.Spans, func(a, b results.Span) int {
		return cmp.Or(cmp.Compare(a.Task, b.Task), cmp.Compare(a.From, b.From), cmp.Compare(b.To, a.To), cmp.Compare(a.Doing, b.Doing))
	})
	return d.out
}

// drafter makes spans of records.
type drafter struct {
	*Recorder
	out   *results.Timeline
	tasks []drafted
}

// drafted is a task, and the spans of it that have begun.
type drafted struct {
	open      [results.Away + 1]results.Span
	begun     [results.Away + 1]bool
	key       string // about to sleep on it
	onCPU     bool
	lastArrow int // the last that woke it, or -1
}

// begin begins a span.
func (d *drafter) begin(id int, doing results.Doing, at int64, of string) {
	x := &d.tasks[id]
	x.open[doing], x.begun[doing] = results.Span{Task: id, Doing: doing, From: at, Of: of}, true
}

// end ends it, if it has begun.
func (d *drafter) end(id int, doing results.Doing, at int64) {
	x := &d.tasks[id]
	if s := x.open[doing]; x.begun[doing] && s.From < at {
		s.To = at
		d.out.Spans = append(d.out.Spans, s)
	}
	x.begun[doing] = false
}

// turn has a task do something else with its CPU.
func (d *drafter) turn(id int, doing results.Doing, at int64, of string) {
	d.rest(id, at)
	d.begin(id, doing, at, of)
}

// rest ends whatever it does with its CPU.
func (d *drafter) rest(id int, at int64) {
	for doing := results.OnCPU; doing <= results.Away; doing++ {
		d.end(id, doing, at)
	}
}

// draft takes a record in.
func (d *drafter) draft(r *record) {
	id := int(r.task)
	x := &d.tasks[id]
	switch r.what {
	case observed:
		d.observed(id, r)
	case begun:
		d.begin(id, results.Operation, r.at, d.operation(r))
	case done:
		d.end(id, results.Operation, r.at)
	case took:
		d.turn(id, results.OnCPU, r.at, "")
		x.open[results.OnCPU].CPU, x.onCPU = int(r.n), true
	case left:
		x.onCPU = false
		switch {
		case r.yes:
			d.turn(id, results.Runnable, r.at, "")
		case x.key != "":
			d.turn(id, results.Asleep, r.at, x.key)
		default:
			d.rest(id, r.at) // until it says what for
		}
	case rests:
		d.turn(id, results.Away, r.at, task.Cost(r.sub).String())
	case rested:
		d.turn(id, results.Runnable, r.at, "")
	case woke:
		woken := &d.tasks[r.n]
		woken.key, woken.lastArrow = "", len(d.out.Arrows)
		d.out.Arrows = append(d.out.Arrows, results.Arrow{At: r.at, From: id, Woken: int(r.n)})
		d.turn(int(r.n), results.Runnable, r.at, "")
	}
}

// observed takes an event in.
func (d *drafter) observed(id int, r *record) {
	x := &d.tasks[id]
	switch task.Kind(r.sub) {
	case task.WaitBegin:
		d.begin(id, results.Waiting, r.at, d.place(r.file, r.a))
	case task.WaitEnd:
		d.end(id, results.Waiting, r.at)
	case task.Locked:
		d.begin(id, results.Holding, r.at, d.entry(r))
	case task.Unlocked:
		d.end(id, results.Holding, r.at)
	case task.Slept:
		if r.n != 0 && x.lastArrow >= 0 {
			d.out.Arrows[x.lastArrow].Useless = true
		}
		d.sleep(id, r.at, "key "+d.place(r.file, r.a))
	case task.SemSlept:
		d.sleep(id, r.at, "invalidate_lock")
	}
}

// sleep has a task about to sleep, or asleep if it has no CPU to leave.
func (d *drafter) sleep(id int, at int64, key string) {
	if d.tasks[id].key = key; !d.tasks[id].onCPU {
		d.turn(id, results.Asleep, at, key)
	}
}

// place names an index, and its file if there are more.
func (r *Recorder) place(file uint32, index uint64) string {
	if r.Files > 1 {
		return fmt.Sprintf("%d:%#x", file, index)
	}
	return fmt.Sprintf("%#x", index)
}

// entry names an entry.
func (r *Recorder) entry(e *record) string {
	order := "pte "
	if e.order == daxcore.PMD {
		order = "pmd "
	}
	return order + r.place(e.file, e.a)
}

// operation says what an operation does.
func (r *Recorder) operation(op *record) string {
	s := pattern.Kind(op.sub).String() + " " + r.place(op.file, op.a)
	switch {
	case op.b != op.a:
		s += fmt.Sprintf("-%#x", op.b)
	case op.yes:
		s += " write"
	}
	return s
}
