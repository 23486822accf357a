package fidelity

// Verdict says how far apart two values are.
type Verdict uint8

// The verdicts.
const (
	Agree Verdict = iota // within a factor of Agrees
	Close                // within a factor of Near
	Miss
	TooFew      // events to say
	NotCaptured // events of the trace that it rests on
	numVerdicts
)

func (v Verdict) String() string {
	return [numVerdicts]string{"agrees", "near", "MISSES", "too few", "not captured"}[v]
}

// Compared reports whether v is of two values.
func (v Verdict) Compared() bool { return v <= Miss }

// The factors within which two values are said to agree, or to be near.
const (
	Agrees = 1.25
	Near   = 2
)

// judge compares two values, neither of them negative. What is less than slack
// apart agrees, and is near within twice that: a ratio of numbers near 0 says
// nothing.
func judge(a, b, slack float64) Verdict {
	lo, hi := min(a, b), max(a, b)
	switch {
	case hi <= lo*Agrees || hi-lo <= slack:
		return Agree
	case hi <= lo*Near || hi-lo <= 2*slack:
		return Close
	}
	return Miss
}
