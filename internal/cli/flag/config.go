package flag

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daxwait/internal/bounded"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
	"daxwait/internal/toml"
)

// Configuration is a file of flags: a table for each verb, with the names of its
// flags as keys, and above them keys for every verb that has such a flag.
type Configuration struct {
	*toml.File
	Settings []Setting
}

// Setting is a key of a configuration.
type Setting struct {
	Verb  string // empty for every verb that has the flag
	Flag  string
	Line  int
	value any
	Texts []string // as the flag takes them, one after another
}

// complaint is what is wrong with a line.
type complaint struct {
	line int
	error
}

// onceOnly are the flags that say what one command is to do. In a file they make
// no sense.
var onceOnly = []string{"config", "help", "dry-run", "resume", "force", "shard"}

func openConfiguration(name string, root *cobra.Command) (*Configuration, error) {
	f, err := bounded.Open(name)
	if err != nil {
		return nil, In("config", err)
	}
	defer f.Close()
	return ReadConfiguration(f, name, root)
}

// ReadConfiguration reads a file, all of it, and refuses what no verb would take,
// with all that is wrong in the order of lines. What the values of another verb
// name, such as files, is not looked for. Values are tried on root, a command that
// nobody runs.
func ReadConfiguration(r io.Reader, name string, root *cobra.Command) (*Configuration, error) {
	f, err := toml.Read(r, name, "a file of flags", `a table for each verb, such as [run], with the names of its flags, such as window = "20ms"`)
	if err != nil {
		return nil, err
	}
	c := &Configuration{File: f}
	var wrong []complaint
	for key, value := range f.Values {
		table, isTable := value.(map[string]any)
		switch verb := Within(root, []string{key}); {
		case !isTable && !verb.HasParent():
			c.Settings = append(c.Settings, Setting{Flag: key, Line: f.Line(key), value: value})
		case !isTable:
			wrong = append(wrong, complaint{f.Line(key), fmt.Errorf("%s = %s: it is a verb; want a table, [%s], and its flags below that", key, quoted(value), key)})
		case !verb.HasParent():
			wrong = append(wrong, complaint{f.Line(key), fmt.Errorf("[%s]: %w", key, unknownVerb(root, key))})
		default:
			for flag, value := range table {
				c.Settings = append(c.Settings, Setting{Verb: key, Flag: flag, Line: f.Line(key + "." + flag), value: value})
			}
		}
	}
	for i := range c.Settings {
		s := &c.Settings[i]
		if err := s.try(root); err != nil {
			wrong = append(wrong, complaint{s.Line, err})
		}
	}
	slices.SortStableFunc(wrong, func(a, b complaint) int { return cmp.Or(a.line-b.line, strings.Compare(a.Error(), b.Error())) })
	var errs []error
	for _, w := range wrong {
		errs = append(errs, f.Errorf(w.line, "%w", w.error))
	}
	slices.SortFunc(c.Settings, func(a, b Setting) int {
		return cmp.Or(a.Line-b.Line, strings.Compare(a.Verb, b.Verb), strings.Compare(a.Flag, b.Flag))
	})
	return c, f.Join(errs)
}

// try sets the flag of each verb that the setting is for.
func (s *Setting) try(root *cobra.Command) error {
	var flags []*pflag.Flag
	var of, known, others []string
	for _, v := range root.Commands() {
		v.Flags().VisitAll(func(f *pflag.Flag) {
			switch mine := s.Verb == "" || s.Verb == v.Name(); {
			case f.Name == s.Flag && mine:
				flags, of = append(flags, f), append(of, v.Name())
			case f.Name == s.Flag:
				others = append(others, v.Name())
			case mine && !slices.Contains(onceOnly, f.Name) && !slices.Contains(known, f.Name):
				known = append(known, f.Name)
			}
		})
	}
	switch {
	case slices.Contains(onceOnly, s.Flag):
		return fmt.Errorf("%s = %s: --%s is for the command line, not for a file", s.Flag, quoted(s.value), s.Flag)
	case flags == nil && others != nil:
		return fmt.Errorf("%s = %s: daxwait %s has no such flag, but %s; move it there%s", s.Flag, quoted(s.value), s.Verb, strings.Join(others, ", "), nearest.Question(s.Flag, known))
	case flags == nil:
		lists := command.Of("--help")
		if s.Verb != "" {
			lists = command.Of(s.Verb, "--help")
		}
		return fmt.Errorf("%s = %s: %w", s.Flag, quoted(s.value), nearest.Unknown("flag", s.Flag, known, lists))
	}
	for i, f := range flags {
		texts, err := textsOf(f, s.value)
		if err == nil {
			err = SetAll(f, texts)
		}
		if err != nil {
			if s.Verb == "" {
				err = fmt.Errorf("%w, says daxwait %s, which has that flag", err, of[i])
			}
			return fmt.Errorf("%s = %s: %w", s.Flag, quoted(s.value), err)
		}
		s.Texts = texts
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

func SetAll(f *pflag.Flag, texts []string) error {
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

// Of returns the settings that hold for a verb: those of its table, and those
// above the tables that it has a flag for and does not say otherwise. What the
// command line says holds in any case.
func (c *Configuration) Of(verb *cobra.Command) (settings []Setting) {
	for _, s := range c.Settings {
		f := verb.Flags().Lookup(s.Flag)
		mine := s.Verb == verb.Name()
		general := s.Verb == "" && f != nil && !slices.ContainsFunc(c.Settings, func(o Setting) bool { return o.Verb == verb.Name() && o.Flag == s.Flag })
		if (mine || general) && !f.Changed {
			settings = append(settings, s)
		}
	}
	return settings
}

// Configured runs a verb as the file of --config says. fresh makes the whole
// command anew, to try values on.
func Configured(c *cobra.Command, fresh func() *cobra.Command, run func() error) error {
	name := c.Flag("config").Value.String()
	if name == "" {
		return run()
	}
	file, err := openConfiguration(name, fresh())
	if err != nil {
		return Misuse(err)
	}
	settings := file.Of(c)
	says := "nothing for " + c.Name()
	for i, s := range settings {
		if err := SetAll(c.Flags().Lookup(s.Flag), s.Texts); err != nil {
			return Misuse(err) // it was taken before
		}
		if says += ", " + s.Flag; i == 0 {
			says = s.Flag
		}
	}
	fmt.Fprintf(c.ErrOrStderr(), "daxwait: %s sets %s\n", name, says)
	return file.blame(settings, run())
}

// blame says the line of the file if an error is about a flag that was set
// there.
func (c *Configuration) blame(settings []Setting, err error) error {
	var e flagError
	if !errors.As(err, &e) {
		return err
	}
	for _, s := range settings {
		if s.Flag == e.flag {
			return coded{c.Errorf(s.Line, "%s = %s: %w", s.Flag, quoted(s.value), e.err), Code(err)}
		}
	}
	return err
}
