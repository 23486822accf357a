// Package sim runs tasks in virtual time on virtual CPUs: the same model and
// the same designs as the live engine, exact, repeatable, and with as many
// CPUs as one likes.
//
// A task is a coroutine. Its code takes no time; time passes in Spend alone,
// by what the cost profile says. So code runs in the order of time, and what
// it does is visible when it does it; what must not be seen half-way is
// protected by spinlocks, which are held across Spend, as in the kernel.
//
// # CPUs
//
// A task takes a CPU lazily: not when it is woken but when it has work to do on
// one, a context switch first of all. It keeps the CPU until it sleeps, spends
// time off the CPU, or its time slice ends while others wait. A task that
// spins on a lock burns its CPU.
//
// That is fifo, one queue for all CPUs. On another [machine.Machine] each CPU has a queue,
// and a task has a CPU whenever its code runs: a wake chooses the CPU, a task in user mode
// loses its own to one that goes first, and a task that sleeps for a time is woken by an interrupt
// that takes time of the CPU where it slept.
//
// # What users get wrong
//
// A wake has three prices, and designs differ in which of them they pay: the
// latency to the woken, on nobody's CPU; the waker's work for each waiter; and
// the CPU that a woken task burns to look again. Which of them dominates
// decides whether waking everybody wins or loses, so a figure without its
// profile says nothing. And constant times make tasks march in step, so that
// one may starve for ever: think times should be drawn.
package sim
