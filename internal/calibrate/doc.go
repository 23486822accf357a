// Package calibrate measures, on the machine at hand and without root, what a
// cost profile says of it: wakes through a futex, context switches, the way of
// a cache line, page faults, clearing pages; and faults on a DAX file if it is
// given one, which it only reads.
//
// What users get wrong is to take the figures for the kernel's own. A futex is
// woken by a system call and an entry's waiter by a function call; so what a
// system call costs that wakes nobody is taken off. What cannot be told from
// user space stays as the base profile has it, and says so.
//
// It measures Linux; elsewhere the package builds and [Run] is an error.
package calibrate
