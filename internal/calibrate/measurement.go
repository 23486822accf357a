package calibrate

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Quantity is something that is measured.
type Quantity string

// The quantities.
const (
	WakeNobody   Quantity = "wake-nobody"
	WaitRefused  Quantity = "wait-refused"
	wakerOther   Quantity = "waker-other-cpu"
	wokenOther   Quantity = "woken-other-cpu"
	wakerSame    Quantity = "waker-same-cpu"
	wokenSame    Quantity = "woken-same-cpu"
	PingPong     Quantity = "ping-pong-same-cpu"
	Foreign      Quantity = "foreign-waiter"
	furtherWoken Quantity = "further-woken"
	warmLost     Quantity = "lost-after-sleep"
	warmWork     Quantity = "warm-again-in"
	CacheLine    Quantity = "cache-line"
	fault4KRead  Quantity = "fault-4k-read"
	fault4KWrite Quantity = "fault-4k-write"
	fault2MRead  Quantity = "fault-2m-read"
	fault2MWrite Quantity = "fault-2m-write"
	unmap4K      Quantity = "unmap-4k"
	zero4K       Quantity = "zero-4k"
	zero2M       Quantity = "zero-2m"
	copy4K       Quantity = "copy-4k"
	dax4K        Quantity = "dax-4k"
	dax2M        Quantity = "dax-2m"
)

// Measurement is what came of a step.
type Measurement struct {
	Quantity Quantity
	// About says what was timed.
	About string
	// Runs has the result of each run, in ns.
	Runs []float64
	// Err says why there is none.
	Err error
}

// median returns the middle of the runs.
func (m *Measurement) median() float64 { return median(m.Runs) }

// quartiles returns the runs below and above which a quarter of them lies.
func (m *Measurement) quartiles() (low, high float64) {
	s := slices.Sorted(slices.Values(m.Runs))
	return s[len(s)/4], s[len(s)-1-len(s)/4]
}

// String is the median with its range, or why there is none.
func (m *Measurement) String() string {
	if m.Err != nil {
		return "not measured: " + m.Err.Error()
	}
	return fmt.Sprintf("%.0f ns (%.0f to %.0f in %d runs)", m.median(), slices.Min(m.Runs), slices.Max(m.Runs), len(m.Runs))
}

func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// errBusy is that other work was in the way.
var errBusy = errors.New("the machine is too busy")

// batches is in how many parts many calls are timed: others that take the CPU
// for a while are in a few of them.
const batches = 16

// each calls f with 0 to n-1, in batches, and returns the ns that a call takes
// in the median batch.
func each(n int, f func(i int)) float64 {
	var took []float64
	for b := range batches {
		from, to := n*b/batches, n*(b+1)/batches
		began := time.Now()
		for i := from; i < to; i++ {
			f(i)
		}
		took = append(took, float64(time.Since(began))/float64(to-from))
	}
	return median(took)
}
