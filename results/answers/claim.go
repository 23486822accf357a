package answers

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/internal/command"
)

// Claim is a sentence with what it stands on.
type Claim struct {
	Text string `json:"text"`
	// Confidence says how sure it is: within which bounds, over how many seeds.
	Confidence string `json:"confidence,omitempty"`
	// Facts are the numbers and names in the text, in their order.
	Facts []Fact `json:"facts,omitempty"`
	// Missing: the data at hand say nothing of it, and Command would.
	Missing bool            `json:"missing,omitempty"`
	Command command.Command `json:"command,omitzero"`
}

// Say makes a claim. Those of the arguments that are facts, claims or lists of
// facts are remembered with it.
func Say(format string, args ...any) Claim {
	c := Claim{Text: fmt.Sprintf(format, args...)}
	for _, a := range args {
		c.Facts = append(c.Facts, factsIn(a)...)
	}
	return c
}

func factsIn(a any) []Fact {
	switch a := a.(type) {
	case Fact:
		return []Fact{a}
	case list:
		return a
	case Claim:
		return a.Facts
	}
	return nil
}

// String is the text.
func (c Claim) String() string { return c.Text }

// With returns the claim with a confidence.
func (c Claim) With(confidence string) Claim {
	c.Confidence = confidence
	return c
}

// NotLookedAt is the claim that data are missing, with the command that gives
// them.
func NotLookedAt(what string, by command.Command) Claim {
	return Claim{Text: what + ": not looked at in these results.", Missing: true, Command: by}
}

// after puts what is known before a claim that something is not.
func (c Claim) after(known Claim) Claim { return join(known, c) }

// join puts sentences together, and how sure they are where that differs. What
// is missing stays so.
func join(claims ...Claim) (all Claim) {
	var sure []string
	for _, c := range claims {
		if c.Text == "" {
			continue
		}
		if all.Text != "" {
			all.Text += " "
		}
		all.Text += c.Text
		all.Facts = append(all.Facts, c.Facts...)
		if c.Confidence != "" && !slices.Contains(sure, c.Confidence) {
			sure = append(sure, c.Confidence)
		}
		if c.Missing {
			all.Missing, all.Command = true, c.Command
		}
	}
	all.Confidence = strings.Join(sure, "; ")
	return all
}

// list is facts that are joined by commas and an and.
type list []Fact

func (l list) String() (s string) {
	for i, f := range l {
		switch {
		case i > 0 && i == len(l)-1:
			s += " and "
		case i > 0:
			s += ", "
		}
		s += f.Text
	}
	return s
}

// names makes a list.
func names(what string, words []string) (l list) {
	for _, w := range words {
		l = append(l, Name(what, w))
	}
	return l
}
