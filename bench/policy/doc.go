// Package policy reads and writes a [daxcore.Policy] as text, so that a design
// can be tried without a line of Go.
//
// A file has a name, a story if it likes, and the decisions in which it differs
// from its base. What authors get wrong is to leave the base out when they mean
// a past kernel:
//
//	name = "5.2-without-pmd"
//	pmd = "off"               # upstream without PMDs: a removal wakes all
//
//	name = "5.2-without-pmd"
//	base = "linux-5.2"
//	pmd = "off"               # 5.2 without PMDs: a removal wakes one
//
// The word "default" is no way back to the base either: it is what upstream
// does there. To keep what the base does, leave the key out.
//
// A policy that reads well may still lose wakeups. Nobody knows of a fresh one,
// so what [Read] returns never has Hangs set.
package policy
