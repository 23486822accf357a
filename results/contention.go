package results

// Contention is what a simulation tells of a window besides what tasks count.
// Times are in ns, sums over all tasks.
type Contention struct {
	// Locks of entries, and how many of them were taken, without a wait, while
	// others waited for the same pages.
	Locks  int64 `json:"locks"`
	Barged int64 `json:"barged"`
	// HandOffs are releases that somebody waited for; HandOffNS is the mean
	// time to the next lock of the same pages, and HandOffP99 its percentile.
	HandOffs   int64   `json:"hand_offs"`
	HandOffNS  float64 `json:"hand_off_mean_ns"`
	HandOffP99 int64   `json:"hand_off_p99_ns"`
	// UnheldNS was waited while nobody held what the waiter wanted. StallNS is
	// the part of it that was slept while nobody was about to wake somebody for
	// it, or woken and about to lock it: the waiter stands in a queue of others.
	UnheldNS int64 `json:"unheld_ns"`
	StallNS  int64 `json:"stall_ns"`
	// MostPassed is how many locks by others who came later one wait has seen.
	MostPassed int64 `json:"most_passed"`
	// Laps of as many locks of one entry as there are tasks, and the sum of the
	// numbers of their distinct owners. Their ratio is the lock working-set
	// size, LWSS (Dice, Malthusian locks).
	Laps     int64 `json:"windows"`
	Distinct int64 `json:"distinct"`
	// Return is the median number of locks of an entry until a task has it
	// again, the median time to reacquire, MTTR (Dice).
	Return float64 `json:"return"`
	// BurntNS is CPU time besides thinking and holding.
	BurntNS int64 `json:"burnt_ns"`
}
