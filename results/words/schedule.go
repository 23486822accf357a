package words

import (
	"fmt"

	"daxwait/internal/phrase"
	"daxwait/results"
)

// OfSchedule says what a schedule of so many steps is of, and what it violates.
func OfSchedule(c *results.Columns, steps int) string {
	if c.Kind == "" {
		return fmt.Sprintf("%s in %s, %s", c.Strategy, c.Scenario, phrase.Count(steps, "step"))
	}
	return fmt.Sprintf("%s %s in %s, after %s", c.Strategy, KindOf(c.Kind).Does, c.Scenario, phrase.Count(steps, "step"))
}

// OfTimeline says who sleeps for ever in a stretch of simulated time or, if
// nobody does, how many wakes are useless.
func OfTimeline(t *results.Timeline, forever int) string {
	title := fmt.Sprintf("%s in %s", t.Strategy, t.Pattern)
	useless := 0
	for _, a := range t.Arrows {
		if a.Useless {
			useless++
		}
	}
	switch {
	case t.Hung:
		title += fmt.Sprintf(" hangs: %s for ever", phrase.CountOf(forever, "task sleeps", "tasks sleep"))
	case useless > 0:
		title += fmt.Sprintf(": %d of %s useless", useless, phrase.CountOf(len(t.Arrows), "wake is", "wakes are"))
	case len(t.Arrows) > 0:
		title += ": " + phrase.CountOf(len(t.Arrows), "wake, not useless", "wakes, none useless")
	}
	return title
}
