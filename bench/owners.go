package bench

// owners is who has had an entry.
type owners struct {
	locks int64
	last  []int64 // by task, the number of its last lock
	// distinct owners in the current lap of as many locks as there are tasks
	distinct int64
}

// own notes who has had the entry.
func (l *ledger) own(c *chunk, p pages, id int) {
	o := c.entries[p]
	if o == nil {
		o = &owners{last: make([]int64, len(l.requests))}
		c.entries[p] = o
	}
	n := int64(len(l.requests))
	began := o.locks / n * n // of the lap
	o.locks++
	if last := o.last[id]; last != 0 {
		_ = l.returns.RecordValue(o.locks - last)
	}
	if o.last[id] <= began {
		o.distinct++
	}
	o.last[id] = o.locks
	if o.locks%n == 0 {
		l.Laps++
		l.Distinct += o.distinct
		o.distinct = 0
	}
}
