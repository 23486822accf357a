package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

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
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var values map[string]any
	if err := toml.Unmarshal(data, &values); err != nil {
		return nil, syntaxError(file, err)
	}
	var s strategies.Strategy
	var wrong []error
	for _, at := range assignments(data) {
		key := strings.Join(at.Key(), ".")
		var err error
		switch v := values[key].(type) {
		case string:
			err = assign(&s, key, v)
		case nil, map[string]any, []any: // nil: a dotted key, which is a table too
			err = fmt.Errorf("%q has more than one value; want lines of key = \"value\", with no tables and lists", key)
		default:
			err = fmt.Errorf("%s = %v: want it in quotes, as all values are", key, v)
		}
		if err != nil {
			line, _ := at.Position()
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", file, line, err))
		}
	}
	if _, named := values[nameKey]; !named {
		wrong = append(wrong, fmt.Errorf("%s: the policy has no name; add such as name = \"mine\"", file))
	}
	if wrong != nil {
		return nil, errors.Join(wrong...)
	}
	return &s, nil
}

// syntaxError says where a file is no TOML.
func syntaxError(file string, err error) error {
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return fmt.Errorf("%s: %w", file, err)
	}
	line, _ := at.Position()
	return fmt.Errorf("%s:%d: %s; want lines of key = \"value\", each key once", file, line, strings.TrimPrefix(at.Error(), "toml: "))
}

// assignments returns the keys of a file, well-formed TOML, with their
// positions, the base first: all that strict decoding misses in an empty struct.
func assignments(data []byte) []toml.DecodeError {
	var empty struct{}
	var missing *toml.StrictMissingError
	if !errors.As(toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(&empty), &missing) {
		return nil
	}
	rank := func(e toml.DecodeError) int {
		if slices.Equal(e.Key(), toml.Key{baseKey}) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(missing.Errors, func(a, b toml.DecodeError) int { return rank(a) - rank(b) })
	return missing.Errors
}

// startFrom gives s the policy of a named strategy.
func startFrom(s *strategies.Strategy, base string) error {
	all := strategies.All()
	i := slices.IndexFunc(all, func(b *strategies.Strategy) bool { return b.Name == base })
	if i < 0 {
		known := strategies.Names()
		return fmt.Errorf("there is no strategy %q to start from%s; there are %s", base, suggestion(base, known), strings.Join(known, ", "))
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
		return fmt.Errorf("there is no key %q%s; there are %s", key, suggestion(key, known), strings.Join(known, ", "))
	}
	return decide(&s.Policy, key, word)
}

// checkName wants a name that flags, benchmarks and files can carry.
func checkName(name string) error {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	if name == "" || name == "all" || strings.Trim(name, letters+"._-") != "" || !strings.Contains(letters, name[:1]) {
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
		if err := writeLine(&b, t.key, *t.value); err != nil {
			return err
		}
	}
	for _, d := range Decisions() {
		if d.Get(s.Policy) >= len(d.Values) {
			return fmt.Errorf("%s: %s cannot be %s", s.Name, d.Key, d.word(s.Policy))
		}
		fmt.Fprintf(&b, "\n# %s\n# %s\n", d.About, strings.Join(d.Values, " | "))
		if err := writeLine(&b, d.Key, d.word(s.Policy)); err != nil {
			return err
		}
	}
	_, err := b.WriteTo(w)
	return err
}

// writeLine writes key and value with the quotes that the value needs.
func writeLine(w io.Writer, key, value string) error {
	line, err := toml.Marshal(map[string]string{key: value})
	if err == nil {
		_, err = w.Write(line)
	}
	return err
}
