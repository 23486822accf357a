package trace

import "math"

// Warmth is how much CPU time a task loses after a switch to it, since what it touches
// is in no cache: Up in all, of which all but 1/e while it does what takes Work in a warm one, in
// ns. No Up is that caches are as warm as ever.
type Warmth struct{ Up, Work int64 }

// warmth is what of a task's CPU time it had been in warm caches.
type warmth struct {
	Warmth
	at   int64   // until when it has run, in ns of the trace clock
	ran  int64   // ns
	cold float64 // ns that are still to be lost
}

// begin has the task be on a CPU from now on.
func (w *warmth) begin(at int64) { w.at, w.cold = at, float64(w.Up) }

// run has it run until now. Of a stretch t the task works for x, and loses the rest: with
// c still to be lost at its begin, t = x + c (1 - exp(-x / Work)), which rises with x.
func (w *warmth) run(until int64) {
	t := float64(until - w.at)
	if w.at = until; t <= 0 {
		return
	}
	x := t
	if w.cold > 1 {
		work := float64(w.Work)
		for x = t / (1 + w.cold/work); ; { // Newton from the left: the curve is concave
			left := math.Exp(-x / work)
			step := (t - x - w.cold*(1-left)) / (1 + w.cold/work*left)
			if x += step; step < 1 {
				break
			}
		}
		w.cold -= t - x
	}
	w.ran += int64(x + 0.5)
}
