package machine

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// Watched is what CPUs did up to a moment: all, and this process.
type Watched struct {
	s         system
	all, own  float64 // seconds
	at        time.Time
	unknowing bool
}

// Watch begins to watch what other work this machine does.
func Watch() *Watched { return watch(system{os.DirFS("/")}, time.Now()) }

func watch(s system, at time.Time) *Watched {
	w := &Watched{s: s, at: at}
	var known bool
	w.all, w.own, known = s.used()
	w.unknowing = !known
	return w
}

// Others returns how many CPUs other work has had since on average, the host's own
// included where this is a virtual machine; 0 if that cannot be read.
func (w *Watched) Others() float64 { return w.others(time.Now()) }

func (w *Watched) others(now time.Time) float64 {
	all, own, known := w.s.used()
	if took := now.Sub(w.at).Seconds(); known && !w.unknowing && took > 0 {
		return max(0, all-w.all-(own-w.own)) / took
	}
	return 0
}

// ticks is how many there are in a second of what the kernel tells of CPU time.
const ticks = 100

// used returns the CPU time that all work has taken, and this process, in seconds.
func (m system) used() (all, own float64, known bool) {
	line, ok := m.line("proc/stat")
	stat, also := m.line("proc/self/stat")
	total := strings.Fields(line)
	// The name of a program, in brackets, may have spaces.
	mine := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if !ok || !also || len(total) < 9 || total[0] != "cpu" || len(mine) < 13 {
		return 0, 0, false
	}
	sum := func(words ...string) (seconds float64) {
		for _, word := range words {
			v, err := strconv.ParseFloat(word, 64)
			known = known && err == nil
			seconds += v / ticks
		}
		return seconds
	}
	known = true
	all = sum(append(append([]string{}, total[1:4]...), total[6:9]...)...) // not idle, not waiting for disks
	return all, sum(mine[11], mine[12]), known
}
