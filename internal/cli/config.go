package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daxwait/bench/toml"
	"daxwait/internal/nearest"
)

// configuration is a file of flags: a table for each verb, with the names of its
// flags as keys, and above them keys for every verb that has such a flag.
type configuration struct {
	*toml.File
	settings []setting
}

// setting is a key of a configuration.
type setting struct {
	verb  string // empty for every verb that has the flag
	flag  string
	line  int
	value any
	texts []string // as the flag takes them, one after another
}

// complaint is what is wrong with a line.
type complaint struct {
	line int
	error
}

// onceOnly are the flags that say what one command is to do. In a file they make
// no sense.
var onceOnly = []string{"config", "help", "dry-run", "resume", "shard"}

func openConfiguration(name string, root *cobra.Command) (*configuration, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, inFlag("config", err)
	}
	defer f.Close()
	return readConfiguration(f, name, root)
}

// readConfiguration reads a file, all of it, and refuses what no verb would take,
// with all that is wrong in the order of lines. What the values of another verb
// name, such as files, is not looked for. Values are tried on root, a command that
// nobody runs.
func readConfiguration(r io.Reader, name string, root *cobra.Command) (*configuration, error) {
	f, err := toml.Read(r, name, `a table for each verb, such as [run], with the names of its flags, such as window = "20ms"`)
	if err != nil {
		return nil, err
	}
	c := &configuration{File: f}
	var wrong []complaint
	for key, value := range f.Values {
		table, isTable := value.(map[string]any)
		switch verb := within(root, []string{key}); {
		case !isTable && !verb.HasParent():
			c.settings = append(c.settings, setting{flag: key, line: f.Line(key), value: value})
		case !isTable:
			wrong = append(wrong, complaint{f.Line(key), fmt.Errorf("%s = %s: it is a verb; want a table, [%s], and its flags below that", key, quoted(value), key)})
		case !verb.HasParent():
			wrong = append(wrong, complaint{f.Line(key), fmt.Errorf("[%s]: %w", key, unknownVerb(root, key))})
		default:
			for flag, value := range table {
				c.settings = append(c.settings, setting{verb: key, flag: flag, line: f.Line(key + "." + flag), value: value})
			}
		}
	}
	for i := range c.settings {
		s := &c.settings[i]
		if err := s.try(root); err != nil {
			wrong = append(wrong, complaint{s.line, err})
		}
	}
	slices.SortStableFunc(wrong, func(a, b complaint) int { return cmp.Or(a.line-b.line, strings.Compare(a.Error(), b.Error())) })
	var errs []error
	for _, w := range wrong {
		errs = append(errs, f.Errorf(w.line, "%w", w.error))
	}
	slices.SortFunc(c.settings, func(a, b setting) int {
		return cmp.Or(a.line-b.line, strings.Compare(a.verb, b.verb), strings.Compare(a.flag, b.flag))
	})
	return c, errors.Join(errs...)
}

// try sets the flag of each verb that the setting is for.
func (s *setting) try(root *cobra.Command) error {
	var flags []*pflag.Flag
	var of, known, others []string
	for _, v := range root.Commands() {
		v.Flags().VisitAll(func(f *pflag.Flag) {
			switch mine := s.verb == "" || s.verb == v.Name(); {
			case f.Name == s.flag && mine:
				flags, of = append(flags, f), append(of, v.Name())
			case f.Name == s.flag:
				others = append(others, v.Name())
			case mine && !slices.Contains(onceOnly, f.Name) && !slices.Contains(known, f.Name):
				known = append(known, f.Name)
			}
		})
	}
	switch {
	case slices.Contains(onceOnly, s.flag):
		return fmt.Errorf("%s = %s: --%s is for the command line, not for a file", s.flag, quoted(s.value), s.flag)
	case flags == nil && others != nil:
		return fmt.Errorf("%s = %s: daxwait %s has no such flag, but %s; move it there%s", s.flag, quoted(s.value), s.verb, strings.Join(others, ", "), nearest.Question(s.flag, known))
	case flags == nil:
		lists := strings.TrimSuffix("daxwait "+s.verb, " ") + " --help"
		return fmt.Errorf("%s = %s: %w", s.flag, quoted(s.value), nearest.Unknown("flag", s.flag, known, lists))
	}
	for i, f := range flags {
		texts, err := textsOf(f, s.value)
		if err == nil {
			err = setAll(f, texts)
		}
		if err != nil {
			if s.verb == "" {
				err = fmt.Errorf("%w, says daxwait %s, which has that flag", err, of[i])
			}
			return fmt.Errorf("%s = %s: %w", s.flag, quoted(s.value), err)
		}
		s.texts = texts
	}
	return nil
}

// textsOf are the words that a flag takes for a value of the file.
func textsOf(f *pflag.Flag, value any) (texts []string, err error) {
	switch f.Value.Type() {
	case "bool":
		if v, ok := value.(bool); ok {
			return []string{fmt.Sprint(v)}, nil
		}
		return nil, errors.New("want true or false, without quotes")
	case "number", "uint64":
		if v, ok := value.(int64); ok {
			return []string{fmt.Sprint(v)}, nil
		}
		return nil, errors.New("want a whole number, without quotes")
	case listType:
		if args, ok := value.([]any); ok {
			for _, w := range args {
				switch w.(type) {
				case string, int64:
					texts = append(texts, fmt.Sprint(w))
				default:
					return nil, fmt.Errorf("%s in it: want texts, such as [\"a\", \"b\"]", quoted(w))
				}
			}
			if texts == nil {
				return nil, errors.New("it is empty; leave the key out for the default")
			}
			return texts, nil
		}
		if v, ok := value.(int64); ok {
			return []string{fmt.Sprint(v)}, nil
		}
	}
	if v, ok := value.(string); ok {
		return []string{v}, nil
	}
	if f.Value.Type() == listType {
		return nil, errors.New(`want a text such as "a,b", or a list such as ["a", "b"]`)
	}
	return nil, errors.New("want it in quotes")
}

func setAll(f *pflag.Flag, texts []string) error {
	for _, t := range texts {
		if err := f.Value.Set(t); err != nil {
			var r flagError
			if errors.As(refusal(f, t, err), &r) {
				err = r.err
			}
			return err
		}
	}
	return nil
}

// quoted is a value of a file as it stands there.
func quoted(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case []any:
		var args []string
		for _, w := range v {
			args = append(args, quoted(w))
		}
		return "[" + strings.Join(args, ", ") + "]"
	case map[string]any:
		return "{…}"
	}
	return fmt.Sprint(value)
}

// of returns the settings that hold for a verb: those of its table, and those
// above the tables that it has a flag for and does not say otherwise. What the
// command line says holds in any case.
func (c *configuration) of(verb *cobra.Command) (settings []setting) {
	for _, s := range c.settings {
		f := verb.Flags().Lookup(s.flag)
		mine := s.verb == verb.Name()
		general := s.verb == "" && f != nil && !slices.ContainsFunc(c.settings, func(o setting) bool { return o.verb == verb.Name() && o.flag == s.flag })
		if (mine || general) && !f.Changed {
			settings = append(settings, s)
		}
	}
	return settings
}

// configured runs a verb as the file of --config says. fresh makes the whole
// command anew, to try values on.
func configured(c *cobra.Command, fresh func() *cobra.Command, run func() error) error {
	name := c.Flag("config").Value.String()
	if name == "" {
		return run()
	}
	file, err := openConfiguration(name, fresh())
	if err != nil {
		return usage(err)
	}
	settings := file.of(c)
	says := "nothing for " + c.Name()
	for i, s := range settings {
		if err := setAll(c.Flags().Lookup(s.flag), s.texts); err != nil {
			return usage(err) // it was taken before
		}
		if says += ", " + s.flag; i == 0 {
			says = s.flag
		}
	}
	fmt.Fprintf(c.ErrOrStderr(), "daxwait: %s sets %s\n", name, says)
	return file.blame(settings, run())
}

// blame says the line of the file if an error is about a flag that was set
// there.
func (c *configuration) blame(settings []setting, err error) error {
	var e flagError
	if !errors.As(err, &e) {
		return err
	}
	for _, s := range settings {
		if s.flag == e.flag {
			return coded{c.Errorf(s.line, "%s = %s: %w", s.flag, quoted(s.value), e.err), Code(err)}
		}
	}
	return err
}
