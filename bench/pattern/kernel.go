package pattern

import (
	"fmt"
	"path/filepath"
	"strings"

	"daxwait/bench/trace"
)

// version is a kernel's, as 6 and 12 of Linux 6.12.
type version struct{ major, minor int }

func (v version) less(o version) bool {
	return v.major < o.major || v.major == o.major && v.minor < o.minor
}

func (v version) String() string { return fmt.Sprintf("Linux %d.%d", v.major, v.minor) }

// The kernels of which captures were looked at. On the first a read fault dirties
// its entry, on the second it does not; which one of those between was the first is
// not known.
var dirties, clean = version{6, 1}, version{6, 12}

// readDirties says whether the kernel of a capture dirties an entry in a read fault,
// by what it shows, or else by its name; and what to tell of that if the name is not
// of one that was looked at, or wrong. A name has its kernel if it has "linux" and a version, in any place, as
// linux6.12-ext4-2cpu-mine.trace.gz has.
func readDirties(file string, w *trace.Workload) (dirty bool, note string) {
	v, ok := kernelOf(filepath.Base(file))
	const why = "on Linux 6.1 a read fault dirties its entry, on 6.12 not; between them, nobody looked"
	switch {
	case w.CleanReads && (!ok || v.less(clean)):
		return false, fmt.Sprintf("taken for %v whatever its name: an entry that a read fault made was clean to an invalidation, with no write-back between", clean)
	case !ok:
		return true, fmt.Sprintf("no kernel in its name: taken for %v; %s; name it linux6.12-… if it is of that or newer", dirties, why)
	case v == dirties, v == clean:
		return v == dirties, ""
	case v.less(clean):
		return true, fmt.Sprintf("%v by its name: taken for %v; %s", v, dirties, why)
	}
	return false, fmt.Sprintf("%v by its name: taken for %v; %s", v, clean, why)
}

// KernelOf returns the kernel that a capture has in its file's name, as "6.12"; false
// if it has none.
func KernelOf(file string) (string, bool) {
	v, ok := kernelOf(filepath.Base(file))
	return fmt.Sprintf("%d.%d", v.major, v.minor), ok
}

// kernelOf finds "linux6.12", "linux-6.12" or "Linux_v6.12" in a name.
func kernelOf(name string) (v version, ok bool) {
	for rest := strings.ToLower(name); ; {
		_, after, found := strings.Cut(rest, "linux")
		if !found {
			return version{}, false
		}
		rest = after
		if n, _ := fmt.Sscanf(strings.TrimLeft(after, "-_v"), "%d.%d", &v.major, &v.minor); n == 2 {
			return v, true
		}
	}
}
