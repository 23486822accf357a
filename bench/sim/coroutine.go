package sim

import (
	"iter"
	"unsafe"
)

// place is where a task stands while another runs. A task that gives way to
// another stands where that one stood. So a change of tasks is one switch, which by way
// of the caller of Run would be two. That caller stands in a place, too, while
// tasks run, and whoever runs stands in none: there is one for each task.
//
// The places are those of [iter.Pull]. Its next and its yield, called in turn,
// do one and the same: who stands there goes on, and the caller stands there
// instead. Any goroutine may call them, as long as no two do so at a time.
type place struct {
	next    func() (struct{}, bool)
	yield   func(struct{}) bool
	entered bool // next was called, yield was not
}

// newCoroutine makes a place, and a coroutine that stands there and is to run
// life. It has begun, as there is no yield before. When life ends, who then stands
// in that place goes on. stop has who stands there go on for the last time: if each
// that does ends its life, the caller of stop comes last.
func newCoroutine(life func()) (p place, stop func()) {
	p.next, stop = iter.Pull(func(yield func(struct{}) bool) {
		p.yield = yield
		if yield(struct{}{}) {
			life()
		}
	})
	p.next()
	return p, stop
}

// giveWay has another task go on until it is t's turn again.
//
// Calls between here and the code of a task are few on purpose: returns are slow
// after a switch, as the CPU mispredicts each. So where tasks switch most, this stands
// itself, not a call of it.
func (t *Task) giveWay(to *Task) {
	if to == t {
		return
	}
	if p := t.leave(to); p.entered {
		p.next()
	} else {
		p.yield(struct{}{})
	}
	t.back()
}

// leave has t stand where another task stood, and returns that place, which t is to enter.
func (t *Task) leave(to *Task) place {
	t.e.Switches++
	var frame byte // of the frames that are read when t goes on, one of the last
	t.stack = uintptr(unsafe.Pointer(&frame))
	p := to.place
	p.entered = !p.entered
	t.place = p
	return p
}

// back is what t does first when it goes on.
func (t *Task) back() {
	if t.e.aborting && t.body != nil {
		panic(errReleased)
	}
}
