package cli

import (
	"context"
	"os"
	"os/signal"
	"syscall"
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
