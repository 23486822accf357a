package words

import (
	"fmt"

	"daxwait/internal/phrase"
)

// Space is what was found out about a space of designs.
type Space struct {
	// Safe and Open are how many of Designs are safe, and of how many it is not
	// known.
	Safe, Open, Designs int
	// Never are those of Values values with which no design is safe, Pairs how
	// many pairs of others are such.
	Never         []string
	Values, Pairs int
}

// OfSpace says how many designs are safe, and which values never are.
func OfSpace(s *Space) string {
	switch {
	case s.Designs == 0:
		return "No design was checked"
	case s.Safe == s.Designs && s.Designs == 1:
		return "The one design is safe"
	case s.Safe == s.Designs:
		return fmt.Sprintf("All %d designs are safe", s.Designs)
	case s.Safe == 0 && s.Open == 0 && s.Designs == 1:
		return "The one design is not safe"
	case s.Safe == 0 && s.Open == 0:
		return fmt.Sprintf("None of %s is safe", phrase.Count(s.Designs, "design"))
	case s.Safe == 0:
		return fmt.Sprintf("None of %s is known to be safe", phrase.Count(s.Designs, "design"))
	}
	title := fmt.Sprintf("%d of %s %s safe", s.Safe, phrase.Count(s.Designs, "design"), phrase.Either(s.Safe, "is", "are"))
	switch n := len(s.Never); {
	case n > 2:
		title += fmt.Sprintf("; %d of %d values never are", n, s.Values)
	case n > 0:
		title += ", none with " + phrase.List(s.Never, "or")
	case s.Pairs > 0:
		title += fmt.Sprintf("; %s of values never %s", phrase.Count(s.Pairs, "pair"), phrase.Either(s.Pairs, "is", "are"))
	}
	return title
}
