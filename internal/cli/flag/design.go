package flag

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"daxwait/bench/policy"
	"daxwait/strategies"
)

// DesignOptions choose what is put to the test.
type Designs struct {
	Strategies string
	Policies   []string      // files
	Decide     []string      // decisions to change, as policy.Choices reads them
	Otherwise  string        // the list that is meant if nothing is named, as Catalogue.Find takes it
	Stall      time.Duration // for which designs that are code may make no progress; 0 is as they are
	// Catalogue is what names are looked up in; nil is what ships.
	Catalogue strategies.Catalogue
}

// Find returns the strategies that the options name.
func (o Designs) Find() ([]*strategies.Strategy, error) {
	var all []*strategies.Strategy
	if o.Stall != 0 {
		o.catalogue().Wait(o.Stall)
	}
	switch {
	case o.Strategies == "" && len(o.Policies) == 0:
		found, err := o.catalogue().Find(o.Otherwise)
		if err != nil {
			return nil, err
		}
		all = found
	case o.Strategies != "":
		for word := range strings.SplitSeq(o.Strategies, ",") {
			if word = strings.TrimSpace(word); word == "" {
				return nil, In("strategy", ErrNameless)
			}
			found, err := policy.Named(o.catalogue(), word)
			if err != nil {
				return nil, In("strategy", err)
			}
			for _, s := range found {
				if !slices.ContainsFunc(all, func(o *strategies.Strategy) bool { return o.Name == s.Name }) {
					all = append(all, s)
				}
			}
		}
	}
	for _, file := range o.Policies {
		s, err := o.Policy(file)
		if err == nil && slices.ContainsFunc(all, func(o *strategies.Strategy) bool { return o.Name == s.Name }) {
			err = fmt.Errorf("%s: another design is called %s, too; give this one a name of its own", file, s.Name)
		}
		if err != nil {
			return nil, In("policy", err)
		}
		all = append(all, s)
	}
	all, err := policy.Decided(all, o.Decide)
	return all, In("decide", err)
}

// Policy reads a policy file. Its name is none of a strategy of the catalogue that
// decides otherwise: records and verdicts under it would be taken for that one's.
func (o Designs) Policy(file string) (*strategies.Strategy, error) {
	s, err := policy.ReadFile(file)
	taken := func(c *strategies.Strategy) bool { return c.Name == s.Name && (c.New != nil || c.Policy != s.Policy) }
	if err == nil && slices.ContainsFunc(o.catalogue(), taken) {
		return nil, fmt.Errorf("%s: the name %q is taken by a strategy of the catalogue; give it another", file, s.Name)
	}
	return s, err
}

func (o Designs) catalogue() strategies.Catalogue {
	if o.Catalogue == nil {
		return strategies.All()
	}
	return o.Catalogue
}
