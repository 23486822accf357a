package space

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"daxwait/daxcore/daxtest"
)

// schema is the version of the files that a [Log] writes.
const schema = "daxwait.space/1"

// The verdicts.
const (
	Safe       = "safe" // within the bounds
	unsafe     = "unsafe"
	Incomplete = "incomplete" // a limit was hit, and nothing lost until then
)

// Header is the first line of a file: what was checked, and within what.
type Header struct {
	Schema    string     `json:"schema"`
	Decisions []Decision `json:"decisions"`
	Scenarios []string   `json:"scenarios"`
	First     bool       `json:"first"`
	MaxStates int        `json:"max_states"`
	Bounds    string     `json:"bounds"`
	// Fingerprint is of all that, and of what the scenarios say.
	Fingerprint string `json:"fingerprint"`
}

// Record is a line of a file: what was found out about a design.
type Record struct {
	Design    string            `json:"design"`
	Decisions map[string]string `json:"decisions"`
	// Combinations is how many of the product are this design.
	Combinations int    `json:"combinations"`
	Verdict      string `json:"verdict"`
	// Violations are by scenario, and of each scenario by depth.
	Violations []Violation `json:"violations,omitempty"`
	Limits     []Limit     `json:"limits,omitempty"`
	Findings   []string    `json:"findings,omitempty"`
	States     int64       `json:"states"`
}

// Violation is a kind of loss in a scenario.
type Violation struct {
	Scenario string `json:"scenario"`
	Kind     string `json:"kind"`
	// Depth is the least number of steps, Schedule the one of fewest
	// preemptions.
	Depth    int    `json:"depth"`
	Schedule string `json:"schedule"`
}

// Limit is one that a search hit.
type Limit struct {
	Scenario string `json:"scenario"`
	Hit      string `json:"hit"`
}

// header returns the first line of a file of the space.
func (s *Space) header(o Options) Header {
	h := Header{Schema: schema, Decisions: s.Decisions, First: o.First, MaxStates: o.MaxStates, Bounds: s.Bounds(o.MaxStates)}
	said := ""
	for _, sc := range s.Scenarios {
		h.Scenarios = append(h.Scenarios, sc.Name)
		said += contents(sc)
	}
	text, _ := json.Marshal(h) // strings and numbers only
	sum := sha256.Sum256(append(text, said...))
	h.Fingerprint = hex.EncodeToString(sum[:8])
	return h
}

// contents is what a scenario says, but for what is expected of it.
func contents(sc *daxtest.Scenario) string {
	return fmt.Sprintf("%q %q %q %d %d %d\n", sc.Name, sc.AtFirst(), sc.TaskText(), sc.Spurious, sc.AllocFails, sc.Refusals)
}

// differs says in which way a file's header is not the one that is wanted, or
// nothing.
func (h Header) differs(want Header) string {
	text := func(v any) string {
		b, _ := json.Marshal(v)
		return string(b)
	}
	switch {
	case h.Schema != want.Schema:
		return fmt.Sprintf("it has schema %q, this program writes %q", h.Schema, want.Schema)
	case text(h.Decisions) != text(want.Decisions):
		return "it was made with other values of decisions"
	case text(h.Scenarios) != text(want.Scenarios):
		return fmt.Sprintf("it was made with other scenarios: %d of them, now %d", len(h.Scenarios), len(want.Scenarios))
	case h.First != want.First:
		return fmt.Sprintf("it was made with first=%v", h.First)
	case h.MaxStates != want.MaxStates:
		return fmt.Sprintf("it was made with at most %d states, now %d", h.MaxStates, want.MaxStates)
	case h.Fingerprint != want.Fingerprint:
		return "a scenario has changed since it was made"
	}
	return ""
}

// words returns the decisions of a design.
func (s *Space) words(d *Design) map[string]string {
	words := map[string]string{}
	for i, c := range d.Choice {
		words[s.Decisions[i].Key] = s.Decisions[i].Values[c]
	}
	return words
}
