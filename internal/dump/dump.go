package dump

import (
	"io"

	"daxwait/internal/bounded"
)

// The most that is read, and what is kept of it. Of more tasks the first are kept,
// and the rest is counted.
const (
	mostBytes    = 16 * bounded.MiB
	mostTasks    = 20_000
	mostFrames   = 256
	mostMishaps  = 1_000
	longestName  = 64
	longestLine  = 4_096
	longestStamp = 200 // of what stands before a line of the log
)

// Why says why a text has the stack of a task.
type Why uint8

// The reasons.
const (
	Shown   Why = iota // somebody asked for it: /proc, sysrq, crash
	Blocked            // the kernel reports that the task is blocked
	Spun               // the kernel reports that its CPU is stuck
	Mishap             // an oops, a BUG or a warning of the task
)

var whyWords = [...]string{"shown", "blocked", "spins", "mishap"}

// String is the reason in a word.
func (w Why) String() string { return whyWords[w] }

// MarshalText implements [encoding.TextMarshaler].
func (w Why) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// Frame is a function that a task is in.
type Frame struct {
	Name string
	// Guess: a question mark stands before it. It may be left from an earlier call.
	Guess  bool
	Module string
}

// Task is a task with its stack.
type Task struct {
	Name  string
	PID   int    // 0 is not told
	TGID  int    // 0 is not told
	State string // "D", "R", …; empty if it is not told
	Why   Why
	// Seconds is for how long it is blocked at least, or for how long its CPU is stuck.
	Seconds int
	// Release is what the kernel calls itself where it shows the task.
	Release string
	// Line is where it begins, from 1 on.
	Line int
	// Frames are its functions, the one nearest to the sleep first.
	Frames []Frame
}

// Functions are the names of the frames that are sure; if none is, of all.
func (t *Task) Functions() (names []string) {
	for _, sure := range []bool{true, false} {
		for _, f := range t.Frames {
			if !sure || !f.Guess {
				names = append(names, f.Name)
			}
		}
		if len(names) != 0 {
			return names
		}
	}
	return nil
}

// Accident is an oops, a BUG, a warning, or a CPU that is stuck.
type Accident struct {
	// Kind is "oops", "BUG", "warning" or "stuck CPU".
	Kind string
	// Says is the line that tells of it.
	Says string
	Line int
	// Task is which of the tasks it is of, from 0; -1 if it has no stack.
	Task int
}

// Dump is what a text tells.
type Dump struct {
	Tasks []*Task
	// Dropped is how many tasks are left out behind those that are kept.
	Dropped int
	// Accidents stand in the order of the text.
	Accidents []Accident
	// Kernels are the kernels that the text names, in its order.
	Kernels []Kernel
	Lines   int
}

// Read reads a text. A name is what errors call it.
func Read(r io.Reader, name string) (*Dump, error) {
	text, err := bounded.ReadAll(r, name, bounded.Limit{Bytes: mostBytes, Of: "the text of a hang"})
	if err != nil {
		return nil, err
	}
	return Parse(string(text)), nil
}

// Kernel is which kernel a text is of.
func (d *Dump) Kernel() Kernel {
	if len(d.Kernels) == 0 {
		return Kernel{}
	}
	return d.Kernels[0]
}
