// Package bench runs strategies under contention patterns: a [Plan] is a list
// of cases, pattern by strategy, and a run turns each into a results.Record.
//
// What its users get wrong is the order. A machine drifts, so to run one
// strategy to its end and then the next compares hours of the day. The windows
// of the strategies of one pattern are run in turns ([Plan.Run]); a figure that
// is quoted comes from such a run.
//
// The simulator does not drift: its cases depend on the plan alone, and can be
// shared out to many machines ([Part]).
//
// A strategy that hangs is a result: the case says who waits for whom, its
// tasks are released, and the run goes on in a fresh world.
//
// The package has more than 3,000 lines: a plan, its cases and the worlds in which they are
// run share what a case is, down to fields that nobody else sees.
package bench
