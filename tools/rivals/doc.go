// Package rivals holds the simulator of daxwait against two others: simgo, in
// which a process is a goroutine, and a loop in C++ over a heap of events, in
// which a task is a switch over its states. They run one workload with the same
// random numbers and the same order of events of one time, so that all three
// end at the same nanosecond of virtual time.
//
// The loop in C++ is the floor: nothing is left in it but the heap, the random
// numbers and this one workload. What it lacks is what one would use a
// simulator for: its tasks cannot call anything that blocks.
//
// It holds the array, too, against a radix tree in C++ whose step from slot to slot
// is inlined, over a dense array.
//
// It is a module of its own, so that nobody who uses daxwait needs simgo or a
// C++ compiler:
//
//	go -C tools/rivals test -bench . ./...
package rivals
