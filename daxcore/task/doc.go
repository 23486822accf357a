// Package task is the port through which the model of fs/dax runs: the task
// that executes it. Three kinds of engine implement it. On the live engine a
// task is a goroutine; in the simulator a coroutine on a virtual CPU; in the
// checker and the stepper a coroutine that someone else advances step by step.
//
// # Steps
//
// A task can lose control only at a scheduling point: when it takes an
// outermost spinlock of class [Point], when it parks, and when it yields by
// name. Directly at the start of an operation and after a sleep, taking a lock
// or yielding belongs to the step that has just begun. What lies between two points is one atomic step. A release ends no
// step, since others cannot tell when, after it, the releaser went on.
//
// What authors of model code get wrong is where a leaf lock may stand. The
// locks of wait-queue buckets are leaves: taking one is no scheduling point,
// which is sound inside an xa_lock section only because a bucket section
// commutes with the rest of it. So a leaf lock is taken
//
//   - inside a section of another lock, or
//   - directly at the start of an operation, after [Task.Park], or after
//     [Task.Yield].
//
// A wake after an unlock is therefore written: store, drop xa_lock, Yield,
// test whether anybody is queued, wake. The test belongs behind the Yield.
//
// # Labels
//
// [Task.At] tells the checker all the locals that matter from here on. One
// forgotten local makes two different states look alike. Labels stand at the
// start of each operation, at the head of each loop that sleeps, and wherever
// a local outlives a scheduling point.
package task
