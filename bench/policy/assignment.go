package policy

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

// Set decides one thing in p, as "key=base" says. If it returns an error, p is
// as it was.
func Set(p *daxcore.Policy, assignment string) error {
	key, word, ok := strings.Cut(assignment, "=")
	if !ok {
		return fmt.Errorf("%q is no decision: want key=value, such as key=base", assignment)
	}
	key = strings.TrimSpace(key)
	if known := keys(); !slices.Contains(known, key) {
		return nearest.Unknown("decision", key, known, command.Of("list", "decisions"))
	}
	return decide(p, key, strings.TrimSpace(word))
}

// Choice is a decision with some of its values.
type Choice struct {
	Key    string
	Values []string
}

// Choices reads decisions, each with the values to try, as "key=kernel,base" says.
func Choices(texts []string) (all []Choice, err error) {
	for _, text := range texts {
		key, list, ok := strings.Cut(text, "=")
		if !ok {
			return nil, fmt.Errorf("%q is no decision: want key=value,value, such as key=kernel,base", text)
		}
		c := Choice{Key: strings.TrimSpace(key)}
		if slices.ContainsFunc(all, func(o Choice) bool { return o.Key == c.Key }) {
			return nil, fmt.Errorf("%s is decided twice; give all its values at once: %s=A,B", c.Key, c.Key)
		}
		for word := range strings.SplitSeq(list, ",") {
			word = strings.TrimSpace(word)
			if err := Set(new(daxcore.Policy), c.Key+"="+word); err != nil {
				return nil, err
			}
			if slices.Contains(c.Values, word) {
				return nil, fmt.Errorf("%q has %s twice", text, word)
			}
			c.Values = append(c.Values, word)
		}
		all = append(all, c)
	}
	return all, nil
}

// keys returns the keys of all decisions.
func keys() []string {
	var keys []string
	for _, d := range Decisions() {
		keys = append(keys, d.Key)
	}
	return keys
}

// decide sets the decision of a known key.
func decide(p *daxcore.Policy, key, word string) error {
	all := Decisions()
	d := all[slices.IndexFunc(all, func(d Decision) bool { return d.Key == key })]
	i := slices.Index(d.Values, word)
	if i < 0 {
		return fmt.Errorf("%s cannot be %q%s; it can be %s", key, word, nearest.Question(word, d.Values), strings.Join(d.Values, ", "))
	}
	*p = d.With(*p, i)
	return nil
}
