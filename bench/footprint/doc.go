// Package footprint says what the tasks of a scenario can come to share, whatever
// happens: from the operations that they have, without taking a step. A search
// goes by it to leave schedules out that differ in nothing (package check).
//
// What is said here is an upper bound. A lock that is said to be one task's own,
// and is not, would make a proof of what is none. Three things hold it to the
// truth: an operation says what it uses where it is defined (daxtest.Uses); a task
// that takes a lock which is another's ends the search (step.Coroutine.Misfit);
// and what is found with it is compared with what is found without, for each
// scenario that ships and each design.
package footprint
