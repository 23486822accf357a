package results

import (
	"fmt"
	"slices"
	"strings"
)

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

// roles counts names, in the order in which they first come.
func roles(names []string) string {
	var order []string
	count := map[string]int{}
	for _, n := range names {
		if count[n] == 0 {
			order = append(order, n)
		}
		count[n]++
	}
	for i, n := range order {
		if count[n] > 1 {
			order[i] = fmt.Sprintf("%d %ss", count[n], n)
		} else if n != "ps" {
			order[i] = "the " + n
		}
	}
	return strings.Join(order, ", ")
}

// pileups says how one lost wakeup became many tasks.
func (f *findings) pileups() {
	for _, r := range f.records {
		var spreads, losses []float64
		var first *Pileup
		for i := range r.Pileups {
			p := &r.Pileups[i]
			ns, lost := p.First()
			if p.Behind() == 0 || !lost {
				continue // nobody stopped behind a loss
			}
			if first == nil {
				first = p
			}
			losses = append(losses, float64(ns))
			spreads = append(spreads, float64(p.Spread()))
		}
		if first == nil {
			continue
		}
		var stopped []string
		for _, s := range first.Stops {
			stopped = append(stopped, s.Role)
		}
		loss, spread := Median(losses), Median(spreads)
		f.say("%s in %s: a wakeup was lost after %s (median of %s, %s to %s), and %s later (%s to %s) all had stopped that ever did: in the first, %s of %d tasks, %s.%s",
			r.Strategy, r.Pattern, FormatTime(loss.Value), Count(len(losses), "pile-up"), FormatTime(slices.Min(losses)), FormatTime(slices.Max(losses)),
			FormatTime(spread.Value), FormatTime(slices.Min(spreads)), FormatTime(slices.Max(spreads)),
			fmt.Sprint(len(first.Stops)), first.Tasks, roles(stopped), going(first))
	}
}

func going(p *Pileup) string {
	if len(p.Going) == 0 {
		return ""
	}
	verb := "goes"
	if len(p.Going) > 1 {
		verb = "go"
	}
	return " Of the rest, " + roles(p.Going) + " " + verb + " on."
}
