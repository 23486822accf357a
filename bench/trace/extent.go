package trace

// extent is how far events reach: from when to when, and on which CPUs.
type extent struct {
	begun       bool
	first, last int64
	cpus        map[int]bool
}

func (x *extent) note(e *Event) {
	if !x.begun {
		x.begun, x.first, x.last, x.cpus = true, e.Time, e.Time, map[int]bool{}
	}
	x.first, x.last = min(x.first, e.Time), max(x.last, e.Time)
	if len(x.cpus) < maxCPUs {
		x.cpus[e.CPU] = true
	}
}

func (x *extent) seconds() float64 { return float64(x.last-x.first) / 1e9 }
