// Package rcu is read-copy-update, as far as the life of an inode needs it:
// tasks that read without a reference say so, and whoever frees memory waits
// until all who were reading when it began to wait have left.
//
// The pattern that users get wrong: a read section keeps memory, not what is in
// it. What was read before a sleep may be freed after it, so a task leaves its
// section before it sleeps, and believes nothing of it afterwards.
//
// The kernel frees memory in a callback, and the task that gives it up goes on.
// Here it waits in the callback's stead.
//
// # Steps
//
// To enter is one store, and to leave another if nobody waits, so neither is a
// scheduling point. Between entering and the first read of what is protected
// nothing is lost: an earlier entry would only keep a period waiting longer. To
// leave is a left mover, as the release of a semaphore is. There is a point
// before each period.
package rcu
