package task

// Payment is what a task owes for sleeps and wakes. Engines in which time passes
// charge for what is spent, and a design that parks and wakes past the wait table
// would win by what it does not pay.
//
// A sleep on an entry costs [Recheck] after it, and a wake [WakeOne] before it. Free are
// the sleeps that an event names as those of another lock, and the wakes of those.
// A task that says itself how many nanoseconds it takes has not paid: the price is the
// profile's.
type Payment struct {
	wakes int  // paid, and not yet sent
	free  bool // the sleep that follows, or goes on, is no design's
	look  bool // is owed
}

// Spend takes in what is paid.
func (p *Payment) Spend(c Cost, ns int64) {
	switch {
	case ns != 0:
	case c == WakeOne:
		p.wakes++
	case c == Recheck:
		p.look = false
	}
}

// Observe takes in what is said of the sleep that follows.
func (p *Payment) Observe(k Kind) {
	if k == SemSlept || k == Graced {
		p.free = true
	}
}

// Free reports whether the sleep that follows, or goes on, is no design's.
func (p *Payment) Free() bool { return p.free }

// Woken begins what a task does when its sleep has ended by a wake.
func (p *Payment) Woken() { p.look, p.free = !p.free, false }

// Send reports whether a wake was paid for that is now sent.
func (p *Payment) Send() bool {
	if p.wakes == 0 {
		return false
	}
	p.wakes--
	return true
}

// Lapse forgets wakes that were paid for and not sent.
func (p *Payment) Lapse() { p.wakes = 0 }

// Settle reports whether a look is owed, and forgets it.
func (p *Payment) Settle() (owed bool) {
	owed, p.look = p.look, false
	return owed
}
