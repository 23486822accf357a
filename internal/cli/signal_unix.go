//go:build unix

package cli

import (
	"os/signal"
	"syscall"
)

// ignoreFileLimit has a write beyond the limit of a file's size (ulimit -f) fail,
// as one to a full disk does, rather than end the program.
func ignoreFileLimit() { signal.Ignore(syscall.SIGXFSZ) }
