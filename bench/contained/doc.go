// Package contained has designs that are code searched and played in processes of
// their own, and is what such a process does: a child of package contain, with the
// designs of a catalogue.
//
// What is asked for is as in bench/check and daxtest. A design that is a Policy, or
// one whose catalogue has no home ([strategies.Catalogue.At]), is searched in this
// process.
//
// What users get wrong is to call check.Cells, check.Random or daxtest.Conform with
// the design of somebody: a loop in it then ends the verb.
package contained
