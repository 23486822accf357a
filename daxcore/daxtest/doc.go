// Package daxtest tests designs of the entry lock without an engine.
//
// A [Stepper] runs tasks as coroutines: a schedule, a string of digits, says
// which task takes the next atomic step, and a transcript tells what it did.
// [Conform] gives a design to a set of scenarios under many schedules and
// returns what it found as an error. [Model] is a sequential oracle: what
// the entries of a file must look like after operations that ran alone.
//
// What its users get wrong is to test a design under one schedule that seems
// natural. The lost wakeups of fs/dax need a task to arrive between two steps
// of others, and hide when anybody comes by later. So run many schedules of few
// tasks, each of which does little and then stays silent.
//
//	s := daxtest.NewStepper(world, []daxtest.Op{f, i, i, f})
//	s.Play("3210" + "3321")
//	fmt.Print(s.Transcript())
//	if err := s.Verdict(); err != nil { ... } // who sleeps, and on what
package daxtest
