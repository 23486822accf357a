package machines

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"daxwait/bench/sim/machine"
	"daxwait/internal/nearest"
	"daxwait/internal/toml"
)

// mostCPUs is how many CPUs a simulation has at most.
const mostCPUs = 1024

// Read reads a machine. It reports all that is wrong with it, a line for each; file is
// what errors call it.
func Read(r io.Reader, file string) (*machine.Machine, error) {
	f, err := toml.Read(r, file, "a machine", "lines such as scheduler = \"eevdf\", each key once")
	if err != nil {
		return nil, err
	}
	rd := reader{File: f}
	m := rd.machine()
	slices.SortStableFunc(rd.wrong, func(a, b finding) int { return a.line - b.line })
	var all []error
	for _, w := range rd.wrong {
		all = append(all, w.err)
	}
	if err := f.Join(all); err != nil {
		return nil, err
	}
	return m, nil
}

// reader makes a machine of a file.
type reader struct {
	*toml.File
	wrong []finding
}

// finding is an error and its line.
type finding struct {
	line int
	err  error
}

// fail notes what is wrong at a key.
func (r *reader) fail(key, format string, args ...any) {
	line := r.Line(key)
	r.wrong = append(r.wrong, finding{line, r.Errorf(line, format, args...)})
}

// keys are all that a machine has.
var keys = [...]string{"name", "about", "scheduler", "sockets", "cores", "profile", "preemption", "tick", "slice", "latency", "wakeup", "hot"}

// machine reads the whole file.
func (r *reader) machine() *machine.Machine {
	for _, key := range slices.Sorted(maps.Keys(r.Values)) {
		if !slices.Contains(keys[:], key) {
			r.fail(key, "there is no key %q%s; there are %s", key, nearest.Question(key, keys[:]), strings.Join(keys[:], ", "))
		}
	}
	usual := machine.Of(machine.CFS)
	m := &machine.Machine{
		Name: r.text("name", "", nil), About: r.text("about", "", nil), Profile: r.text("profile", "", nil),
		Scheduler:  machine.Scheduler(r.text("scheduler", "", []string{"fifo", "cfs", "eevdf"})),
		Sockets:    r.number("sockets"),
		Cores:      r.number("cores"),
		Preemption: machine.Preemption(r.text("preemption", string(usual.Preemption), []string{"voluntary", "full", "lazy"})),
		Tick:       r.time("tick", usual.Tick, 100*time.Microsecond),
		Slice:      r.time("slice", usual.Slice, time.Microsecond),
		Latency:    r.time("latency", usual.Latency, time.Microsecond),
		Wakeup:     r.time("wakeup", usual.Wakeup, 0),
		Hot:        r.time("hot", usual.Hot, 0),
	}
	if !toml.WellNamed(m.Name) {
		r.fail("name", "the name is %q; want letters, digits, dots and dashes, such as name = \"mine\"", m.Name)
	}
	if m.Sockets > 0 && m.Cores > 0 && m.CPUs() > mostCPUs {
		r.fail("cores", "%d sockets of %d cores are %d CPUs; want at most %d", m.Sockets, m.Cores, m.CPUs(), mostCPUs)
	}
	return m
}

// text reads a text, which is otherwise if it is left out, and one of some if there are.
func (r *reader) text(key, otherwise string, of []string) string {
	value, given := r.Values[key]
	if !given {
		value = otherwise
	}
	s, ok := value.(string)
	switch {
	case !ok:
		r.fail(key, "%s = %v: want it in quotes", key, value)
	case of != nil && !slices.Contains(of, s):
		r.fail(key, "%s is %q; want one of %s", key, s, strings.Join(of, ", "))
	}
	return s
}

// number reads a number of sockets, or of what they have.
func (r *reader) number(key string) int {
	value, given := r.Values[key]
	n, ok := value.(int64)
	if !given || !ok || n < 1 || n > mostCPUs {
		if !given {
			value = "missing"
		}
		r.fail(key, "%s is %v; want a whole number from 1 to %d, such as %s = 2", key, value, mostCPUs, key)
		return 0
	}
	return int(n)
}

// errTime is of a time that cannot be.
var errTime = errors.New("want such as \"4ms\"")

// time reads a time.
func (r *reader) time(key string, otherwise int64, least time.Duration) int64 {
	value, given := r.Values[key]
	if !given {
		return otherwise
	}
	d, err := time.Duration(0), errTime
	if s, ok := value.(string); ok {
		d, err = time.ParseDuration(s)
	}
	switch {
	case err != nil:
		r.fail(key, "%s = %v is no time; %w", key, value, errTime)
	case d < least || d > time.Second:
		r.fail(key, "%s = %q is impossible; want %v to 1s", key, value, least)
	}
	return int64(d)
}
