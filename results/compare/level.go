package compare

// What a difference must have before anybody is said to be ahead.
const (
	// Negligible is the change, as a part, below which nobody is said to be
	// ahead, however sure it is.
	Negligible = 0.01
	// Alpha is the level at which a change is called clear.
	Alpha = 0.05
	// Enough is the number of windows below which nobody is said to lead.
	Enough = 6
)
