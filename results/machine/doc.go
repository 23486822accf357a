// Package machine says on which machine something ran, and what of that machine
// disturbs what was measured on it.
//
// What its users get wrong is to compare times of two machines. [Machine.Comparable]
// says in what they differ that makes such a comparison mean nothing.
package machine
