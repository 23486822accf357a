package results

import (
	"fmt"
	"strings"
)

// logged is what a file of records has.
type logged struct {
	name    string
	records []*Record
	lines   []int // where the records stand
	cut     bool  // the last line is cut off, and none of the records
}

// warned returns the records that count, with warnings of what was left out: a last
// line that is cut off, and what stands there of a simulation again.
func (l *logged) warned(path string, err error) ([]*Record, error) {
	records := l.once()
	switch {
	case !l.cut:
	case len(records) == 0:
		err = fmt.Errorf("%s: %w", path, ErrCut)
	default:
		last := records[len(records)-1]
		last.Warnings = append(last.Warnings, "the file's last line is cut off and was left out")
	}
	return records, err
}

// played is what makes two records of the simulator the same case with the same
// seeds: whatever differs in them, they cannot both be right.
type played struct {
	Group
	strategy, hold, loop string
	seed                 uint64
}

// Again is how the warning of a record begins whose case and seed stand in its file
// again.
const Again = "its case and seed stand in "

// once leaves out each simulation that is there before, and says so in a warning of
// the one that counts. Repeated runs of the live engine are no repetition.
func (l *logged) once() (records []*Record) {
	first := map[played]int{}
	again := map[int][]string{}
	for i, r := range l.records {
		at := played{r.Group(), r.Strategy, r.Hold, r.Loop, r.Seed}
		if k, known := first[at]; known && r.Engine == "sim" {
			again[k] = append(again[k], fmt.Sprintf("%s:%d", l.name, l.lines[i]))
			continue
		}
		first[at] = i
		records = append(records, r)
	}
	for i, r := range l.records {
		if others := again[i]; len(others) != 0 {
			r.Warnings = append(r.Warnings, fmt.Sprintf(Again+"%s:%d and again in %s: the first counts; remove what does not belong there", l.name, l.lines[i], strings.Join(others, ", ")))
		}
	}
	return records
}
