package space

import (
	"context"
	"time"

	"daxwait/daxcore"
)

// Plan is what is to be searched, and how long that should take one worker.
type Plan struct {
	// Searches is their number, once for all designs that a scenario cannot
	// tell apart.
	Searches int
	// Costs are by design: those of the searches that no design before it needs.
	Costs []time.Duration
	// AtLeast: a trial hit its limit, so it may take much longer.
	AtLeast bool
}

// trialStates is as far as a trial goes.
const trialStates = 100_000

// Plan finds out by a few searches how long those of the designs from one on
// should take: each scenario with a design that is safe and one that is not,
// whose schedules take time to simplify.
func (s *Space) Plan(ctx context.Context, from int, o Options) (*Plan, error) {
	trial := Options{MaxStates: min(o.MaxStates, trialStates)}
	costs := map[string]time.Duration{}
	p := &Plan{Costs: make([]time.Duration, len(s.Designs))}
	trials := []daxcore.Policy{{}, {OnRemoval: daxcore.WakeNext, Put: daxcore.PutNever}}
	for _, sc := range s.Scenarios {
		for _, policy := range trials {
			a := question{sc, policy}.search(ctx, trial)
			if a.err != nil {
				return nil, a.err
			}
			costs[sc.Name] += time.Duration(a.seconds * float64(time.Second) / float64(len(trials)))
			p.AtLeast = p.AtLeast || a.hit != "" && o.MaxStates > trialStates
		}
	}
	known := map[question]bool{}
	for i := range p.Costs[from:] {
		for _, sc := range s.Scenarios {
			if q := (question{sc, project(s.Designs[from+i].policy, sc)}); !known[q] {
				known[q] = true
				p.Searches++
				p.Costs[from+i] += costs[sc.Name]
			}
		}
	}
	return p, nil
}

// Total is the cost of the designs from one on.
func (p *Plan) Total(from int) (sum time.Duration) {
	for _, c := range p.Costs[from:] {
		sum += c
	}
	return sum
}
