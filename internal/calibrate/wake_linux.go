package calibrate

import (
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// whose time of a wake is measured.
type whose int

const (
	waker whose = iota // until it can go on
	woken              // until it is back
)

// bell wakes a thread again and again.
type bell struct {
	word   uint32
	ready  atomic.Uint32
	failed atomic.Bool
	began  time.Time
	// Times since began, by round.
	rang, returned, back []time.Duration
}

const rounds = 400

// wakes has a thread on one CPU wake one on another, or on its own, and
// returns the median time.
func wakes(at, of int, who whose) (float64, error) {
	b := &bell{began: time.Now(), rang: make([]time.Duration, rounds), returned: make([]time.Duration, rounds), back: make([]time.Duration, rounds)}
	if err := pinned([]int{at, of}, func() error { return b.ring(at == of) }, b.sleep); err != nil {
		return 0, err
	}
	var took []float64
	for i := range rounds {
		end := b.returned[i]
		if who == woken {
			end = b.back[i]
		}
		if b.back[i] != 0 && b.returned[i] != 0 {
			took = append(took, float64(end-b.rang[i]))
		}
	}
	if len(took) < rounds/10 {
		return 0, errLate
	}
	return median(took), nil
}

// ring is the waker. It lets the other fall asleep first: asleep itself if
// that takes its CPU.
func (b *bell) ring(same bool) error {
	for i := range rounds {
		for b.ready.Load() != uint32(i+1) {
			if b.failed.Load() {
				return errLate
			}
			if same {
				nap()
			}
		}
		if same {
			nap()
		} else {
			for until := time.Now().Add(30 * time.Microsecond); time.Now().Before(until); {
			}
		}
		atomic.StoreUint32(&b.word, uint32(i+1))
		rang := time.Since(b.began)
		n := futexWake(&b.word, 1, allBits)
		returned := time.Since(b.began)
		if n == 1 {
			b.rang[i], b.returned[i] = rang, returned
		}
	}
	return nil
}

func nap() {
	unix.Nanosleep(&unix.Timespec{Nsec: 50_000}, nil)
}

// sleep is the woken.
func (b *bell) sleep() error {
	for i := range uint32(rounds) {
		b.ready.Store(i + 1)
		slept := false
		for atomic.LoadUint32(&b.word) == i {
			var err error
			if slept, err = futexWait(&b.word, i, allBits); err != nil {
				b.failed.Store(true)
				return err
			}
		}
		if slept {
			b.back[i] = time.Since(b.began)
		}
	}
	return nil
}

// pingPong has two threads on one CPU wake each other, and returns half a round.
func pingPong() (ns float64, err error) {
	const turns = 10000
	var word uint32
	play := func(mine uint32) (ns float64, err error) {
		ns = each(turns, func(int) {
			for err == nil && atomic.LoadUint32(&word) != mine {
				_, err = futexWait(&word, 1-mine, allBits)
			}
			atomic.StoreUint32(&word, 1-mine)
			futexWake(&word, 1, allBits)
		})
		return ns / 2, err
	}
	err = pinned([]int{0, 0},
		func() (e error) { ns, e = play(0); return e },
		func() error { _, e := play(1); return e })
	return ns, err
}

// foreign has a wake pass by threads that sleep for other bits.
func foreign() (float64, error) {
	const (
		sleepers, times = 64, 20000
		theirs, mine    = 1, 2
	)
	var (
		word  uint32
		queue atomic.Uint32
		ns    float64
	)
	run := []func() error{func() error {
		past := func(int) { futexWake(&word, 1, mine) }
		each(times, past) // warm up
		alone := each(times, past)
		for queue.Load() < sleepers {
			nap()
		}
		for range 40 { // the last of them have to get from there to sleep
			nap()
		}
		ns = (each(times, past) - alone) / sleepers
		atomic.StoreUint32(&word, 1)
		if n := futexWake(&word, sleepers, theirs); n != sleepers {
			return fmt.Errorf("%d of %d threads were asleep; %w", n, sleepers, errBusy)
		}
		return nil
	}}
	for range sleepers {
		run = append(run, func() error {
			queue.Add(1)
			_, err := futexWait(&word, 0, theirs)
			return err
		})
	}
	err := pinned(make([]int, len(run)), run...)
	return ns, err
}
