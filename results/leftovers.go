package results

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

// A part is written beside the file that it becomes. It is called after that, and
// after the machine and the process that write it, .NAME-MACHINE-PROCESS-NUMBER: so
// another can tell that it is nobody's, if that process was killed.

// partOf is the pattern of [os.CreateTemp] for the part of a file.
func partOf(path string) string {
	return fmt.Sprintf(".%s-%s-%d-*", filepath.Base(path), thisMachine(), os.Getpid())
}

// thisMachine tells machines apart that share a folder.
func thisMachine() string {
	name, _ := os.Hostname() // without one, all of them are one
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return fmt.Sprintf("%08x", h.Sum32())
}

// isPart is what a part is called; its groups are the machine and the process.
var isPart = regexp.MustCompile(`^\..+-([0-9a-f]{8})-(\d+)-\d+$`)

// sweep removes from a folder the parts of processes of this machine that are no
// more. What cannot be removed stays.
func sweep(dir string) {
	entries, _ := os.ReadDir(dir) // to write there fails too, and says why
	for _, e := range entries {
		m := isPart.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() || m[1] != thisMachine() {
			continue
		}
		if id, err := strconv.Atoi(m[2]); err == nil && gone(id) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
