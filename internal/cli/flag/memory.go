package flag

import "runtime/debug"

// spare is by how much the memory of a program may grow, in percent of what it uses,
// before what it does not use any more is given back: reading many records, most of the
// memory is in use, and Go's usual 100 doubles it for little time.
const spare = 25

// SpareMemory has a verb that reads many records take less memory, and returns what has
// the program do as before. Where GOGC is set in the environment, that holds.
func SpareMemory(getenv func(string) string) (restore func()) {
	if getenv("GOGC") != "" {
		return func() {}
	}
	was := debug.SetGCPercent(spare)
	return func() { debug.SetGCPercent(was) }
}
