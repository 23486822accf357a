package words

import (
	"fmt"

	"daxwait/internal/phrase"
)

// Rounds is how often strategies hung in rounds.
type Rounds struct {
	// Worst hung most often: in Hung of Rounds rounds of the pattern Where.
	Worst, Where string
	Hung, Rounds int64
	// Never is how many of Run strategies hung in no round.
	Never, Run int
	// Bound is the share below which all are at 95 %, if none hung.
	Bound float64
}

// OfRounds says who hung most often, and how many never did.
func OfRounds(r *Rounds) string {
	if r.Hung == 0 {
		return fmt.Sprintf("No strategy hung: each in less than %s of rounds, at 95 %%", phrase.Share(phrase.RoundUp(r.Bound)))
	}
	title := fmt.Sprintf("%s hung in %d of %d rounds of %s", r.Worst, r.Hung, r.Rounds, r.Where)
	switch {
	case r.Never == 0 && r.Run > 1:
		title += "; every strategy hung somewhere"
	case r.Never > 0:
		title += fmt.Sprintf("; %d of %d strategies hung in no round", r.Never, r.Run)
	}
	return title
}
