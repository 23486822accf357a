//go:build !amd64

package sim

// lookAhead would have the caches load what the next event needs.
func (e *Engine) lookAhead() {}

func current() uintptr { return 0 }
