package task

// Account is what a task has observed. Engines keep one for each task, so that
// keeping it needs no lock.
type Account struct {
	Tally Tally
	// Waited is the time that the task waited for entries, in ns. Its user
	// resets it.
	Waited int64

	waitBegan int64
	holds     Event
	holding   bool
}

// Clock tells the time in ns.
type Clock interface{ Now() int64 }

// Note takes e in. The clock is read only for what has a time.
func (a *Account) Note(e Event, c Clock) {
	a.Tally.Observe(e)
	switch e.Kind {
	case WaitBegin:
		a.waitBegan = c.Now()
	case WaitEnd:
		a.Waited += c.Now() - a.waitBegan
	case Locked:
		a.holds, a.holding = e, true
	case Unlocked:
		a.holding = false
	}
}

// Book returns the account itself, for those who know a task by its interface.
func (a *Account) Book() *Account { return a }

// Holds returns the entry that the task has locked, if any.
func (a *Account) Holds() (Event, bool) { return a.holds, a.holding }

// Abandon forgets what the task had locked when it was released from a hang.
func (a *Account) Abandon() { a.holding = false }
