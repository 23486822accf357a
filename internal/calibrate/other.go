//go:build !linux

package calibrate

import (
	"fmt"
	"runtime"
)

func supported() error {
	return fmt.Errorf("calibrate measures Linux, and this is %s; run it there, the profile it writes can be used anywhere", runtime.GOOS)
}

func machine() string { return runtime.GOOS }

// Steps returns what Run does: nothing here.
func Steps(Options) []Step { return nil }
