// Package checks draws what searches found out: a matrix of verdicts, and a space
// of designs.
//
// What readers of verdicts get wrong is to take a search that was not completed
// for a proof. A cell has a sign for each: proved, violated, incomplete, not run.
package checks
