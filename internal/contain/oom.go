package contain

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// kills are how many processes the kernel has ended for want of memory: of this group of
// control, or the nearest around it that counts, and of the whole machine. -1 is not known.
type kills struct{ group, machine int64 }

// countKills reads them below a root, which is / but in tests.
func countKills(root string) kills {
	k := kills{-1, counted(filepath.Join(root, "proc/vmstat"))}
	text, err := os.ReadFile(filepath.Join(root, "proc/self/cgroup"))
	if err != nil {
		return k
	}
	for line := range strings.Lines(string(text)) {
		_, rest, _ := strings.Cut(strings.TrimSpace(line), ":")
		what, group, _ := strings.Cut(rest, ":")
		file := ""
		switch what {
		case "":
			file = "memory.events"
		case "memory":
			what, file = "memory", "memory.oom_control"
		default:
			continue
		}
		for dir := path.Clean("/" + group); k.group < 0; dir = path.Dir(dir) {
			k.group = counted(filepath.Join(root, "sys/fs/cgroup", what, dir, file))
			if dir == "/" {
				break
			}
		}
	}
	return k
}

// counted is the number of the line oom_kill of a file.
func counted(file string) int64 {
	text, err := os.ReadFile(file)
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(text)) {
		if n, is := strings.CutPrefix(strings.TrimSpace(line), "oom_kill "); is {
			if v, err := strconv.ParseInt(n, 10, 64); err == nil {
				return v
			}
		}
	}
	return -1
}

// whyKilled says why a process was ended by SIGKILL, by what was counted when it began and
// when it had ended, and by the most memory that it had, in bytes; 0 is not known. Who sent the signal nobody tells: a count that stayed says
// that it was not the kernel, for want of memory.
func whyKilled(began, ended kills, most int64) (Reason, string) {
	had := ""
	if most > 0 {
		had = fmt.Sprintf(", when it had taken %s at most", size(most))
	}
	switch {
	case began.group >= 0 && ended.group > began.group:
		return Memory, "the system killed its process for want of memory" + had
	case began.machine >= 0 && ended.machine == began.machine, began.machine < 0 && began.group >= 0 && ended.group == began.group:
		return Killed, "by itself or by another, and not for want of memory" + had
	}
	return Killed, "by itself, by another, or by a system without memory" + had
}
