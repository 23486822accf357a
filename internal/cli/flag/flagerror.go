package flag

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

// flagError is what is wrong with a flag.
type flagError struct {
	flag  string
	value string // empty if it is the error's to say
	err   error
}

func (e flagError) Error() string {
	if e.value != "" {
		return fmt.Sprintf("--%s %q: %v", e.flag, e.value, e.err)
	}
	return fmt.Sprintf("--%s: %v", e.flag, e.err)
}

func (e flagError) Unwrap() error { return e.err }

// In says which flag an error is about.
func In(name string, err error) error {
	if err == nil {
		return nil
	}
	return flagError{flag: name, err: err}
}

// Misread is the error of words that are no flags of a verb, in words of its own.
func Misread(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var refused *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		err = unknownFlag(c, unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		err = command.Advise(fmt.Errorf("there is no -%s; flags have two dashes", unknown.GetSpecifiedShortnames()), "%s names all", helping(c))
	case errors.As(err, &bare):
		err = In(bare.GetFlag().Name, errors.New("a value is missing behind it"))
	case errors.As(err, &refused):
		err = refusal(refused.GetFlag(), refused.GetValue(), refused.Unwrap())
	}
	return Misuse(err)
}

// refusal is the error of a value that a flag does not take.
func refusal(f *pflag.Flag, value string, err error) error {
	switch f.Value.Type() {
	case "bool":
		err = errors.New("want true or false")
	case "uint64":
		err = errors.New("want a whole number from 0")
	}
	return flagError{f.Name, value, err}
}

// unknownFlag is the error of a flag that a verb does not have: another may.
func unknownFlag(c *cobra.Command, name string) error {
	var others []string
	for _, v := range c.Root().Commands() {
		if v.Flags().Lookup(name) != nil {
			others = append(others, v.Name())
		}
	}
	err := nearest.Unknown("flag", "--"+name, flagNames(c), helping(c))
	if others != nil {
		err = fmt.Errorf("%w; --%s is of %s", err, name, strings.Join(others, ", "))
	}
	return err
}

// flagNames are the flags of a verb, with their dashes.
func flagNames(c *cobra.Command) (names []string) {
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return names
}
