// Package fidelity holds the simulator to traces of a real kernel. [Compare]
// replays a trace under the kernel's own design and sets what the simulation
// counts beside what the trace itself says: a [Report], misses and all.
//
// # What an operation is
//
// The same on both sides: a fault with the one that follows if it falls back, a
// write-back of a range, the invalidation of an entry, a punch. Counts are for
// each of them: of the trace those of its summary, of the simulation those of
// its tasks. A wait is a look-up that slept, however often; what it took is
// added up over an operation, and percentiles are of the operations that waited.
// Wakeups are left out, as each sleep ends by one: it would be the same twice.
//
// # Times
//
// A replay takes thinks and holds from the trace, and what sleeping and waking
// cost from a profile. So times mean something only if the profile is of the
// same machine, as emulated-6.1-traced is for captures of the emulated one. They are
// in median holds of the trace (grab_ret to unlock), which makes them numbers
// without a unit. The rate of a worker is that between the first operation of
// the worker who was last to begin and the last one of who was first to end:
// before and after that, a capture shows its own set-up. Waits of the simulation
// are read off bins, of which the upper end counts, up to 1/16 too much.
//
// # What users get wrong
//
// An agreement is a factor, and a wide one ([Agrees], [Near]); a trace is one
// run of a fraction of a second. Its rarer counts are chance: look at how many
// events are behind them. The interval is over seeds, which draw wake latencies
// and nothing else; it says how sure the simulation is of itself, not how
// right. And a trace tells only its own contention: in what order workers met
// is lost where it came from anything but entry locks.
package fidelity
