package machine

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"daxwait/internal/phrase"
)

// What a run or a check that is told nothing needs, several times over: memory, and
// addresses, of which Go reserves many more than it uses.
const (
	enoughMemory    = 256 << 20
	enoughAddresses = 2 << 30
)

// memory are the limits of memory that hold for this process.
func (m system) memory() Condition {
	c := Condition{Name: "memory", Value: Unknown, Effect: "a limit below what Go needs ends a verb, or has it collect garbage all the time"}
	var limits, low []string
	read := false
	for _, l := range []struct {
		name   string
		of     func() (bytes float64, ok bool)
		enough float64
	}{
		{"GOMEMLIMIT", m.goLimit, enoughMemory},
		{"group", m.groupMemory, enoughMemory},
		{"ulimit -v", m.addresses, enoughAddresses},
	} {
		bytes, ok := l.of()
		read = read || ok
		if !ok || bytes == 0 {
			continue
		}
		limits = append(limits, l.name+" "+mebibytes(bytes))
		if bytes < l.enough {
			low = append(low, fmt.Sprintf("%s below %s", l.name, mebibytes(l.enough)))
		}
	}
	switch {
	case limits != nil:
		c.Value = strings.Join(limits, ", ")
	case read:
		c.Value = "no limit"
	}
	switch {
	case low != nil:
		c.Doubtful = true
		c.Effect = phrase.List(low, "and") + " may end run and check, of simulations and searches too, or have them collect garbage all the time: raise it"
	case read:
		c.Effect = "enough for run and check; a search of a million states takes 0.4 GB more"
	}
	return c
}

func mebibytes(bytes float64) string { return fmt.Sprintf("%.4g MiB", bytes/(1<<20)) }

// goLimit is GOMEMLIMIT; 0 is none.
func (m system) goLimit() (bytes float64, ok bool) {
	b, err := m.read("proc/self/environ")
	if err != nil {
		return 0, false
	}
	for variable := range strings.SplitSeq(string(b), "\x00") {
		if value, is := strings.CutPrefix(variable, "GOMEMLIMIT="); is && value != "off" {
			return sizeOf(value)
		}
	}
	return 0, true
}

// sizeOf is a size as GOMEMLIMIT has it.
func sizeOf(text string) (bytes float64, ok bool) {
	units := []string{"B", "KiB", "MiB", "GiB", "TiB"}
	shift := 0
	number := text
	for i, u := range slices.Backward(units) {
		if n, is := strings.CutSuffix(text, u); is {
			number, shift = n, 10*i
			break
		}
	}
	n, err := strconv.ParseUint(number, 10, 63)
	return float64(n) * float64(int64(1)<<shift), err == nil
}

// groupMemory is the least of this group of control and of those around it; 0 is
// none.
func (m system) groupMemory() (least float64, ok bool) {
	group, files := m.group("memory")
	for dir := group; ; dir = path.Dir(dir) {
		for _, file := range []string{"memory.max", "memory.limit_in_bytes"} {
			line, is := m.line(path.Join(files, dir, file))
			ok = ok || is
			// What is none is max, or a number that no machine has.
			if n, err := strconv.ParseFloat(line, 64); is && err == nil && n < 1<<60 && (least == 0 || n < least) {
				least = n
			}
		}
		if dir == "/" || dir == "." {
			return least, ok
		}
	}
}

// addresses is how many a process may have; 0 is any number.
func (m system) addresses() (bytes float64, ok bool) {
	b, err := m.read("proc/self/limits")
	if err != nil {
		return 0, false
	}
	for l := range strings.Lines(string(b)) {
		if rest, is := strings.CutPrefix(l, "Max address space"); is {
			soft, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
			if soft == "unlimited" {
				return 0, true
			}
			n, err := strconv.ParseFloat(soft, 64)
			return n, err == nil
		}
	}
	return 0, false
}
