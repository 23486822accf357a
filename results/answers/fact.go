package answers

import (
	"fmt"

	"daxwait/internal/phrase"
	"daxwait/results/compare"
)

// Fact is a number or a name in a sentence, with what it was made of.
type Fact struct {
	What string `json:"what"`
	// Text is how it stands in the sentence.
	Text  string  `json:"text"`
	Value float64 `json:"value,omitempty"`
	// Lo and Hi are the ends of its 95 % interval, N the samples behind it; all
	// are 0 of what is no estimate.
	Lo float64 `json:"lo,omitempty"`
	Hi float64 `json:"hi,omitempty"`
	N  int     `json:"n,omitempty"`
}

// String is the fact as it stands in the sentence.
func (f Fact) String() string { return f.Text }

// Name is the name of something: a design, a scenario, a pattern, a command.
func Name(what, text string) Fact { return Fact{What: what, Text: text} }

// Number is a count of things, such as "3 scenarios".
func Number(n int, thing string) Fact {
	return Fact{What: thing + "s", Text: phrase.Count(n, thing), Value: float64(n)}
}

// Count is a count without its noun.
func Count(what string, n int) Fact {
	return Fact{What: what, Text: fmt.Sprint(n), Value: float64(n)}
}

// Change is a ratio as a change, with its interval.
func Change(what string, r compare.Interval) Fact { return ratio(what, r, phrase.Change) }

// Loss is the part that a ratio below 1 lacks, with its interval.
func Loss(what string, r compare.Interval) Fact {
	f := ratio(what, compare.Interval{Value: r.Value, Lo: r.Hi, Hi: r.Lo, N: r.N}, phrase.Size)
	f.Lo, f.Hi = r.Lo, r.Hi
	return f
}

func ratio(what string, r compare.Interval, write func(float64) string) Fact {
	text := write(r.Value)
	if within := phrase.Bounds(r.Lo, r.Hi, write); within != "" {
		text += phrase.NBSP + within
	}
	if r.Endless() {
		r.Lo, r.Hi = 0, 0 // JSON has no number without end
	}
	return Fact{What: what, Text: text, Value: r.Value, Lo: r.Lo, Hi: r.Hi, N: r.N}
}

// Time is a duration in ns.
func Time(what string, i compare.Interval) Fact {
	return Fact{What: what, Text: phrase.Time(i.Value), Value: i.Value, Lo: i.Lo, Hi: i.Hi, N: i.N}
}

// CountOf is Number with words for one and for any other number.
func CountOf(n int, one, many string) Fact {
	return Fact{What: many, Text: phrase.CountOf(n, one, many), Value: float64(n)}
}
