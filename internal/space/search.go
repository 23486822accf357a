package space

import (
	"context"
	"daxwait/results/store"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// Options of the searches.
type Options struct {
	// First ends a design at its first scenario that loses.
	First bool
	// MaxStates is the limit on the states of a search.
	MaxStates int
	// Workers is how many designs are checked at a time. They do not change
	// what is found.
	Workers int
	// Ignore are kinds of violation that do not count in an analysis.
	Ignore []string
	// On is where files are written; nil is the machine's file system.
	On store.FS
}

// verdict is that of a record, but for the kinds that do not count.
func (o Options) verdict(r *Record) string {
	switch {
	case slices.ContainsFunc(r.Violations, func(v Violation) bool { return !slices.Contains(o.Ignore, v.Kind) }):
		return unsafe
	case len(r.Limits) != 0:
		return Incomplete
	}
	return Safe
}

// Run checks the designs from one on, and gives the records to each in their
// order. It ends early if the context does, or each fails.
func (s *Space) Run(parent context.Context, from int, o Options, each func(design int, r *Record) error) error {
	ctx, stop := context.WithCancelCause(parent)
	defer stop(nil)
	m := newMemo(ctx, o)
	type done struct {
		design int
		record *Record
	}
	out := make(chan done)
	next := atomic.Int64{}
	next.Store(int64(from))
	var workers sync.WaitGroup
	for range max(1, o.Workers) {
		workers.Go(func() {
			for i := int(next.Add(1) - 1); i < len(s.Designs); i = int(next.Add(1) - 1) {
				r, err := s.check(&s.Designs[i], m)
				if err != nil {
					stop(err)
					return
				}
				select {
				case out <- done{i, r}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() { workers.Wait(); close(out) }()
	early := map[int]*Record{} // those whose turn is not yet
	at := from
	for d := range out {
		early[d.design] = d.record
		for r := early[at]; r != nil && ctx.Err() == nil; r = early[at] {
			delete(early, at)
			if err := each(at, r); err != nil {
				stop(err)
			}
			at++
		}
	}
	if err := parent.Err(); err != nil {
		return err
	}
	return context.Cause(ctx)
}

// check finds out about a design.
func (s *Space) check(d *Design, m *memo) (*Record, error) {
	r := &Record{Design: d.Name, Decisions: s.words(d), Combinations: d.Combinations}
	var findings check.Finding
	for _, sc := range s.Scenarios {
		a := m.ask(sc, d.policy)
		if a.err != nil {
			return nil, a.err
		}
		r.States += a.states
		r.Violations = append(r.Violations, a.violations...)
		findings |= a.findings
		if a.hit != "" {
			r.Limits = append(r.Limits, Limit{sc.Name, a.hit})
		}
		if m.o.First && len(r.Violations) != 0 {
			break
		}
	}
	r.Findings = findings.Names()
	r.Verdict = Options{}.verdict(r)
	return r, nil
}

// question is a scenario and a policy, as the scenario sees it.
type question struct {
	scenario *daxtest.Scenario
	policy   daxcore.Policy
}

// answer is what a search found.
type answer struct {
	violations []Violation
	hit        string
	findings   check.Finding
	states     int64
	seconds    float64
	err        error
}

// memo has each question answered once.
type memo struct {
	ctx   context.Context
	o     Options
	mu    sync.Mutex
	known map[question]func() answer
}

func newMemo(ctx context.Context, o Options) *memo {
	return &memo{ctx: ctx, o: o, known: map[question]func() answer{}}
}

func (m *memo) ask(sc *daxtest.Scenario, p daxcore.Policy) answer {
	q := question{sc, project(p, sc)}
	m.mu.Lock()
	get, ok := m.known[q]
	if !ok {
		get = sync.OnceValue(func() answer { return q.search(m.ctx, m.o) })
		m.known[q] = get
	}
	m.mu.Unlock()
	return get()
}

func (q question) search(ctx context.Context, o Options) (a answer) {
	began := time.Now()
	within := check.For(q.scenario)
	within.MaxStates, within.Reduce = o.MaxStates, check.AllReductions
	within.Progress = func(int, int) bool { return ctx.Err() != nil }
	r, err := check.Check(q.scenario, q.policy.Design, within)
	if stopped := ctx.Err(); stopped != nil {
		err = stopped
	}
	if err != nil {
		return answer{err: err}
	}
	for _, v := range r.Violations {
		a.violations = append(a.violations, Violation{q.scenario.Name, v.Kind.String(), v.Depth, v.Schedule.String()})
	}
	a.hit, a.findings, a.states, a.seconds = r.Hit, r.Findings, int64(r.States), time.Since(began).Seconds()
	return a
}
