// Package stuck reads a capture of fs/dax in which tasks may hang, and says of each
// that sleeps for an entry at its end whether a task holds that, is on the way to it,
// or nobody is; and of those that are lost which unlock woke which task, and why the
// lost one was not it.
//
// What its users get wrong is to take the end of a capture for the end of the
// machine: a task that sleeps there with a holder is not lost, however long it sleeps.
package stuck
