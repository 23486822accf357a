// Package step runs the operations of tasks as coroutines, one atomic step at
// a time: what the stepper of daxtest and the checker are made of. Who takes
// the next step is theirs to say; what a step is, is said here, by the rules
// of package task.
//
// What users get wrong is the life of a coroutine. It stands in the middle of
// an operation, with that operation's stack, and must be run to the end,
// aborted or stopped: one that is dropped is never collected.
package step
