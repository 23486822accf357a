package fs_test

import (
	"testing"

	"daxwait/daxcore/task"
)

func TestPagesAreLockedOneByOne(t *testing.T) {
	c := newCrew(t, 4)
	c.does(0, c.lock(1))
	c.does(1, c.lock(2))
	c.does(2, c.lock(1))
	c.does(3, c.lock(2))
	c.want([]string{"0+page1", "1+page2"}, "", "", "page 1", "page 2")
	if say, _ := c.j.Waiting(3); say != "page 2 of the ordinary file, which task 1 has locked" {
		t.Errorf("task 3 waits for %q", say)
	}
	c.does(1, c.unlock(2)) // wakes who waits for that page, not the first of all
	c.goes(3)
	c.want([]string{"1-page2", "3+page2"}, "", "", "page 1")
	c.does(0, c.unlock(1))
	c.goes(2)
	c.want([]string{"0-page1", "2+page1"})
}

func TestWaitersComeInOrder(t *testing.T) {
	c := newCrew(t, 3)
	c.does(0, c.lock(0))
	c.does(2, c.lock(0))
	c.does(1, c.lock(0))
	c.did = nil
	c.does(0, c.unlock(0))
	c.want([]string{"0-page0"}, "", "page 0")
	c.goes(2)
	c.does(2, c.unlock(0))
	c.goes(1)
	c.want([]string{"2+page0", "2-page0", "1+page0"})
}

// TestLockedAgainWakesNobody: an unlock clears the lock, then looks for waiters;
// who has locked the page between the two will wake them.
func TestLockedAgainWakesNobody(t *testing.T) {
	c := newCrew(t, 3)
	c.does(0, c.lock(0))
	c.does(1, c.lock(0))
	c.tasks[0].Start(0, c.unlock(0))
	c.steps(0, 1) // as far as the wake
	c.did = nil
	c.does(2, c.lock(0))
	c.goes(0)
	c.want([]string{"2+page0"}, "", "page 0")
	c.does(2, c.unlock(0))
	c.goes(1)
	c.want([]string{"2-page0", "1+page0"})
}

// TestStealsAreTolerated five times; then the page is handed over.
func TestStealsAreTolerated(t *testing.T) {
	c := newCrew(t, 3)
	c.does(0, c.lock(0))
	c.does(1, c.lock(0))
	for range 5 {
		c.does(0, c.unlock(0))
		c.does(0, c.lock(0)) // before the woken runs
		c.did = nil
		c.goes(1)
		c.want(nil, "", "page 0")
	}
	c.does(0, c.unlock(0))
	c.does(2, c.lock(0))
	c.want([]string{"0-page0"}, "", "", "page 0")
	c.goes(1)
	c.want([]string{"1+page0"}, "", "", "page 0")
	c.does(1, c.unlock(0))
	c.goes(2)
	c.want([]string{"1-page0", "2+page0"})
}

// TestOwnPage: who wants a page that he has locked waits for himself.
func TestOwnPage(t *testing.T) {
	c := newCrew(t, 1)
	c.does(0, func(t task.Task) { c.j.Pages.Lock(t, 7); c.j.Pages.Lock(t, 7) })
	c.want([]string{"0+page7"}, "page 7")
}
