package timeline

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"daxwait/results"
)

// Numbers of the two processes that the tracks are threads of, and of the first
// CPU; that of the first task is firstPID. All are different, since viewers take
// a thread that has the number of its process for its main thread.
const (
	cpuProcess  = 1
	taskProcess = 1000
	firstCPU    = 10_000
)

// micros is a time in ns, which the format has in microseconds.
type micros int64

// MarshalJSON implements [json.Marshaler].
func (m micros) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%d.%03d", m/1000, m%1000), nil
}

// traceEvent is an event of the Trace Event Format.
type traceEvent struct {
	Name string    `json:"name"`
	Cat  string    `json:"cat,omitempty"`
	Ph   string    `json:"ph"`
	TS   micros    `json:"ts"`
	Dur  micros    `json:"dur,omitempty"`
	PID  int       `json:"pid"`
	TID  int       `json:"tid"`
	ID   int       `json:"id,omitempty"`
	BP   string    `json:"bp,omitempty"`
	Args *nameArgs `json:"args,omitempty"`
}

// nameArgs are the arguments of metadata events.
type nameArgs struct {
	Name      string `json:"name,omitempty"`
	SortIndex *int   `json:"sort_index,omitempty"`
}

// WriteChrome writes what was recorded as Chrome trace JSON, which
// ui.perfetto.dev and chrome://tracing show: a track for each CPU, which says
// who runs there, and one for each task, with what it does with its CPU inside
// of its holds, waits and operations. An arrow goes from who wakes to who is
// woken.
//
// Slices of a track lie inside of each other or apart, as the format wants. So
// a slice is cut where another begins or ends; and where the task wakes, since
// viewers bind an arrow to the latest slice, and draw it from its end.
func (r *Recorder) WriteChrome(w io.Writer) error {
	t := r.Timeline()
	events := slices.Concat(slicesOf(t), arrowsOf(t))
	slices.SortStableFunc(events, func(a, b traceEvent) int {
		return cmp.Or(cmp.Compare(a.TS, b.TS), cmp.Compare(turnOf(a.Ph), turnOf(b.Ph)))
	})
	out := bufio.NewWriter(w)
	about, err := json.Marshal(map[string]any{"pattern": t.Pattern, "strategy": t.Strategy, "machine": t.Machine, "seed": t.Seed})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, `{"displayTimeUnit":"ns","otherData":%s,"traceEvents":[`, about)
	sep := "\n"
	for _, list := range [][]traceEvent{namesOf(t), events} {
		for i := range list {
			b, err := json.Marshal(&list[i])
			if err != nil {
				return err
			}
			out.WriteString(sep)
			out.Write(b)
			sep = ",\n"
		}
	}
	out.WriteString("\n]}\n")
	return out.Flush()
}

// turnOf orders events of one time: an arrow begins in the slice that ends
// there, and ends in the one that begins.
func turnOf(phase string) int {
	switch phase {
	case "s":
		return 0
	case "X":
		return 1
	}
	return 2
}

// namesOf names the tracks, and says in which order they stand.
func namesOf(t *results.Timeline) (events []traceEvent) {
	name := func(what string, pid, tid int, name string, place int) {
		events = append(events,
			traceEvent{Name: what + "_name", Ph: "M", PID: pid, TID: tid, Args: &nameArgs{Name: name}},
			traceEvent{Name: what + "_sort_index", Ph: "M", PID: pid, TID: tid, Args: &nameArgs{SortIndex: &place}})
	}
	name("process", cpuProcess, 0, "CPUs", 0)
	for n := range t.CPUs {
		name("thread", cpuProcess, firstCPU+n, fmt.Sprintf("CPU %d", n), n)
	}
	name("process", taskProcess, 0, fmt.Sprintf("tasks: %s, %s", t.Pattern, t.Strategy), 1)
	for id, task := range t.Tasks {
		name("thread", taskProcess, firstPID+id, task, id)
	}
	return events
}

// slicesOf returns the slices, of each track in the order of their beginnings,
// outer ones first.
func slicesOf(t *results.Timeline) (events []traceEvent) {
	cuts := cutsOf(t)
	for _, s := range t.Spans {
		e := traceEvent{Ph: "X", PID: taskProcess, TID: firstPID + s.Task, TS: micros(s.From)}
		e.Cat, e.Name = title(s)
		if s.Doing < results.OnCPU {
			e.Dur = micros(s.To - s.From)
			events = append(events, e)
			continue
		}
		if s.Doing == results.OnCPU {
			events = append(events, traceEvent{
				Name: t.Tasks[s.Task], Cat: "cpu", Ph: "X", PID: cpuProcess, TID: firstCPU + s.CPU, TS: e.TS, Dur: micros(s.To - s.From),
			})
		}
		at, _ := slices.BinarySearch(cuts[s.Task], s.From+1)
		for from := s.From; from < s.To; at++ {
			to := s.To
			if at < len(cuts[s.Task]) {
				to = min(to, cuts[s.Task][at])
			}
			e.TS, e.Dur = micros(from), micros(to-from)
			events = append(events, e)
			from = to
		}
	}
	slices.SortStableFunc(events, func(a, b traceEvent) int {
		return cmp.Or(cmp.Compare(a.TID, b.TID), cmp.Compare(a.TS, b.TS), cmp.Compare(b.Dur, a.Dur))
	})
	return events
}

// cutsOf returns when what each task does with its CPU has to be cut: where its
// other spans begin and end, and where it wakes. The times are in order, and
// each is there once.
func cutsOf(t *results.Timeline) [][]int64 {
	cuts := make([][]int64, len(t.Tasks))
	for _, s := range t.Spans {
		if s.Doing < results.OnCPU {
			cuts[s.Task] = append(cuts[s.Task], s.From, s.To)
		}
	}
	for _, a := range t.Arrows {
		cuts[a.From] = append(cuts[a.From], a.At)
	}
	for id := range cuts {
		slices.Sort(cuts[id])
		cuts[id] = slices.Compact(cuts[id])
	}
	return cuts
}

// title is the category and the name of a slice.
func title(s results.Span) (category, name string) {
	switch s.Doing {
	case results.Operation:
		return "operation", s.Of
	case results.Waiting:
		return "wait", "waits at " + s.Of
	case results.Holding:
		return "hold", "holds " + s.Of
	case results.OnCPU:
		return "state", fmt.Sprintf("on CPU %d", s.CPU)
	case results.Runnable:
		return "state", "runnable"
	case results.Asleep:
		return "state", "asleep on " + s.Of
	}
	return "state", s.Of
}

// arrowsOf returns both ends of each arrow.
func arrowsOf(t *results.Timeline) (events []traceEvent) {
	for i, a := range t.Arrows {
		e := traceEvent{Name: "wakes", Cat: "wake", Ph: "s", TS: micros(a.At), PID: taskProcess, TID: firstPID + a.From, ID: i + 1}
		if a.Useless {
			e.Name = "wakes in vain"
		}
		events = append(events, e)
		e.Ph, e.BP, e.TID = "f", "e", firstPID+a.Woken
		events = append(events, e)
	}
	return events
}
