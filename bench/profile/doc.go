// Package profile reads and writes cost profiles: what each step of the model
// takes in simulated time, and where the figure is from.
//
// A file is a table for each cost, which is a constant or the mean of an
// exponential distribution. A cost without a table is nothing. What costs
// something names its source; a figure that nobody can trace is an error:
//
//	name = "mine"
//	about = "default, with the wakes of my machine"
//
//	[wake-latency]
//	ns = "3us"             # or 3000
//	low = "1us"            # what it is at least and at most, if the source says
//	high = "10us"
//	draw = "exponential"   # or "constant", the default
//	source = "measured by daxwait calibrate on …"
//
// # What users get wrong
//
// A wake has three prices, and a lumped one gives wrong rankings: wake-latency
// passes on nobody's CPU, wake-one is the waker's, and recheck is the woken's.
// [Ranges.Vary] changes one of them, to see what a conclusion depends on: to the
// ends of its range, or by half and twice where its source gives none.
//
// Where a woken task is decides what its wake costs, on a machine that is not fifo:
// wake-own is of an interrupt that wakes on its own, idle CPU, wake-far of another
// socket, wake-queued the waker's work where no CPU is idle. A profile without a table
// for one has the price of [Kind.As] for it, since nobody measured it.
//
// The profiles guest-6.1 and guest-6.12 are what daxwait calibrate --dax measured on two
// CPUs of an emulator, without tracing; emulated-6.1-traced is of the same emulator with
// tracing, and its wakes are dearer for that.
//
// The profile emulated-6.1-traced is not written by hand: [Stretches] derives it from
// ftrace captures, and a test does so anew.
//
// How long tasks think and hold is no cost but the pattern's, and no profile
// can say it.
package profile
