package machine

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// quota is the least of this group of control and of those around it.
func (m system) quota() Condition {
	c := Condition{Name: "CPU quota", Value: Unknown, Effect: "with a quota all tasks stop together when it is used up"}
	group, files := m.group("cpu")
	least := -1.0
	read := false
	for dir := group; ; dir = path.Dir(dir) {
		if cpus, ok := m.limit(path.Join(files, dir)); ok {
			read = true
			if cpus > 0 && (least < 0 || cpus < least) {
				least = cpus
			}
		}
		if dir == "/" || dir == "." {
			break
		}
	}
	// The group at the root of all has no file.
	_, err := fs.Stat(m.root, "sys/fs/cgroup/cgroup.controllers")
	switch {
	case least > 0:
		c.Value, c.Doubtful = fmt.Sprintf("%g CPUs", least), true
		c.Effect = "when it is used up all tasks stop at once until the period ends, most of 100 ms: tails are the quota's; keep GOMAXPROCS below it"
	case read || err == nil:
		c.Value, c.Effect = "none", "nobody is stopped for having run too much"
	}
	return c
}

// group is the group of control of this process, and where the files of its
// kind are: of cpu, or of memory.
func (m system) group(kind string) (dir, files string) {
	b, _ := m.read("proc/self/cgroup")
	dir, files = "/", "sys/fs/cgroup"
	for l := range strings.Lines(string(b)) {
		words := strings.SplitN(strings.TrimSpace(l), ":", 3)
		switch {
		case len(words) != 3:
		case words[1] == "":
			dir = path.Clean("/" + words[2])
		case slices.Contains(strings.Split(words[1], ","), kind):
			return path.Clean("/" + words[2]), "sys/fs/cgroup/" + kind
		}
	}
	return dir, files
}

// limit is how many CPUs a group may use, 0 for any number; ok is false if it
// does not say.
func (m system) limit(dir string) (cpus float64, ok bool) {
	if line, ok := m.line(path.Join(dir, "cpu.max")); ok {
		words := strings.Fields(line)
		if len(words) != 2 {
			return 0, false
		}
		if words[0] == "max" {
			return 0, true
		}
		return ratioOf(words[0], words[1])
	}
	quota, ok := m.line(path.Join(dir, "cpu.cfs_quota_us"))
	period, also := m.line(path.Join(dir, "cpu.cfs_period_us"))
	switch {
	case !ok || !also:
		return 0, false
	case strings.HasPrefix(quota, "-"):
		return 0, true
	}
	return ratioOf(quota, period)
}

func ratioOf(a, b string) (float64, bool) {
	x, err := strconv.ParseFloat(a, 64)
	y, also := strconv.ParseFloat(b, 64)
	if err != nil || also != nil || !(y > 0) {
		return 0, false
	}
	return x / y, true
}
