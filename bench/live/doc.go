// Package live runs the model on real concurrency: a task is a goroutine, the
// clock is the wall clock, a spinlock is a mutex and a sleep a receive.
//
// What its users get wrong is to take its times for the kernel's. Who runs
// next is the Go scheduler's choice; a wake costs what a channel costs. Counts
// for each operation (sleeps, wakes) mean something, ratios of one run mean
// something, a lone time means nothing.
//
// An [Engine] runs episodes: all tasks start together, and the episode ends
// when all have finished or when nobody can go on. The latter is seen at once
// and without a timeout: the engine counts the tasks that can run. A task that
// parks leaves the count, and its waker puts it back before it sends the wake;
// when the count is zero and somebody has not finished, nobody ever will. A
// task asleep for a time counts as running. So a slow machine is never called
// hung, and a task that was lost under traffic is found when the traffic ends.
package live
