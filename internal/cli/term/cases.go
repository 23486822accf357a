package term

import (
	"io"
	"sync"
	"time"
)

// Case is a piece of work in parts of like cost.
type Case struct {
	Name  string
	Parts int
	Cost  float64 // of a part, as predicted, in ns
}

// Cases tells how far work on cases is, of which each does one part after
// another.
type Cases struct {
	mu sync.Mutex
	status
	all     []Case // with the parts that are left of each
	did     int
	began   time.Time
	showed  time.Time
	learned *ETA
}

// NewCases prepares to tell of cases. Where nobody looks, they are not asked for.
func NewCases(w io.Writer, cases func() []Case) *Cases {
	c := &Cases{status: newStatus(w)}
	if !c.show {
		return c
	}
	c.say("finding out how long it takes")
	c.all = cases()
	all := 0.0
	for _, o := range c.all {
		all += o.Cost * float64(o.Parts)
	}
	c.learned = NewETA(all, true)
	c.began = time.Now()
	return c
}

// Done is told which case has done a part.
func (c *Cases) Done(i int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.show {
		return
	}
	of := &c.all[i]
	if of.Parts--; of.Parts == 0 {
		c.did++
	}
	c.learned.done(of.Cost, time.Since(c.began))
	if time.Since(c.showed) < 200*time.Millisecond {
		return
	}
	c.showed = time.Now()
	c.say("%d/%d %s%s", c.did, len(c.all), of.Name, c.learned.remains())
}

// End takes the line away.
func (c *Cases) End() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end()
}
