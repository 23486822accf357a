//go:build unix

package results

import (
	"errors"
	"syscall"
)

// gone reports whether there is no process of a number.
func gone(id int) bool { return id > 0 && errors.Is(syscall.Kill(id, 0), syscall.ESRCH) }
