package flag

import "runtime/debug"

// SpareMemory has a verb that reads many records take less memory, and returns what has
// the program do as before: its memory grows by so many percent of what it uses before
// what it does not use any more is given back. Reading many records, most of the memory is
// in use, and Go's usual 100 doubles it for little time. Where GOGC is set in the
// environment, that holds.
func SpareMemory(getenv func(string) string, percent int) (restore func()) {
	if getenv("GOGC") != "" {
		return func() {}
	}
	was := debug.SetGCPercent(percent)
	return func() { debug.SetGCPercent(was) }
}
