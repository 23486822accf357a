// Package dump reads what people paste of a machine that hangs: reports of hung
// tasks, the kernel's log, /proc/PID/stack of one task or of all, crash's foreach bt,
// stacks of drgn and gdb, with time stamps, quote marks of mail and what a journal
// puts before each line.
//
// What its users get wrong is to believe each function of a stack. One with a
// question mark may be left from an earlier call ([Frame.Guess]); and a warning or an
// oops shows where a task was, not where it sleeps ([Task.Why]).
package dump
