// Package space checks a whole space of designs: the product of the values that
// the decisions of a [daxcore.Policy] may have. It says which sets of values
// lose whatever else is decided, and which are safe whatever else is decided.
//
// # What is not searched
//
// Two reductions keep that to minutes, beside those of each search
// ([check.AllReductions]), and neither leaves anything out.
// Combinations that are the same design by a rule, such as two keys that
// differ only for a waiter whom the design does not have, are checked once:
// see rules. And a scenario is searched once for all designs that differ in
// decisions for which none of its operations asks, such as the scan's where
// nothing scans: see project. Tests play both against searches of everything.
//
// What authors get wrong is to add a rule that holds for the designs they have
// in mind. It must hold for each policy that its condition takes; the verdict
// of the one that is checked is given to all the others.
//
// # Safe
//
// Safe means: all interleavings of these scenarios were searched and nothing
// was lost. It is said together with [Space.Bounds], and more tasks may behave
// otherwise. A design of which a search hit a limit, and no other lost, is
// incomplete, and counts as neither.
package space
