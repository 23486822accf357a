package term

import (
	"math"
	"time"
)

// ETA learns how long work takes whose pieces have a predicted cost, in any
// unit: how much time a unit of cost takes. What was done last counts most, by
// half what was done an eighth of all before.
type ETA struct {
	all, did float64 // cost
	at       time.Duration
	// time went by for cost, both weighted. A prediction in ns is worth as much
	// as an eighth of all when nothing is done yet.
	time, cost float64
	predicted  bool
}

// NewETA expects work of a cost, which is a prediction in ns, or a number of
// pieces of which nobody knows how long they take.
func NewETA(all float64, predicted bool) *ETA {
	e := &ETA{all: all, predicted: predicted}
	if predicted {
		e.time, e.cost = all/recent, all/recent
	}
	return e
}

const (
	// recent is the part of all, 1/recent, that takes half the weight from what
	// was done before it.
	recent = 8
	// odd is how many times as long as others a piece counts at most, if there
	// is a prediction: it is an exception.
	odd = 4
	// enough is the part of all, 1/enough, after which there is something to go
	// by.
	enough = 20
)

// Done is told that a piece is done, and how long after the beginning.
func (e *ETA) done(cost float64, at time.Duration) {
	took := float64(at - e.at)
	e.at = at
	e.did += cost
	if e.predicted {
		took = min(took, odd*cost*e.pace())
	}
	fade := math.Exp2(-cost * recent / e.all)
	e.time, e.cost = e.time*fade+took, e.cost*fade+cost
}

// pace is the time that a unit of cost takes.
func (e *ETA) pace() float64 { return e.time / e.cost }

// left is how long the rest should take; sure says that what was done is enough
// to go by, and known that there is anything.
func (e *ETA) left() (left time.Duration, known, sure bool) {
	sure = e.did*enough >= e.all
	if e.cost == 0 || !e.predicted && !sure {
		return 0, false, false
	}
	return time.Duration(max(0, e.all-e.did) * e.pace()), true, sure
}

// remains says that in words, or nothing if there is nothing to go by.
func (e *ETA) remains() string {
	left, known, sure := e.left()
	switch {
	case !known:
		return ""
	case !sure:
		return ", about " + Roughly(left) + " left"
	}
	return ", " + Roughly(left) + " left"
}

// Roughly is a time as closely as a prediction is worth.
func Roughly(d time.Duration) string {
	unit := time.Second
	switch {
	case d >= time.Hour:
		unit = 5 * time.Minute
	case d >= 10*time.Minute:
		unit = time.Minute
	case d >= 2*time.Minute:
		unit = 10 * time.Second
	}
	if d < time.Second/2 {
		return "less than 1s"
	}
	return d.Round(unit).String()
}
