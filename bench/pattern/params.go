package pattern

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Params change a pattern. The zero Params change nothing.
type Params struct {
	// Think and Hold are mean times; nil keeps the pattern's.
	Think, Hold *time.Duration
	// Rounds is the number of operations in a round; -1 makes a pattern of
	// rounds a closed loop.
	Rounds int
	// Skew is the exponent of Zipf places; 0 keeps the pattern's.
	Skew float64
	// Regime is "run" or "sleep"; "" keeps the pattern's.
	Regime string
}

// With returns the pattern with the parameters, and a name that says which
// were changed, so that its results are not taken for the pattern's own.
func (p *Pattern) With(c Params) (*Pattern, error) {
	if p.Replay != nil && (c.Think != nil || c.Hold != nil || c.Rounds != 0 || c.Skew != 0) {
		return nil, fmt.Errorf("%s is a replay: its times and pages are the trace's; only the regime can be changed", p.Name)
	}
	r, err := p.WithHold(c.Regime)
	if err != nil {
		return nil, err
	}
	q := *r
	if c.Think != nil {
		if err := q.Think.set(*c.Think); err != nil {
			return nil, fmt.Errorf("think: %w", err)
		}
		q.Name += "-think" + short(*c.Think)
	}
	if c.Hold != nil {
		if err := q.Hold.set(*c.Hold); err != nil {
			return nil, fmt.Errorf("hold: %w", err)
		}
		q.Name += "-hold" + short(*c.Hold)
	}
	if c.Rounds != 0 {
		if c.Rounds < -1 {
			return nil, fmt.Errorf("%d operations in a round: want at least 1, or -1 for no rounds", c.Rounds)
		}
		q.Rounds = max(0, c.Rounds)
		q.Name += fmt.Sprintf("-rounds%d", q.Rounds)
	}
	if c.Skew != 0 {
		if !(c.Skew > 0 && c.Skew <= 10) {
			return nil, fmt.Errorf("skew %v: want more than 0, at most 10", c.Skew)
		}
		if !q.skew(c.Skew) {
			return nil, fmt.Errorf("%s chooses no pages by a Zipf distribution, so a skew means nothing to it", p.Name)
		}
		q.Name += fmt.Sprintf("-skew%g", c.Skew)
	}
	return &q, nil
}

func (t *Time) set(d time.Duration) error {
	if d < 0 || d > time.Second {
		return errors.New(d.String() + ": want 0 to 1s")
	}
	t.Mean, t.Source = int64(d), "given on the command line"
	return nil
}

// skew gives all Zipf places another exponent, in roles of q's own.
func (q *Pattern) skew(s float64) bool {
	found := false
	roles := append([]Role(nil), q.Roles...)
	for i := range roles {
		roles[i].Ops = append([]Choice(nil), roles[i].Ops...)
		for j := range roles[i].Ops {
			if w := &roles[i].Ops[j].Where; w.At == ZipfChunk || w.At == ZipfPage {
				w.Skew = s
				found = true
			}
		}
	}
	q.Roles = roles
	return found
}

// short writes a time as it may stand in a name: 20us, 1.5ms.
func short(d time.Duration) string { return strings.ReplaceAll(d.String(), "µ", "u") }
