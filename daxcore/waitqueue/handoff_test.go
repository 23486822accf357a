package waitqueue_test

import (
	"testing"

	"daxwait/daxcore/waitqueue"
)

func TestHandOffGrantsToTheFirstExclusiveWaiter(t *testing.T) {
	q, w := queue(t, excl, non, excl), waker()
	if id, ok := q.HandOff(w, here, 42); !ok || id != 0 {
		t.Errorf("handed to %d, %v", id, ok)
	}
	wants(t, "woken", w.woken, []int{0})
	wants(t, "left", q.Queue(here), []int{1, 2})
	if g := q.Grant(&sleeper{id: 0}); g != 42 {
		t.Errorf("granted %d", g)
	}
	if g := q.Grant(&sleeper{id: 2}); g != 0 {
		t.Errorf("%d granted to one who waits", g)
	}
}

func TestHandOffFindsNobody(t *testing.T) {
	q := waitqueue.New(1, 300, 0)
	q.Prepare(&sleeper{id: 0}, there, excl)
	q.Prepare(&sleeper{id: 1}, here, non)
	w := waker()
	if id, ok := q.HandOff(w, here, 42); ok || len(w.woken) != 0 {
		t.Errorf("handed to %d", id)
	}
	if w.foreign != 2 {
		t.Errorf("%d passed", w.foreign)
	}
}

func TestGrantIsGoneWithTheNextSleep(t *testing.T) {
	q, s := queue(t, excl), &sleeper{id: 0}
	q.HandOff(waker(), here, 42)
	q.Prepare(s, here, excl)
	q.Wake(waker(), here, 1)
	if g := q.Grant(s); g != 0 {
		t.Errorf("a plain wake grants %d", g)
	}
}
