//go:build !linux

package contain

import (
	"os"
	"os/exec"
)

// dieWithParent does nothing: a child ends when its stdin does.
func dieWithParent(*exec.Cmd) {}

func killed(*os.ProcessState) bool { return false }
