package compare

// What a difference must have before anybody is said to be ahead.
const (
	// Negligible is the change, as a part, that does not count: two designs are
	// even if they are sure to be no farther apart, and one is ahead only if it is
	// by as much.
	Negligible = 0.01
	// Alpha is the level at which a change is told, all tests of a family together.
	Alpha = 0.05
	// Enough is the number of windows below which nothing is told.
	Enough = 6
)
