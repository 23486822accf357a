package policy

import (
	"fmt"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/strategies"
)

// Decided returns the designs with decisions changed: each design with each
// combination of the values that are given.
func Decided(designs []*strategies.Strategy, decisions []string) ([]*strategies.Strategy, error) {
	choices, err := Choices(decisions)
	if err != nil {
		return nil, err
	}
	for _, c := range choices {
		var with []*strategies.Strategy
		for _, d := range designs {
			for _, v := range c.Values {
				s := *d
				if err := Decide(&s, c.Key+"="+v); err != nil {
					return nil, err
				}
				with = append(with, &s)
			}
		}
		designs = with
	}
	return designs, nil
}

// Named returns the strategies of a catalogue that a word names: a name, all, or a name with
// decisions behind it, as in exclusive+put=never.
func Named(all strategies.Catalogue, word string) ([]*strategies.Strategy, error) {
	name, rest, changed := strings.Cut(word, "+")
	found, err := all.Find(name)
	if err != nil || !changed {
		return found, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%q: decisions change one strategy", word)
	}
	for assignment := range strings.SplitSeq(rest, "+") {
		if err := Decide(found[0], assignment); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// Decide changes a decision of s, and its name with it.
func Decide(s *strategies.Strategy, assignment string) error {
	if s.New != nil {
		return fmt.Errorf("%s is no policy, so %q cannot be set", s.Name, assignment)
	}
	if err := Set(&s.Policy, assignment); err != nil {
		return err
	}
	s.Origin, s.Claim, s.Loses, s.Hangs = s.Name+" with "+assignment, "", "", false
	s.Name += "+" + strings.ReplaceAll(assignment, " ", "")
	return nil
}

// ReadFile reads a policy file.
func ReadFile(file string) (*strategies.Strategy, error) {
	f, err := bounded.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := Read(f, file)
	if err == nil {
		s.File = file
	}
	return s, err
}
