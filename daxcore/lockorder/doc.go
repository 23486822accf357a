// Package lockorder records in which order tasks take locks of different
// classes, and finds inversions, as the kernel's lockdep does: one class taken
// inside another here, and the other way round there, is reported with both
// chains, even if no task has waited for ever in that run.
//
// A [Task] stands round a task of any engine and follows what it holds: from
// its spinlocks by [task.Spin.Order], from its sleeping locks by the events
// Acquiring, Acquired and Dropped, from its entry lock by WaitBegin, Locked and
// Unlocked. Nobody who is not watched pays for it.
//
// An edge from an outer class to an inner one is shown by the attempt, before
// the task gets the lock or sleeps for it; a deadlock is one in which it never
// gets it. So a lock that is only tried has no edges to it. It has edges from
// it, as what is held afterwards.
//
// What users get wrong:
//
//   - An inversion is no deadlock yet. It may need tasks that never meet, or have a
//     third lock round both orders. The checker has the answer within bounds.
//   - Shared use counts as if it were exclusive. A semaphore here is fair: a
//     reader waits behind a writer that waits for another reader, so readers
//     alone invert as soon as somebody wants to write.
//   - It is the order of classes, not of locks. Two locks of one class, one
//     inside the other, are reported as recursive, whatever keeps them apart.
//   - A run shows the orders that it has met. No inversion in a simulation says
//     nothing of what another pattern would show.
//   - An entry lock is taken inside xa_lock, but never waited for there: the
//     wait drops it. So there is no edge from spinlocks to entry locks.
//   - Write-back that passes locked entries by never waits for one. It has an
//     edge all the same, since that is a rule of designs, and others wait.
package lockorder
