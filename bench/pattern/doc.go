// Package pattern has the contention patterns, as data: which workers there
// are, which pages they touch in which way, and how long they think and hold.
//
// Where a pattern is that of a capture of the kernel, it has its name. A pattern becomes streams of operations, one for each worker,
// each drawn from a source of its own, so that two strategies meet the same
// operations.
//
// What its users get wrong: a pattern whose holders do not leave the CPU shows
// little difference between designs, because nearly all who "wait" have been
// woken and stand in the run queue. Each pattern therefore says in which regime
// it is ([Pattern.Hold]), and each can be run in the other. And traffic hides
// lost wakeups: patterns with [Pattern.Rounds] start all workers together and
// then fall silent.
package pattern
