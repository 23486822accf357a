package cli

import (
	"context"
	"io"
	"time"

	"daxwait/bench"
	"daxwait/internal/cli/term"
)

// trialTime is how long it may take to find out how long a run takes.
const trialTime = 300 * time.Millisecond

// windows tells how far a run of groups of a plan is, window by window.
func windows(ctx context.Context, stderr io.Writer, p *bench.Plan, groups []bench.Group) *term.Cases {
	return term.NewCases(stderr, func() (cases []term.Case) {
		e := p.Estimate(ctx, groups, trialTime)
		for _, g := range groups {
			for range g {
				cases = append(cases, term.Case{Name: g[0].Pattern.Name, Parts: p.Windows})
			}
		}
		// Cases beside each other: what one costs is its part of the total.
		var sum time.Duration
		for _, c := range e.Cases {
			sum += c
		}
		for i, c := range e.Cases {
			cases[i].Cost = float64(c) / float64(p.Windows) * float64(e.Total) / float64(max(sum, 1))
		}
		return cases
	})
}
