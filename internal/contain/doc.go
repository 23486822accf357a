// Package contain runs code that may not come back in processes of its own, and
// says what became of it.
//
// A goroutine that spins, or waits for a mutex that nobody gives back, cannot be
// ended; a stack that overflows, a map that two goroutines write and a panic in a
// goroutine end the whole program. So such code runs in a child: the same program,
// started again, whose main function calls [Serve]. The parent has a [Pool] of
// children, asks one of them, and gets an answer or a [Broken].
//
// The child watches itself: when the work makes no progress for a while, or takes
// more memory than it may, the child writes down where all its goroutines stand,
// answers, and ends. What ends it without an answer, it says on stderr, which the
// parent reads. A child whose parent is gone reads the end of its stdin, and ends.
//
// What users get wrong is the watch: a handler that does not tell how far it is
// ([Job.Watch]) is never found to be stuck.
package contain
