package calibrate

import (
	"sync/atomic"
	"time"
)

// herd is how many threads a wake of several wakes.
const herd = 8

// wakeMore returns how much longer a wake takes for each further thread that it wakes:
// threads of another CPU, on which one of them computes meanwhile.
func wakeMore() (float64, error) {
	one, err := wakesOf(1)
	if err != nil {
		return 0, err
	}
	all, err := wakesOf(herd)
	return (all - one) / (herd - 1), err
}

// wakesOf returns the median time of a wake of n threads on a CPU that is busy.
func wakesOf(n int) (ns float64, err error) {
	const times = 100
	var (
		word   uint32
		asleep atomic.Int32
		over   atomic.Bool
	)
	cpus := []int{0, 1}
	run := []func() error{func() error {
		defer over.Store(true)
		var took []float64
		for i := range uint32(times) {
			for asleep.Load() < int32(n) {
				nap()
			}
			for range 4 * n { // the last of them have to get from there to sleep
				nap()
			}
			asleep.Store(0)
			atomic.StoreUint32(&word, i+1)
			began := time.Now()
			woke := futexWake(&word, n, allBits)
			if t := time.Since(began); woke == n {
				took = append(took, float64(t))
			}
		}
		if len(took) < times/10 {
			return errLate
		}
		ns = median(took)
		return nil
	}, func() error {
		for !over.Load() { // so that the CPU is not idle
		}
		return nil
	}}
	for range n {
		cpus = append(cpus, 1)
		run = append(run, func() error {
			for i := range uint32(times) {
				asleep.Add(1)
				for atomic.LoadUint32(&word) == i {
					if _, err := futexWait(&word, i, allBits); err != nil && !over.Load() {
						return err
					}
					if over.Load() {
						return nil
					}
				}
			}
			return nil
		})
	}
	err = pinned(cpus, run...)
	return ns, err
}
