package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"daxwait/internal/cli/flag"
	"daxwait/internal/cli/term"
	"daxwait/internal/command"
	"daxwait/internal/plain"
)

// interruption is that a signal ended a verb; it says what there is of its work.
type interruption string

func (i interruption) Error() string { return "interrupted; " + string(i) }
func (i interruption) Unwrap() error { return context.Canceled }

// resumable is an error behind which a folder has what was finished.
type resumable struct{ error }

func (r resumable) Error() string {
	return r.error.Error() + "; what was finished is kept: mend that, and the same command with --resume goes on"
}

func (r resumable) Unwrap() error { return r.error }

// ending says how a verb has ended, and returns the exit code. What the verb
// wrote is in out.
func (s *Suite) ending(ctx context.Context, err error, out *term.Sink, stderr io.Writer) int {
	code := flag.Code(err)
	stderr = &plain.Writer{W: stderr}
	switch said := interruption(""); {
	case code == flag.Interrupted:
		if !errors.As(err, &said) {
			said = "nothing is kept but what is said above"
			if out.N == 0 {
				said = "nothing is kept"
			}
		}
		if by := (signalled{}); errors.As(context.Cause(ctx), &by) && by.Signal == syscall.SIGTERM {
			code = flag.Terminated
		}
		fmt.Fprintf(stderr, "daxwait: %v\n", said)
	case errors.Is(out.Err, syscall.EPIPE):
		code = flag.Failed // who reads has seen enough
	case out.Err != nil:
		if err != nil && !errors.Is(err, out.Err) {
			fmt.Fprintf(stderr, "daxwait: %s\n", s.told(err))
		}
		fmt.Fprintf(stderr, "daxwait: %v; so what it said is not complete: send it where there is room\n", out.Err)
		code = flag.Failed
	case err != nil && flag.NoRoom(err) && !errors.As(err, new(resumable)):
		fmt.Fprintf(stderr, "daxwait: %v; make room, and run it again\n", s.told(err))
	case err != nil:
		fmt.Fprintf(stderr, "daxwait: %s\n", s.told(err))
	}
	return code
}

// told is an error with what helps. Of several, each has what helps with it.
func (s *Suite) told(err error) string {
	for e := err; e != nil; e = errors.Unwrap(e) {
		many, ok := e.(interface{ Unwrap() []error })
		if !ok || len(many.Unwrap()) == 0 || e.Error() != err.Error() || e.Error() != errors.Join(many.Unwrap()...).Error() {
			continue
		}
		var each []string
		for _, e := range many.Unwrap() {
			each = append(each, s.told(e))
		}
		return strings.Join(each, "\n")
	}
	return plain.BriefLines(strings.Join(append([]string{err.Error()}, command.Advice(err, s.Program)...), "; "))
}
