// Package cli has the verbs of the daxwait command. Each verb is a function of
// its options that writes to what it is given and returns an error; cobra only
// reads the flags.
//
// What authors of verbs get wrong is the exit code: output is complete before
// the program ends, and scripts tell failures apart by [Code].
package cli
