// Package strategies is the catalogue of designs for the DAX entry lock: one
// file for each, and [All] for the table of them.
//
// A strategy says in its Claim what it is for and in its Loses when it is the
// wrong one; both are printed by daxwait list. Most are a [daxcore.Policy].
// What authors get wrong is to call a strategy safe because a benchmark ran
// through: traffic on the same key rescues tasks that were lost. Give it to
// daxwait conform first.
package strategies
