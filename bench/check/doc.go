// Package check searches all interleavings of a scenario with a design, within
// bounds: it proves that nothing is lost, or finds the simplest schedule that
// loses. The design and the model are the code that is benchmarked.
//
// # States
//
// A state is the world in words, and for each task what it does between two
// steps, what it holds, and a hash of its local state: the labels that the
// model gives with task.At, and the scheduling point. A state is searched once,
// however many schedules lead to it. That is what makes a search of millions
// of schedules one of thousands of states; and it is sound only if the labels
// tell all. A step that gives no label folds the hash of the world it saw into
// the local state, so a place without a label costs states, not truth. A label
// that forgets a local costs truth.
//
// So what authors of model code get wrong is a local that outlives a step and
// stands in no label. Four defences look for it: [Replay] must count the same
// states and edges as [Pooled], a depth-first search the same as a
// breadth-first one, [History], which believes no label, must find the same
// violations, and every violation is played again from the start, by the
// stepper of daxtest, before it is reported.
//
// # Reductions
//
// A search that leaves something out ([Reductions]) is one for a proof. What it finds
// wrong is left to a search that leaves nothing out. docs/checker.md says why that
// is sound; what authors of operations get wrong is a use that they do not tell
// (daxtest.Uses).
//
// # Coroutines from a pool
//
// A parked coroutine holds only its task's locals; all else is in the world.
// So one that stands at a local state serves every state in which its task is
// there: an edge of the graph is to set the world, take a coroutine from the
// pool, and let it run one step. Where the pool has none, one is made by the
// task's own steps from the start of its operation.
package check
