// Package machine is the CPUs of a simulation: where they are, which task waits for
// which, where a woken task goes, and which task makes way for another. It knows no clock
// and no coroutines: it is told the time, and says which task runs next.
//
// There are three schedulers.
//
//   - fifo: one queue for all CPUs, first come first served. It is the one of queueing
//     theory, and what [FIFO] has.
//   - cfs: Linux up to 6.5. A queue for each CPU, by virtual run time; a task that has
//     slept is placed at most half a latency behind the others, and takes the CPU of a
//     task that is further ahead than the wake-up granularity.
//   - eevdf: Linux from 6.6 on. Among tasks that had no more than their share, the
//     earliest virtual deadline. A task that has slept comes back with the lag that it
//     left with. The running task is left alone until its slice is used, or it had
//     its share.
//
// [Fair] has the last two. All tasks have one weight.
//
// # What users get wrong
//
// Virtual run time is CPU time, and a task that spins for a lock gathers it, too. A
// queue's tasks are compared with one another only: a task that moves takes along how
// far it is ahead of a queue, not its virtual run time.
//
// # What is left out
//
// Groups, weights, "buddies", SMT, the averages of load that decay (a queue's load is
// its length), a scan for idle CPUs that ends early, and what 6.12 added: a task that
// sleeps with negative lag and stays queued, and short slices that cancel a run to parity.
package machine
