package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// signalled is by which signal a context ended.
type signalled struct{ os.Signal }

func (s signalled) Error() string { return s.String() }

// untilSignal returns a context that Ctrl-C or SIGTERM ends. The second of them
// ends the program at once, as if nobody had asked for them.
func untilSignal() (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(signalled{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// grace is how long a verb has to end behind a signal: a moment, or longer, should a
// disk be slow, if it keeps what it did and another can go on with it.
func grace(root *cobra.Command, args []string) time.Duration {
	if verb, _, err := root.Find(args); err == nil && (verb == root || verb.Flags().Lookup("resume") != nil) {
		return 10 * time.Second
	}
	return 800 * time.Millisecond
}

// cutOff is that a verb was still at work when its grace was over.
const cutOff = interruption("it was left in the middle of its work: a file that it was about to write is as it was before")

// within runs a verb. It returns when that ends, or a grace after the context does:
// what reads or draws on without a look at the context is left to the program's
// end.
func within(ctx context.Context, grace time.Duration, verb func() error) error {
	ended := make(chan error, 1)
	go func() { ended <- verb() }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(grace):
		return cutOff
	}
}
