package bench

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// MostCases is how many cases a plan, or a shard of a larger one, may have: all of them
// are in memory before the first is run, and so are their records.
const MostCases = 250_000

// uncounted is where counting ends.
const uncounted = 1 << 53

// TooLargeError is the error of a plan, or of a shard of it, with more than [MostCases].
type TooLargeError struct {
	Cases int64
	// Live: it is not shared out.
	Live bool
}

func (e *TooLargeError) Error() string {
	few := fmt.Sprintf("a plan of %d cases; at most %d are run at a time: give fewer values", e.Cases, MostCases)
	if shards := (e.Cases + MostCases - 1) / MostCases; !e.Live && shards <= results.MostShards {
		return fmt.Sprintf("%s, or share it out among %d shards or more", few, shards)
	}
	return few
}

// Size is how many cases the plan has at most, which is counted and not made: less are
// those that are equal to others.
func (p *Plan) Size() int64 {
	variants := 1
	if p.Sensitivity && p.Sim != nil {
		if all, err := p.Sim.Variants(); err == nil {
			variants = len(all)
		}
	}
	n := int64(0)
	for _, pat := range p.Patterns {
		if len(p.Places) == 0 {
			n += int64(variants)
		}
		for i := range p.Places {
			switch place := &p.Places[i]; {
			case !place.takes(pat, p.Places):
			case place.Steady:
				n++
			default:
				n += int64(variants)
			}
		}
	}
	n = times(n, len(p.Strategies))
	for _, s := range p.Sweeps {
		n = times(n, len(s.Values))
	}
	return n
}

// times is a product, or uncounted if it is larger.
func times(n int64, by int) int64 {
	if by != 0 && n > uncounted/int64(by) {
		return uncounted
	}
	return n * int64(by)
}

// Sample is the plan with fewer values on its longest axes, so that it has no more than
// about so many cases.
func (p *Plan) Sample(most int64) *Plan {
	s := *p
	s.Sweeps = slices.Clone(p.Sweeps)
	for s.Size() > most {
		longest := 0
		for i := range s.Sweeps {
			if len(s.Sweeps[i].Values) > len(s.Sweeps[longest].Values) {
				longest = i
			}
		}
		if len(s.Sweeps) == 0 || len(s.Sweeps[longest].Values) < 2 {
			break
		}
		var half []float64
		for i := 0; i < len(s.Sweeps[longest].Values); i += 2 {
			half = append(half, s.Sweeps[longest].Values[i])
		}
		s.Sweeps[longest].Values = half
	}
	return &s
}

// sampled is how many cases of a plan that is too large are looked at.
const sampled = 1000

// Outline says of a plan that is too large how many cases it has, and how long they would
// take here, by a sample of them; of another it says nothing.
func (p *Plan) Outline(ctx context.Context, w io.Writer, within time.Duration) error {
	if p.Size() <= MostCases {
		return nil
	}
	groups, err := p.Sample(sampled).Groups()
	if err != nil {
		return err
	}
	seconds := 0.0
	cases := p.Estimate(ctx, groups, within).Cases
	for _, c := range cases {
		seconds += c.Seconds()
	}
	if p.Sim != nil {
		seconds /= float64(runtime.GOMAXPROCS(0))
	}
	seconds *= float64(p.Size()) / float64(max(1, len(cases)))
	_, err = fmt.Fprintf(w, "%d cases at most, %d windows for each: about %s (by %d of them)\n", p.Size(), p.Windows, years(seconds), len(cases))
	return err
}

// years writes a time that may be longer than anybody waits.
func years(seconds float64) string {
	const day = 24 * 3600
	switch {
	case seconds >= 2*365*day:
		return phrase.Number(phrase.Round(seconds/365/day, 2)) + " years"
	case seconds >= 2*day:
		return phrase.Number(phrase.Round(seconds/day, 2)) + " days"
	}
	return phrase.Long(seconds)
}
