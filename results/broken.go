package results

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/phrase"
)

// Broken is how a design did not come back from a case.
type Broken struct {
	// Outcome is "panicked", "does not yield", or "was not run".
	Outcome string `json:"outcome"`
	// Reason is why, in a word or two, such as "spin".
	Reason string `json:"reason"`
	// Says is what was said, such as the value of a panic; At is the line of the
	// design's code.
	Says string `json:"says,omitempty"`
	At   string `json:"at,omitempty"`
	// Text is all of it in words.
	Text string `json:"text"`
}

// DidNotFinish says which case did not finish, and why.
func (r *Record) DidNotFinish() string {
	return fmt.Sprintf("%s with %s did not finish: it %s", r.Strategy, r.Group().Where(), r.Broken.Text)
}

// mostWays is how many of the ways are told in which a design did not finish.
const mostWays = 3

// DidNotFinish says of each design that did not come back from a case in how many,
// and how.
func DidNotFinish(records []*Record) (sentences []string) {
	var names []string
	cases, of := map[string]int{}, map[string][]*Record{}
	for _, r := range records {
		cases[r.Strategy]++
		if r.Broken != nil {
			if of[r.Strategy] == nil {
				names = append(names, r.Strategy)
			}
			of[r.Strategy] = append(of[r.Strategy], r)
		}
	}
	for _, name := range names {
		var told, ways []string
		for _, r := range of[name] {
			if !slices.Contains(told, r.Broken.Text) {
				told = append(told, r.Broken.Text)
				ways = append(ways, fmt.Sprintf("with %s it %s", r.Group().Where(), r.Broken.Text))
			}
		}
		if more := len(ways) - mostWays; more > 0 {
			ways = append(ways[:mostWays], "and in "+phrase.Count(more, "more way"))
		}
		sentences = append(sentences, fmt.Sprintf("%s did not finish %d of %s: %s.", name, len(of[name]), phrase.Count(cases[name], "case"), strings.Join(ways, "; ")))
	}
	return sentences
}

// Failed is the error of records of cases that did not finish, or nil.
func Failed(records []*Record) error {
	n := 0
	var names []string
	for _, r := range records {
		if r.Broken == nil {
			continue
		}
		if n++; !slices.Contains(names, r.Strategy) {
			names = append(names, r.Strategy)
		}
	}
	if n == 0 {
		return nil
	}
	return errors.New(phrase.CountOf(n, "case", "cases") + " of " + strings.Join(names, ", ") + " did not finish")
}
