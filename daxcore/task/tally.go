package task

// Tally counts events. Engines keep one for each task, so that counting needs
// no lock.
type Tally struct {
	Waits      int64 // waits for an entry, each of one sleep or more
	Sleeps     int64 // all sleeps on the wait table
	Resleeps   int64 // sleeps again after a wake: that wake was useless
	Wakes      int64 // releases that looked for somebody to wake
	Woken      int64 // tasks that they woke
	Hits       int64 // of these releases, those that woke any
	Foreign    int64 // waiters of other keys that wakers passed
	Locks      int64 // entry locks taken
	Fallbacks  int64 // PMD faults that fell back
	Skipped    int64 // locked entries that scans passed by
	Removed    int64 // entries removed
	Refused    int64 // dirty entries not invalidated
	Downgrades int64 // PMD entries that made room for PTEs
	SemSleeps  int64 // sleeps on a semaphore
	Violations int64 // broken rules
	Unpaid     int64 // of these sleeps and wakes that were not paid for
}

// Observe counts e.
func (t *Tally) Observe(e Event) {
	switch e.Kind {
	case WaitBegin:
		t.Waits++
	case Slept:
		t.Sleeps++
		t.Resleeps += int64(e.N)
	case Woke:
		t.Wakes++
		t.Woken += int64(e.N)
		if e.N != 0 {
			t.Hits++
		}
	case Scanned:
		t.Foreign += int64(e.N)
	case Locked:
		t.Locks++
	case FellBack:
		t.Fallbacks++
	case Skipped:
		t.Skipped++
	case Removed:
		t.Removed++
	case Refused:
		t.Refused++
	case Downgraded:
		t.Downgrades++
	case SemSlept:
		t.SemSleeps++
	case Violated:
		if Rule(e.N) != NotDeleted { // an invalidation beside a truncation does that
			t.Violations++
		}
		if Rule(e.N) == Unpaid {
			t.Unpaid++
		}
	}
}

// Add adds what o has counted.
func (t *Tally) Add(o *Tally) {
	t.Waits += o.Waits
	t.Sleeps += o.Sleeps
	t.Resleeps += o.Resleeps
	t.Wakes += o.Wakes
	t.Woken += o.Woken
	t.Hits += o.Hits
	t.Foreign += o.Foreign
	t.Locks += o.Locks
	t.Fallbacks += o.Fallbacks
	t.Skipped += o.Skipped
	t.Removed += o.Removed
	t.Refused += o.Refused
	t.Downgrades += o.Downgrades
	t.SemSleeps += o.SemSleeps
	t.Violations += o.Violations
	t.Unpaid += o.Unpaid
}
