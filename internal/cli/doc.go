// Package cli has the verbs of the daxwait command. Each verb is a file of flags
// and of what is printed, over a package that a test or another program can call;
// cobra only reads the flags.
//
// What authors of verbs get wrong is the exit code: output is complete before
// the program ends, and scripts tell failures apart by [flag.Code].
//
// It is longer than other packages since there are eighteen verbs, a third of
// their lines are help, and no verb is of use to another.
package cli
