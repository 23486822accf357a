package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"daxwait/results/machine"
)

// version is what was built: the version of the module where it has one, the
// commit, and by what.
func version() string {
	v := "devel"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Path == "daxwait" && info.Main.Version != "" && info.Main.Version != "(devel)" {
		v = info.Main.Version
	}
	return fmt.Sprintf("%s, commit %s, %s %s/%s", v, machine.Commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
