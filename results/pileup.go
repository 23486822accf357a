package results

import "slices"

// Pileup is how a hang of a simulation came about.
type Pileup struct {
	// Ops is how many operations there were before all had stopped.
	Ops   int64  `json:"ops"`
	Tasks int    `json:"tasks"`
	Stops []Stop `json:"stops"` // in order of time
	// Going are the roles of tasks that never stopped.
	Going []string `json:"going,omitempty"`
}

// Stop is a task that sleeps for ever.
type Stop struct {
	Task int    `json:"task"`
	Role string `json:"role"`
	// On is what it sleeps on, OnEntry or a lock such as "mmap_lock"; Lost: and
	// nobody holds that.
	On   string `json:"on"`
	Lost bool   `json:"lost,omitempty"`
	// Behind is the task that it waits for, or -1.
	Behind int `json:"behind"`
	// NS is when it fell asleep, since its world began.
	NS int64 `json:"ns"`
}

// OnEntry is an entry, as something to sleep on.
const OnEntry = "entry"

// First returns when the first task was lost that was, and ok false if none was.
func (p *Pileup) First() (ns int64, ok bool) {
	i := slices.IndexFunc(p.Stops, func(s Stop) bool { return s.Lost })
	if i < 0 {
		return 0, false
	}
	return p.Stops[i].NS, true
}

// Spread is the time from the first loss until the last task stopped that did.
func (p *Pileup) Spread() int64 {
	first, ok := p.First()
	if !ok {
		return 0
	}
	return max(0, p.Stops[len(p.Stops)-1].NS-first)
}

// Behind returns how many stopped on something else than a lost wakeup.
func (p *Pileup) Behind() (n int) {
	for _, s := range p.Stops {
		if !s.Lost {
			n++
		}
	}
	return n
}
