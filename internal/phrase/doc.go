// Package phrase writes numbers and lists as sentences, tables and charts have
// them: counts with their nouns, times, changes, and lists that end in an and.
//
// What its users get wrong is to format a number where they stand. Then the same
// ratio has a hyphen here and a minus sign there. Whatever a person reads is
// written by this package.
package phrase
