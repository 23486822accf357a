package answers

import (
	"fmt"
	"math"
	"strings"

	"daxwait/results"
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
	return Fact{What: thing + "s", Text: results.Count(n, thing), Value: float64(n)}
}

// Count is a count without its noun.
func Count(what string, n int) Fact {
	return Fact{What: what, Text: fmt.Sprint(n), Value: float64(n)}
}

// Change is a ratio as a change, with its interval.
func Change(what string, r results.Interval) Fact {
	text := percent(r.Value)
	if lo, hi := bare(r.Lo), bare(r.Hi); r.Lo <= r.Hi {
		text += nbsp + "[" + lo + "," + nbsp + hi + "]"
	}
	return Fact{What: what, Text: text, Value: r.Value, Lo: r.Lo, Hi: r.Hi, N: r.N}
}

// Loss is the part that a ratio below 1 lacks, with its interval.
func Loss(what string, r results.Interval) Fact {
	text := share(1-r.Value) + nbsp + "%"
	if r.Lo <= r.Hi {
		text += nbsp + "[" + share(1-r.Hi) + "," + nbsp + share(1-r.Lo) + "]"
	}
	return Fact{What: what, Text: text, Value: r.Value, Lo: r.Lo, Hi: r.Hi, N: r.N}
}

// share is a part of a hundred with two digits.
func share(part float64) string {
	if p := 100 * part; math.Abs(p) >= 9.95 {
		return minus(fmt.Sprintf("%.0f", p))
	}
	return minus(fmt.Sprintf("%.1f", 100*part))
}

// Time is a duration in ns.
func Time(what string, i results.Interval) Fact {
	return Fact{What: what, Text: results.FormatTime(i.Value), Value: i.Value, Lo: i.Lo, Hi: i.Hi, N: i.N}
}

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// percent formats a ratio as a change, as a factor from threefold on.
func percent(ratio float64) string {
	p := 100 * (ratio - 1)
	switch {
	case ratio >= 3:
		return fmt.Sprintf("×%.1f", ratio)
	case math.Abs(p) < 9.95:
		return minus(fmt.Sprintf("%+.1f"+nbsp+"%%", p))
	}
	return minus(fmt.Sprintf("%+.0f"+nbsp+"%%", p))
}

func bare(ratio float64) string { return strings.TrimSuffix(percent(ratio), nbsp+"%") }

func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

// CountOf is Number with words for one and for any other number.
func CountOf(n int, one, many string) Fact {
	return Fact{What: many, Text: results.CountOf(n, one, many), Value: float64(n)}
}
