// Package results keeps what benchmarks found: a [Record] for each finished
// case, as a line of JSON and as lines in Go's benchmark format; and what a check
// found, a [Verdict]. On which machine is results/machine's, who is ahead of whom
// results/compare's, and how that is said results/words's.
//
// What its users get wrong is to quote one number. A record holds samples, one
// for each window of the run; whatever is printed from it carries their number
// and an interval. Times of the live engine depend on the machine, counts per
// operation much less: [Metric.Machine] tells which are which. Warnings are
// part of a record and go where it goes.
//
// Files are appended to, case by case, so that an interrupted run keeps what
// it has. A [Manifest] beside them says of which plan they are, and which shard
// of it: shards of one plan can be put together ([Merge]).
//
// The package has more than 3,000 lines: how a record is written, read, believed, merged
// and verified rests on the same unexported form of it. What knows nothing of records
// is in results/store.
package results
