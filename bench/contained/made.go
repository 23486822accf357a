package contained

import (
	"sync/atomic"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/contain"
	"daxwait/strategies"
)

// making watches a design that is made again and again: its New may not come back,
// either. Between two times it is the steps of a search that are watched.
type making struct {
	began, ended atomic.Int64
	looks        int64
}

// progress is the same as long as a design is being made.
func (m *making) progress() int64 {
	ended := m.ended.Load()
	if m.began.Load() != ended {
		return -1 - ended
	}
	m.looks++
	return m.looks
}

// of returns the design with its New watched.
func (m *making) of(s *strategies.Strategy) *strategies.Strategy {
	if s.New == nil {
		return s
	}
	c := *s
	c.New = func(r daxcore.Room) daxcore.EntryLock {
		m.began.Add(1)
		defer m.ended.Add(1)
		return s.New(r)
	}
	return &c
}

// prepare has the job of a cell watch how its design is made, and makes it once: a
// panic says where. It returns what is watched.
func prepare(j *contain.Job, c *check.Cell) (progress func() int64) {
	m := &making{}
	j.Watch(m.progress)
	c.Strategy = m.of(c.Strategy)
	defer func() {
		if r := recover(); r != nil {
			j.Left(r, false)
		}
	}()
	if c.Scenario == nil {
		c.Scenario = daxtest.OfDesigns()[0]
	}
	c.Scenario.World(c.Strategy.EntryLock)
	return m.progress
}
