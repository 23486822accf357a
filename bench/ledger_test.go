package bench

import (
	"testing"

	"daxwait/daxcore/task"
)

// history is what a ledger is told of, as it happens.
type history struct {
	l   *ledger
	now int64
}

func (h *history) at(us int64) *history { h.now = us; return h }

func (h *history) see(id int, kind task.Kind, index uint64, order uint8) {
	h.l.Observed(id, h.now, task.Event{Kind: kind, Index: index, Order: order})
}

// TestLedgerOfAStall: task 1 waits for page 8 and task 2 for page 9, on one
// queue. Page 9 is given back first; whom it wakes is task 1, who does not want
// it, and so task 2 sleeps beside a free page until page 8 is given back, too.
func TestLedgerOfAStall(t *testing.T) {
	h := &history{l: newLedger(3)}
	h.l.open(0)
	h.at(0).see(0, task.Locked, 8, 0)
	h.at(0).see(0, task.Locked, 9, 0)
	for id := 1; id <= 2; id++ {
		h.at(10).see(id, task.WaitBegin, uint64(7+id), 0)
		h.at(10).see(id, task.Slept, 0, 0)
	}
	h.at(20).see(0, task.Unlocked, 9, 0)
	h.l.Woke(0, 1, 20)
	h.see(0, task.Woke, 0, 0)
	h.at(30).see(1, task.Slept, 0, 0) // page 8 is still held
	h.at(50).see(0, task.Unlocked, 8, 0)
	h.l.Woke(0, 1, 50)
	h.l.Woke(0, 2, 50)
	h.see(0, task.Woke, 0, 0)
	h.at(60).see(1, task.WaitEnd, 8, 0)
	h.at(60).see(1, task.Locked, 8, 0)
	h.at(65).see(2, task.WaitEnd, 9, 0)
	h.at(65).see(2, task.Locked, 9, 0)
	c := h.l.close(100)
	// Task 2 lay beside a free page from 20 to 50; from then on both were on
	// their way, task 1 for 10 and task 2 for 15.
	if c.StallNS != 30 || c.UnheldNS != 30+10+15 {
		t.Errorf("stalled for %d, waited without a holder for %d; want 30, 55", c.StallNS, c.UnheldNS)
	}
	if c.HandOffs != 2 || c.HandOffNS != (45+10)/2.0 {
		t.Errorf("%d hand-offs of %v on average, want 2 of 27.5", c.HandOffs, c.HandOffNS)
	}
	if c.Barged != 0 || c.MostPassed != 0 || c.Locks != 4 {
		t.Errorf("%+v: want 4 locks, none past a waiter", c)
	}
}

// TestLedgerOfABarge: task 0 takes the page again, and again by PMD, while task
// 1 waits; another page is nobody's concern.
func TestLedgerOfABarge(t *testing.T) {
	h := &history{l: newLedger(2)}
	h.l.open(0)
	h.at(0).see(0, task.Locked, 8, 0)
	h.at(1).see(1, task.WaitBegin, 8, 0)
	h.at(1).see(1, task.Slept, 8, 0)
	h.at(2).see(0, task.Unlocked, 8, 0)
	h.l.Woke(0, 1, 2)
	h.see(0, task.Woke, 8, 0)
	h.at(3).see(0, task.Locked, 8, 0)
	h.at(4).see(1, task.Slept, 8, 0)
	h.at(5).see(0, task.Unlocked, 8, 0)
	h.see(0, task.Woke, 8, 0)
	h.at(6).see(0, task.Locked, 0, 9)
	h.at(7).see(0, task.Unlocked, 0, 9)
	h.see(0, task.Woke, 0, 0)
	h.at(8).see(0, task.Locked, 99, 0)
	h.at(9).see(0, task.Unlocked, 99, 0)
	h.at(10).see(1, task.WaitEnd, 8, 0)
	h.at(10).see(1, task.Locked, 8, 0)
	c := h.l.close(11)
	if c.Barged != 2 || c.MostPassed != 2 || c.Locks != 5 {
		t.Errorf("%d of %d locks past a waiter, at most %d; want 2 of 5, 2", c.Barged, c.Locks, c.MostPassed)
	}
	// From 2 to 3 it was on its way, from 5 to 6 and 7 to 10 asleep with nobody
	// holding its page.
	if c.UnheldNS != 1+1+3 || c.StallNS != 4 {
		t.Errorf("without a holder %d, stalled %d; want 5, 4", c.UnheldNS, c.StallNS)
	}
	// Locks of page 8 are by 0, 0, 1: one window of two, with one owner.
	if c.Laps != 1 || c.Distinct != 1 || c.Return != 1 {
		t.Errorf("%d laps with %d owners, back after %v locks; want 1, 1, 1", c.Laps, c.Distinct, c.Return)
	}
}
