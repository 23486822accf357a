//go:build !linux

package contain

import (
	"os"
	"os/exec"
)

// dieWithParent does nothing: a child ends when its stdin does.
func dieWithParent(*exec.Cmd) {}

func most(*os.ProcessState) int64 { return 0 }

func killed(*os.ProcessState) bool { return false }
