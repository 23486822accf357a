// Package compare compares records: strategies with each other (Compare,
// Leaders, Fronts), along axes that were swept (Lines, Maps, Crossovers,
// Scalings), and two sets of results (Sides).
//
// What its users get wrong is to take "not clear" for "equal". A [Change] that is
// not Clear was not told apart, by the samples at hand; only where two
// simulations did the same in every sample are they the same.
package compare
