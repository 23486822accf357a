package fs_test

import (
	"strings"
	"testing"

	"daxwait/daxcore/fs"
	"daxwait/daxcore/task"
)

func TestCommitOfNothingReturns(t *testing.T) {
	c := newCrew(t, 2)
	c.does(0, c.start)
	c.did = nil
	c.does(1, c.commit)
	c.want([]string{"1+commit", "1-commit"})
	c.does(0, func(t task.Task) { c.j.Changed(1); c.j.Stop(t) })
	c.did = nil
	c.does(1, c.commit) // file 1 is not its business
	c.want([]string{"1+commit", "1-commit"})
	if c.j.Uncommitted(0) || !c.j.Uncommitted(1) {
		t.Error("the commit of one file is that of another")
	}
}

// TestCommitWaitsForHandles and keeps new ones out, which begin with the next
// transaction, before its data is written.
func TestCommitWaitsForHandles(t *testing.T) {
	c := newCrew(t, 4)
	c.does(0, c.change)
	c.does(0, c.start)
	c.does(1, c.start)
	c.did = nil
	c.does(2, c.commit)
	c.does(3, c.start)
	c.want(nil, "", "", "handles", "a handle")
	c.does(0, c.stop)
	c.want([]string{"0-handle"}, "", "", "handles", "a handle")
	c.does(1, c.stop)
	c.want([]string{"1-handle"}, "", "", "", "a handle")
	c.goes(2)
	c.goes(3)
	c.want([]string{"2+commit", "2-commit", "3+handle"})
	if c.j.Uncommitted(0) {
		t.Error("it is committed, and uncommitted")
	}
	c.does(0, c.change)
	c.does(1, c.commit) // for the handle that began meanwhile
	c.want([]string{"0+handle", "0-handle"}, "", "handles")
}

// TestHandlesNest: who has one is not kept out, and one stop is not the last.
func TestHandlesNest(t *testing.T) {
	c := newCrew(t, 2)
	c.does(0, c.change)
	c.does(0, c.start)
	c.does(1, c.commit)
	c.did = nil
	c.does(0, c.start)
	c.does(0, c.stop)
	c.want(nil, "", "handles")
	c.does(0, c.stop)
	c.goes(1)
	c.want([]string{"0-handle", "1+commit", "1-commit"})
}

// TestOwnHandle: who commits with a handle waits for himself, and is told so.
func TestOwnHandle(t *testing.T) {
	c := newCrew(t, 1)
	c.does(0, c.start)
	c.does(0, func(t task.Task) { c.j.Changed(0); c.j.Commit(t, 0) })
	c.want([]string{"0+handle"}, "handles")
	if say, ok := c.j.Waiting(0); !ok || !strings.HasSuffix(say, "of itself") {
		t.Errorf("it waits for %q", say)
	}
}

// TestOthersWaitForTheCommit that is going on, if what they want is in it; if it
// is in the next transaction, they commit that afterwards, one for all.
func TestOthersWaitForTheCommit(t *testing.T) {
	c := newCrew(t, 6)
	c.does(5, c.lock(3))
	c.does(0, func(t task.Task) { c.j.Start(t); c.j.Changed(0); c.j.Order(3); c.j.Stop(t) })
	c.did = nil
	c.does(0, c.commit)
	c.does(1, c.commit)
	c.want([]string{"0+commit"}, "page 3", "a commit")
	c.does(4, func(t task.Task) { c.j.Start(t); c.j.Changed(1); c.j.Stop(t) })
	c.does(2, func(t task.Task) { c.j.Commit(t, 1) })
	c.does(3, func(t task.Task) { c.j.Commit(t, 1) })
	c.want([]string{"4+handle", "4-handle"}, "page 3", "a commit", "a commit", "a commit")
	if say, _ := c.j.Waiting(1); say != "the commit by task 0" {
		t.Errorf("task 1 waits for %q", say)
	}
	c.does(5, c.unlock(3))
	c.goes(0)
	c.want([]string{"5-page3", "0+page3", "0-page3", "0-commit"})
	c.goes(1)
	c.want([]string{"1+commit", "1-commit"})
	c.goes(2)
	c.goes(3)
	c.want([]string{"2+commit", "2-commit", "3+commit", "3-commit"})
	if c.j.Uncommitted(0) || c.j.Uncommitted(1) {
		t.Error("something is left uncommitted")
	}
}

// TestChangedAgainIsCommittedAgain: what is in a commit that goes on, and was
// changed once more, is not durable when that commit ends.
func TestChangedAgainIsCommittedAgain(t *testing.T) {
	c := newCrew(t, 3)
	c.does(2, c.lock(0))
	c.does(0, func(t task.Task) { c.j.Start(t); c.j.Changed(0); c.j.Order(0); c.j.Stop(t) })
	c.does(0, c.commit)
	c.does(1, c.change)
	c.does(1, c.commit)
	c.did = nil
	c.does(2, c.unlock(0))
	c.goes(0)
	if c.did = nil; !c.j.Uncommitted(0) {
		t.Error("the commit of the transaction before has committed it")
	}
	c.goes(1)
	c.want([]string{"1+commit", "1-commit"})
	if c.j.Uncommitted(0) {
		t.Error("it is still uncommitted")
	}
}

// TestWhatIsBeingCommittedIsNotDurable: a fault that finds its metadata in the
// committing transaction owes that commit, as if nobody had begun it.
func TestWhatIsBeingCommittedIsNotDurable(t *testing.T) {
	c := newCrew(t, 2)
	c.does(1, c.lock(3))
	c.does(0, func(t task.Task) { c.j.Start(t); c.j.Changed(0); c.j.Order(3); c.j.Stop(t) })
	c.does(0, c.commit)
	c.did = nil
	c.want(nil, "page 3")
	if !c.j.Uncommitted(0) || c.j.Uncommitted(1) {
		t.Errorf("while the commit writes data, file 0 is uncommitted: %v, file 1: %v", c.j.Uncommitted(0), c.j.Uncommitted(1))
	}
	c.does(1, c.unlock(3))
	c.goes(0)
	if c.j.Uncommitted(0) {
		t.Error("uncommitted after the commit")
	}
}

// TestCommitWritesDataOnce, in the order of pages, of those that are ordered.
func TestCommitWritesDataOnce(t *testing.T) {
	c := newCrew(t, 1)
	c.does(0, func(t task.Task) {
		c.j.Start(t)
		for _, page := range []int{fs.OrdinaryPages - 1, 5, 5, 0} {
			c.j.Order(page)
		}
		c.j.Stop(t)
	})
	c.did = nil
	c.does(0, func(t task.Task) { c.j.Commit(t, fs.Ordinary) })
	c.want([]string{"0+commit", "0+page0", "0-page0", "0+page5", "0-page5", "0+page63", "0-page63", "0-commit"})
	c.does(0, func(t task.Task) { c.j.Commit(t, fs.Ordinary) })
	c.want([]string{"0+commit", "0-commit"})
}
