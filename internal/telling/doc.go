// Package telling says in text what a matrix of searches has found.
//
// What its users get wrong is to print a proof without its bounds: [Within] says
// them.
package telling
