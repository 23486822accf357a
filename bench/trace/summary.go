package trace

// Summary is what can be told of a trace in one row: the columns of
// summary.csv, in their order, and what was odd.
type Summary struct {
	Trace       string  // base name of the file
	Seconds     float64 // from the first to the last event
	CPUs        int     // that events happened on
	Faults      int64   // PTE + PMD
	PTE         int64   // dax_pte_fault
	PMD         int64   // dax_pmd_fault
	Fallback    int64   // that ended with FALLBACK; void unless FallbackKnown
	Get         int64   // calls of get_unlocked_entry
	Waits       int64   // of which slept
	Sleeps      int64   // all sleeps in them
	Resleeps    int64   // of which were not the first of their call
	Wakes       int64   // calls of dax_wake_entry
	WakesAll    int64   // that were to wake all
	WakesHit    int64   // that woke somebody, within 2 ms
	Woken       int64   // tasks that they woke
	StillAsleep int64   // tasks asleep on an entry at the end
	MaxQ        int64   // most tasks asleep on an entry at a time, all entries together
	Invalidate  int64   // calls of __dax_invalidate_entry
	Writeback   int64   // entries written back
	PTEHole     int64   // zero pages mapped
	PMDHole     int64   // 2 MiB zero pages mapped

	Hold  Quantiles // grab_ret to unlock; without those that locked no entry
	Wait  Quantiles // first sleep to get_entry_ret
	Run   Quantiles // sched_waking of a waiter to the next switch to it
	Fault Quantiles // dax_*_fault to dax_*_fault_done

	FallbackKnown bool     // false if a result could not be trusted
	Captured      Captured // what of this the trace tells: the rest is not 0 but unknown
	Warnings      *Warnings
}
