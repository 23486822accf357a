package contain

// Reason is what happened to code that did not come back, in a word of results.
type Reason string

// The reasons.
const (
	Spins       Reason = "spin"
	Blocked     Reason = "blocked"
	Sleeps      Reason = "sleeping"
	Gone        Reason = "gone"
	Recursion   Reason = "recursion"
	Memory      Reason = "memory"
	Panicked    Reason = "panic"
	MapRace     Reason = "map race"
	NewPanicked Reason = "panic in New"
	NewNil      Reason = "New is nil"
	Exited      Reason = "exit"
	Killed      Reason = "killed"
	Unable      Reason = "no process"
)

// The outcomes: what a reason comes to.
const (
	Panics       = "panicked"
	DoesNotYield = "does not yield"
	NotRun       = "was not run"
)

// Outcome is what the reason comes to.
func (r Reason) Outcome() string {
	switch r {
	case Spins, Blocked, Sleeps, Gone, Recursion, Memory:
		return DoesNotYield
	case Unable:
		return NotRun
	}
	return Panics
}

// stalls reports whether it takes as long to find out as is waited for.
func (r Reason) stalls() bool { return r == Spins || r == Blocked || r == Sleeps }

// words say the reason of something that did it.
func (r Reason) words() string {
	switch r {
	case Spins:
		return "it spins"
	case Blocked:
		return "it waits for what never comes"
	case Sleeps:
		return "it sleeps by the clock of this machine"
	case Gone:
		return "its goroutine ends by runtime.Goexit"
	case Recursion:
		return "it calls itself without end"
	case Memory:
		return "it takes too much memory"
	case MapRace:
		return "two goroutines use one map at once"
	case NewPanicked:
		return "its New panics"
	case NewNil:
		return "its New returns nil"
	case Exited:
		return "it ends the program"
	case Killed:
		return "its process was killed"
	case Unable:
		return "it has no process of its own"
	}
	return ""
}

// Broken is the error of code that did not come back.
type Broken struct {
	Reason Reason `json:"reason"`
	// Says is the value of a panic, or what a goroutine waits for, if there is one.
	Says string `json:"says,omitempty"`
	// At is the line of the code that did it, such as mine/design.go:12, if known.
	At string `json:"at,omitempty"`
}

// Error says it as in "does not yield: it is blocked (chan receive), at mine/design.go:12".
func (b *Broken) Error() string { return b.Reason.Outcome() + ": " + b.Where() }

// Where says the reason and the line.
func (b *Broken) Where() string {
	words := b.Reason.words()
	switch {
	case words == "":
		words = b.Says
	case b.Says != "":
		words += " (" + b.Says + ")"
	}
	if b.At != "" {
		words += ", at " + b.At
	}
	return words
}
