package calibrate

import (
	"math"
	"time"

	"golang.org/x/sys/unix"
)

const (
	laps = 12  // faults after a sleep
	naps = 200 // sleeps
)

// warmUp returns what a fault on anonymous memory and its unmapping lose in all to cold
// caches after a sleep, and in how much work all but 1/e of that is lost.
func warmUp(lost bool) (float64, error) {
	var took [laps][]float64
	err := pinned([]int{0}, func() error {
		b, err := unix.Mmap(-1, 0, small, unix.PROT_READ, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
		if err != nil {
			return err
		}
		defer unix.Munmap(b)
		for range naps {
			unix.Nanosleep(&unix.Timespec{Nsec: 1_000_000}, nil)
			for i := range took {
				began := time.Now()
				touch(b, small, false)
				if err := unix.Madvise(b, unix.MADV_DONTNEED); err != nil {
					return err
				}
				took[i] = append(took[i], float64(time.Since(began)))
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	var each [laps]float64
	for i := range took {
		each[i] = median(took[i])
	}
	all, work := decay(each[:])
	if lost {
		return all, nil
	}
	return work, nil
}

// decay takes the times of laps after a sleep, the last of which is in warm caches, and
// returns what is lost in all and in how much work all but 1/e of it.
func decay(each []float64) (lost, work float64) {
	warm := each[len(each)-1]
	for _, ns := range each {
		lost += max(ns-warm, 0)
	}
	first := each[0] - warm
	if lost <= first || first <= 0 {
		return lost, warm
	}
	return lost, warm / -math.Log(1-first/lost)
}
