package rivals

// #cgo CXXFLAGS: -O2 -std=c++17
// #include "heap.h"
import "C"

import (
	"unsafe"

	"daxwait/daxcore/task"
)

// inCpp runs a workload in heap.cpp.
type inCpp struct{ s *C.struct_simulation }

func newInCpp(w *workload) inCpp {
	var seeds []uint64
	for id := range w.tasks {
		seeds = append(seeds, newStream(w.seed, id, task.ThinkSleep).state, newStream(w.seed, id, task.HoldRun).state)
	}
	p := C.struct_workload{
		tasks: C.int(w.tasks), think: C.int64_t(w.think), hold: C.int64_t(w.hold),
		walk: C.int64_t(w.walk), wake: C.int64_t(w.wake), recheck: C.int64_t(w.recheck),
		install: C.int64_t(w.install), context_switch: C.int64_t(w.contextSwitch),
	}
	return inCpp{C.simulation_new(&p, (*C.uint64_t)(unsafe.SliceData(seeds)))}
}

func (c inCpp) run(each int) int64 { return int64(C.simulation_run(c.s, C.int(each))) }
func (c inCpp) close()             { C.simulation_delete(c.s) }
