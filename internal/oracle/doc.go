// Package oracle holds the simulator and the statistics to values that are
// known from theory: closed forms, Markov chains, arithmetic and counts, a row
// of a CSV file each. [Read] reads such a file, [Cases] groups rows that one run
// can answer, [Run] runs them, and [Write] says how far off each value is.
//
// # What runs
//
// Wherever a family is about a lock, tasks fault the real model's PTE entries,
// by World.Grab and World.Unlock with the design of a strategy: hand-off where
// ownership passes on, exclusive where a release wakes the next, perindex and
// merged where it wakes all. Costs that a family does not name are 0.
//
// Two families want what no strategy is, and have it here alone: herdserial,
// whose releaser wakes inside of xa_lock and keeps the lock from all meanwhile
// (an EntryLock), and pmdmix, a range lock (no EntryLock at all: fs/dax does not
// wait like that).
//
// # What users get wrong
//
// Rows of one case come from one run, so they are right or wrong together: a
// case that fails in ten rows is one finding. And a tolerance is a statement
// about so many operations. A row with a standard error runs until that is as
// small as the row's own column tol, for a million operations at most; one
// without until four standard errors of our own are, until [Options].Ops at
// most, which should be 4 million or more: the rule for a file says so.
//
// Tolerances that are called exact count from 1 or from the value, whichever is
// more, since values have ten digits.
package oracle
