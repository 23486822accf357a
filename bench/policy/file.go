package policy

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/internal/nearest"
	"daxwait/internal/toml"
	"daxwait/strategies"
)

// story are the keys of a file that are text of any kind.
func story(s *strategies.Strategy) []text {
	return []text{{nameKey, &s.Name}, {"origin", &s.Origin}, {"claim", &s.Claim}, {"loses", &s.Loses}}
}

type text struct {
	key   string
	value *string
}

const (
	nameKey = "name"
	baseKey = "base"
)

// Read reads a policy file. It reports all that is wrong with it, a line for
// each; file is what errors call it.
func Read(r io.Reader, file string) (*strategies.Strategy, error) {
	f, err := toml.Read(r, file, "a policy", "lines of key = \"value\", each key once")
	if err != nil {
		return nil, err
	}
	var s strategies.Strategy
	var wrong []error
	tables := false
	for _, k := range baseFirst(f.Keys) {
		var err error
		switch v := f.Values[k.Path].(type) {
		case string:
			err = assign(&s, k.Path, v)
		case nil, map[string]any, []any: // nil: a dotted key, which is a table too
			tables = true // the name may stand in it
			err = fmt.Errorf("%q has more than one value; want lines of key = \"value\", with no tables and lists", k.Path)
		default:
			err = fmt.Errorf("%s = %v: want it in quotes, as all values are", k.Path, v)
		}
		if err != nil {
			wrong = append(wrong, f.Errorf(k.Line, "%w", err))
		}
	}
	if _, named := f.Values[nameKey]; !named && !tables {
		wrong = append(wrong, f.Errorf(0, "the policy has no name; add such as name = \"mine\""))
	}
	if err := f.Join(wrong); err != nil {
		return nil, err
	}
	return &s, nil
}

// baseFirst returns the keys that stand below no table, the base before all.
func baseFirst(keys []toml.Key) []toml.Key {
	var first, others []toml.Key
	for _, k := range keys {
		switch {
		case k.Table != "":
		case k.Path == baseKey:
			first = append(first, k)
		default:
			others = append(others, k)
		}
	}
	return append(first, others...)
}

// startFrom gives s the policy of a named strategy.
func startFrom(s *strategies.Strategy, base string) error {
	all := strategies.All()
	i := slices.IndexFunc(all, func(b *strategies.Strategy) bool { return b.Name == base })
	if i < 0 {
		known := strategies.Names()
		return fmt.Errorf("to start from, %w", nearest.Unknown("strategy", base, known, command.Command{}))
	}
	if all[i].New != nil {
		return fmt.Errorf("%s is no policy, but code: nothing can start from it", base)
	}
	s.Policy = all[i].Policy
	return nil
}

// assign sets what a key of the file says.
func assign(s *strategies.Strategy, key, word string) error {
	if key == baseKey {
		return startFrom(s, word)
	}
	known := []string{baseKey}
	for _, t := range story(s) {
		if t.key == key {
			*t.value = word
			if key == nameKey {
				return checkName(word)
			}
			return nil
		}
		known = append(known, t.key)
	}
	if decisions := keys(); !slices.Contains(decisions, key) {
		known = append(known, decisions...)
		return nearest.Unknown("key", key, known, command.Command{})
	}
	return decide(&s.Policy, key, word)
}

// checkName wants a name that can be told from the word for all.
func checkName(name string) error {
	if name == "all" || !toml.WellNamed(name) {
		return fmt.Errorf("the name is %q; want letters, digits, dots and dashes, such as \"mine\", and not \"all\"", name)
	}
	return nil
}

// Write writes a strategy as a file with every decision in it, and with what
// each can be. Read gives name, story and policy back; Row, Hangs and CheckOnly
// are the catalogue's.
func Write(w io.Writer, s *strategies.Strategy) error {
	if s.New != nil {
		return fmt.Errorf("%s is no policy, but code: it cannot be written", s.Name)
	}
	if err := checkName(s.Name); err != nil {
		return err
	}
	var b bytes.Buffer
	for _, t := range story(s) {
		if err := toml.Write(&b, t.key, *t.value); err != nil {
			return err
		}
	}
	for _, d := range Decisions() {
		if d.Get(s.Policy) >= len(d.Values) {
			return fmt.Errorf("%s: %s cannot be %s", s.Name, d.Key, d.word(s.Policy))
		}
		fmt.Fprintf(&b, "\n# %s\n# %s\n", d.About, strings.Join(d.Values, " | "))
		if err := toml.Write(&b, d.Key, d.word(s.Policy)); err != nil {
			return err
		}
	}
	_, err := b.WriteTo(w)
	return err
}
