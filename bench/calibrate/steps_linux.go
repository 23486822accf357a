package calibrate

// supported reports that this is the place to measure.
func supported() error { return nil }

// Steps returns what Run does, in order.
func Steps(o Options) []Step {
	steps := []Step{
		{WakeNobody, "FUTEX_WAKE with nobody asleep", wakeNobody},
		{WaitRefused, "FUTEX_WAIT on a word that has changed", waitRefused},
		{WakerOther, "FUTEX_WAKE of a thread on another CPU, until it returns", func() (float64, error) { return wakes(0, 1, waker) }},
		{WokenOther, "the same, until the woken is back", func() (float64, error) { return wakes(0, 1, woken) }},
		{WakerSame, "FUTEX_WAKE of a thread on the same CPU, until it returns", func() (float64, error) { return wakes(0, 0, waker) }},
		{WokenSame, "the same, until the woken is back, the waker sleeping next", func() (float64, error) { return wakes(0, 0, woken) }},
		{PingPong, "half a round of two threads on one CPU that wake each other", pingPong},
		{Foreign, "FUTEX_WAKE_BITSET past 64 waiters of other bits, for each", foreign},
		{CacheLine, "half a round of a counter between two spinning CPUs", cacheLine},
		{Fault4KRead, "a read fault on anonymous memory, 4 KiB", func() (float64, error) { return faults(small, false) }},
		{Fault4KWrite, "a write fault there, which allocates and clears", func() (float64, error) { return faults(small, true) }},
		{Fault2MRead, "a read fault on anonymous memory, 2 MiB", func() (float64, error) { return faults(huge, false) }},
		{Fault2MWrite, "a write fault there, which allocates and clears", func() (float64, error) { return faults(huge, true) }},
		{Unmap4K, "madvise(MADV_DONTNEED) of a page that is mapped", unmap},
		{Zero4K, "clearing 4 KiB of 64 MiB", func() (float64, error) { return clears(small) }},
		{Zero2M, "clearing 2 MiB of 64 MiB", func() (float64, error) { return clears(huge) }},
		{Copy4K, "copying 4 KiB from 32 MiB to 32 MiB", copies},
	}
	if o.DAX != "" {
		steps = append(steps,
			Step{DAX4K, "a read fault on " + o.DAX + ", 4 KiB", func() (float64, error) { return daxFaults(o.DAX, small) }},
			Step{DAX2M, "a read fault on " + o.DAX + ", 2 MiB", func() (float64, error) { return daxFaults(o.DAX, huge) }})
	}
	return steps
}
