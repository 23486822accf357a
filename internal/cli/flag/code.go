package flag

import (
	"context"
	"errors"
	"fmt"
)

// Exit codes.
const (
	OK          = 0   // done
	Failed      = 1   // a design does not conform, something got worse, or the work could not be done
	Usage       = 2   // the words or files that were given are wrong
	Incomplete  = 3   // a search hit a limit, shards are missing, or samples too few
	Interrupted = 130 // by Ctrl-C
	Terminated  = 143 // by SIGTERM
)

// coded is an error that knows its exit code.
type coded struct {
	error
	code int
}

func (c coded) Unwrap() error { return c.error }

// WithCode gives an error its exit code.
func WithCode(err error, code int) error { return coded{err, code} }

// Misuse marks an error as the user's to mend.
func Misuse(err error) error {
	if err == nil {
		return nil
	}
	return coded{err, Usage}
}

// Misusef is Misuse of an error that it makes.
func Misusef(format string, args ...any) error { return Misuse(fmt.Errorf(format, args...)) }

// Code returns the exit code of an error from a verb.
func Code(err error) int {
	var c coded
	switch {
	case err == nil:
		return OK
	case errors.Is(err, context.Canceled):
		return Interrupted
	case errors.As(err, &c):
		return c.code
	}
	return Failed
}
