// Package hang says what the stacks of a machine that hangs mean: which tasks wait for
// an entry lock of fs/dax, whether a task that holds one is among them, which bug of
// history may have lost the others, and which commit ends that.
//
// What its users get wrong is to take a bug that a kernel has for the cause of its
// hang. An entry may be held as well, by a task that the text does not show; so an
// [Answer] says what decides, and what is missing.
package hang
