package calibrate

// supported reports that this is the place to measure.
func supported() error { return nil }

// Steps returns what Run does, in order.
func Steps(o Options) []Step {
	steps := []Step{
		{WakeNobody, "FUTEX_WAKE with nobody asleep", wakeNobody},
		{WaitRefused, "FUTEX_WAIT on a word that has changed", waitRefused},
		{wakerOther, "FUTEX_WAKE of a thread on another CPU, until it returns", func() (float64, error) { return wakes(0, 1, waker) }},
		{wokenOther, "the same, until the woken is back", func() (float64, error) { return wakes(0, 1, woken) }},
		{wakerSame, "FUTEX_WAKE of a thread on the same CPU, until it returns", func() (float64, error) { return wakes(0, 0, waker) }},
		{wokenSame, "the same, until the woken is back, the waker sleeping next", func() (float64, error) { return wakes(0, 0, woken) }},
		{PingPong, "half a round of two threads on one CPU that wake each other", pingPong},
		{Foreign, "FUTEX_WAKE_BITSET past 64 waiters of other bits, for each", foreign},
		{furtherWoken, "FUTEX_WAKE of 8 threads on another, busy CPU, for each further than the first", wakeMore},
		{warmLost, "what faults on anonymous memory, and their unmapping, take longer after a sleep of 1 ms, in all", func() (float64, error) { return warmUp(true) }},
		{warmWork, "the work in which all but 1/e of that is lost", func() (float64, error) { return warmUp(false) }},
		{CacheLine, "half a round of a counter between two spinning CPUs", cacheLine},
		{fault4KRead, "a read fault on anonymous memory, 4 KiB", func() (float64, error) { return faults(small, false) }},
		{fault4KWrite, "a write fault there, which allocates and clears", func() (float64, error) { return faults(small, true) }},
		{fault2MRead, "a read fault on anonymous memory, 2 MiB", func() (float64, error) { return faults(huge, false) }},
		{fault2MWrite, "a write fault there, which allocates and clears", func() (float64, error) { return faults(huge, true) }},
		{unmap4K, "madvise(MADV_DONTNEED) of a page that is mapped", unmap},
		{zero4K, "clearing 4 KiB of 64 MiB", func() (float64, error) { return clears(small) }},
		{zero2M, "clearing 2 MiB of 64 MiB", func() (float64, error) { return clears(huge) }},
		{copy4K, "copying 4 KiB from 32 MiB to 32 MiB", copies},
	}
	if o.DAX != "" {
		steps = append(steps,
			Step{dax4K, "a read fault on " + o.DAX + ", 4 KiB", func() (float64, error) { return daxFaults(o.DAX, small) }},
			Step{dax2M, "a read fault on " + o.DAX + ", 2 MiB", func() (float64, error) { return daxFaults(o.DAX, huge) }})
	}
	return steps
}
