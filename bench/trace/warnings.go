package trace

import (
	"fmt"
	"strings"
)

// Reason is what a warning is about.
type Reason uint8

// The reasons.
const (
	MalformedLine   Reason = iota // a line that is none of the grammar's
	CutLine                       // the last line has no end, so its last number may lack digits
	NoPartner                     // an event whose start or end is not in the trace
	LostEvents                    // the tracer says that it lost some
	TimeBackwards                 // an event is earlier than the one before
	FallbackUnknown               // a fault result in names that cannot be trusted
	WakeupOnly                    // a sched_wakeup stands in for a sched_waking
	WokenRunning                  // a waiter was woken before it had left the CPU
	TooManyTasks                  // tasks beyond the bound were left out
	TooManyFiles                  // files beyond the bound were left out
	AmbiguousFile                 // an inode number of several devices, in an event that tells none
	SecondHeader                  // another header, so two files are in one
	FewerEvents                   // fewer events than the header says
	SilentCPU                     // a task was where there is no event
	StrayTask                     // an event of a task that had no CPU
	Renamed                       // a task with another name at its next entry
	SeveralDevices                // entries of more than one device
	Gap                           // a second without an event
	NumReasons                    // the number of reasons, not one of them
)

var reasonText = [NumReasons]struct{ what, remedy string }{
	{"malformed line", "check that the file is the unedited text of an ftrace buffer or of trace-cmd report"},
	{"line cut at the end of the file", "copy the trace again, or disregard its last event"},
	{"event without partner", "expected of operations in flight at either end of the capture; elsewhere distrust the counts, and enable all events before the workload starts"},
	{"lost events", "capture again with a larger buffer_size_kb; the counts are too low and intervals around the loss are left out"},
	{"time going backwards", "capture with the global clock; intervals that would be negative are left out"},
	{"fallback unknown", "convert with trace-cmd report -R, or read the ftrace text, to get the result as a number"},
	{"sched_wakeup in place of sched_waking", "enable sched_waking; a wake that another CPU completes is not told of its waker, so woken and wakes_hit may be too few"},
	{"woken before leaving the CPU", "none needed; the run time of such a wake reaches to a later switch to the task"},
	{"too many tasks", "split the capture; events of the tasks that came last are left out"},
	{"too many files", "split the capture; operations on the files that came last are left out"},
	{"inode number of several devices", "capture a device at a time; operations that tell an inode number only are left out"},
	{"header amid the file", "keep each capture in a file of its own; the figures are of two runs together"},
	{"events that the header counts and the file has not", "use the unedited text, and all of it; without them no figure is sure"},
	{"task woken where a CPU has no event", "keep the events of all CPUs in the file; the tasks that were on that CPU did more than is told"},
	{"event of a task that had no CPU", "use the unedited text of one run; two runs are mixed, or sched_switch events are missing"},
	{"task that changed its name", "keep each capture in a file of its own; a number that two tasks had makes them one"},
	{"event of another device", "capture a device at a time, or take the figures for those of all devices together"},
	{"gap of a second or more", "keep each capture in a file of its own; if it is one, its rates count the time of the gap"},
}

// String says in a few words what was odd.
func (r Reason) String() string {
	if r < NumReasons {
		return reasonText[r].what
	}
	return "invalid"
}

// Remedy says in one line what to do about it.
func (r Reason) Remedy() string {
	if r < NumReasons {
		return reasonText[r].remedy
	}
	return ""
}

// Warnings counts what was odd in a trace, by reason. Its size does not
// depend on the trace. The zero value has none.
type Warnings struct {
	count [NumReasons]int64
	first [NumReasons]int
}

// add counts n cases, the first of them in the given line.
func (w *Warnings) add(r Reason, line int, n int64) {
	if w.count[r] == 0 || line < w.first[r] {
		w.first[r] = line
	}
	w.count[r] += n
}

// Count is how often a reason occurred.
func (w *Warnings) Count(r Reason) int64 { return w.count[r] }

// Each calls f for each reason that occurred, in the order of the constants.
// firstLine is the line of its first case, counted from 1.
func (w *Warnings) Each(f func(reason Reason, count int64, firstLine int, remedy string)) {
	for r := range NumReasons {
		if w.count[r] != 0 {
			f(r, w.count[r], w.first[r], r.Remedy())
		}
	}
}

// String has a line for each reason that occurred, without an end of line
// after the last; it is empty if none did.
func (w *Warnings) String() string {
	var b strings.Builder
	w.Each(func(r Reason, n int64, first int, remedy string) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%v: %d, first in line %d: %s", r, n, first, remedy)
	})
	return b.String()
}
