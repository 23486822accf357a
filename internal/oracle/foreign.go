package oracle

import (
	"context"
	"errors"
	"math/rand/v2"

	"daxwait/bench/sim"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// countForeign measures how many waiters of other keys a wake meets in its
// bucket. N tasks sleep on keys of their own; one more wakes them, one after
// the other, and each sleeps again on a new key before the next wake.
func countForeign(ctx context.Context, c *Case, o *Options) (*recorder, error) {
	n := c.Params.N
	table := waitqueue.New(c.Params.M, n+1, 0)
	e := sim.New(n+1, sim.Options{Spins: c.Params.M, Seed: o.Seed})
	defer e.Close()
	rec := c.recorder(ctx, o, n, 1)
	keys := make([]waitqueue.Key, n)
	ended := e.Run(func(t *sim.Task) {
		r := rand.New(rand.NewPCG(o.Seed, uint64(t.ID())))
		if id := t.ID(); id < n {
			for !rec.done {
				keys[id] = waitqueue.Key{Index: r.Uint64()}
				table.Prepare(t, keys[id], waitqueue.Exclusive)
				table.Sleep(t)
			}
			return
		}
		for !rec.done {
			t.Spend(task.ThinkSleep, 1)
			before := t.Tally.Foreign
			table.Wake(t, keys[r.IntN(n)], waitqueue.All)
			rec.record(t.Now(), &op{foreign: t.Tally.Foreign - before})
		}
		for _, key := range keys {
			table.Wake(t, key, waitqueue.All)
		}
	})
	if !ended {
		return nil, errors.New("a waiter was not woken")
	}
	return rec, nil
}
