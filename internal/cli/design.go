package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"daxwait/bench/policy"
	"daxwait/strategies"
)

// DesignOptions choose what is put to the test.
type DesignOptions struct {
	Strategies string
	Policies   []string // files
	Decide     []string // decisions to change, as policy.Choices reads them
	Otherwise  string   // the list that is meant if nothing is named, as strategies.Find takes it
}

// designs returns the strategies that the options name.
func (o DesignOptions) designs() ([]*strategies.Strategy, error) {
	var all []*strategies.Strategy
	switch {
	case o.Strategies == "" && len(o.Policies) == 0:
		found, err := strategies.Find(o.Otherwise)
		if err != nil {
			return nil, err
		}
		all = found
	case o.Strategies != "":
		for word := range strings.SplitSeq(o.Strategies, ",") {
			if word = strings.TrimSpace(word); word == "" {
				return nil, inFlag("strategy", errNameless)
			}
			found, err := named(word)
			if err != nil {
				return nil, inFlag("strategy", err)
			}
			for _, s := range found {
				if !slices.ContainsFunc(all, func(o *strategies.Strategy) bool { return o.Name == s.Name }) {
					all = append(all, s)
				}
			}
		}
	}
	for _, file := range o.Policies {
		s, err := readPolicy(file)
		if err == nil && slices.ContainsFunc(all, func(o *strategies.Strategy) bool { return o.Name == s.Name }) {
			err = fmt.Errorf("%s: another design is called %s, too; give this one a name of its own", file, s.Name)
		}
		if err != nil {
			return nil, inFlag("policy", err)
		}
		all = append(all, s)
	}
	return decided(all, o.Decide)
}

// decided returns the designs with decisions changed: each design with each
// combination of the values that are given.
func decided(designs []*strategies.Strategy, decisions []string) ([]*strategies.Strategy, error) {
	choices, err := policy.Choices(decisions)
	if err != nil {
		return nil, inFlag("decide", err)
	}
	for _, c := range choices {
		var with []*strategies.Strategy
		for _, d := range designs {
			for _, v := range c.Values {
				s := *d
				if err := decide(&s, c.Key+"="+v); err != nil {
					return nil, inFlag("decide", err)
				}
				with = append(with, &s)
			}
		}
		designs = with
	}
	return designs, nil
}

// named returns the strategies of a word: a name, all, or a name with
// decisions behind it, as in exclusive+put=never.
func named(word string) ([]*strategies.Strategy, error) {
	name, rest, changed := strings.Cut(word, "+")
	found, err := strategies.Find(name)
	if err != nil || !changed {
		return found, err
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("%q: decisions change one strategy", word)
	}
	for assignment := range strings.SplitSeq(rest, "+") {
		if err := decide(found[0], assignment); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// decide changes a decision of s, and its name with it.
func decide(s *strategies.Strategy, assignment string) error {
	if s.New != nil {
		return fmt.Errorf("%s is no policy, so %q cannot be set", s.Name, assignment)
	}
	if err := policy.Set(&s.Policy, assignment); err != nil {
		return err
	}
	s.Origin, s.Claim, s.Loses, s.Hangs = s.Name+" with "+assignment, "", "", false
	s.Name += "+" + strings.ReplaceAll(assignment, " ", "")
	return nil
}

func readPolicy(file string) (*strategies.Strategy, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return policy.Read(f, file)
}
