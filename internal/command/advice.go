package command

import (
	"errors"
	"slices"
	"strings"
)

// Advised is an error with what helps.
type Advised struct {
	Err error
	// Before and After stand round the command in the sentence that says so.
	Before, After string
	Command       Command
}

// Advise gives an error the command that helps, in a sentence such as "%s makes
// one", where %s stands for it. It is nil if there is no error.
func Advise(err error, sentence string, c Command) error {
	if err == nil {
		return nil
	}
	before, after, _ := strings.Cut(sentence, "%s")
	return &Advised{err, before, after, c}
}

// Error is what went wrong; what helps is not part of it, see [Advice].
func (a *Advised) Error() string { return a.Err.Error() }

// Unwrap returns the error.
func (a *Advised) Unwrap() error { return a.Err }

// Advice returns all that an error and those in it know to help, each once, for a
// program of that name.
func Advice(err error, program string) (all []string) {
	add := func(s string) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	for ; err != nil; err = errors.Unwrap(err) {
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				for _, s := range Advice(e, program) {
					add(s)
				}
			}
			break
		}
		if a, ok := err.(*Advised); ok {
			add(a.Before + a.Command.Spell(program) + a.After)
		}
	}
	return all
}
