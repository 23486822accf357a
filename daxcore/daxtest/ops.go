package daxtest

import (
	"fmt"
	"strconv"
	"strings"

	"daxwait/daxcore"
)

// B is the chunk that scripts speak of: index B+k is B plus k.
const B = daxcore.Chunk

// Op is an operation of a task.
type Op struct {
	// Name is how it is written, such as "F(0,B+1)".
	Name string
	Run  func(w *daxcore.World, t daxcore.Task)
	// maps: it needs the task's mapping of the file; sync: with MAP_SYNC.
	maps, sync bool
	until      int // whose end it awaits, or -1
}

// Task is what one task does, one operation after the other.
type Task []Op

func (t Task) String() string {
	names := make([]string, len(t))
	for i, op := range t {
		names[i] = op.Name
	}
	return strings.Join(names, " then ")
}

// Run does it all in one go.
func (t Task) Run(w *daxcore.World, as daxcore.Task) {
	for _, op := range t {
		op.Run(w, as)
	}
}

// maxOperations is how many a task may do: searches count them in a byte.
const maxOperations = 255

// ParseTasks reads what tasks 0, 1, … do, separated by semicolons; a task that
// does several things says them with "then" between.
//
//	F(0,B+1)    a fault's grab and unlock, order 0 or 9
//	P(B+1,w)    a whole fault through page tables and blocks, r or w
//	Y(B+1)      a whole write fault of a mapping with MAP_SYNC
//	I(B)        synchronous invalidation of one index
//	R(B,B+511)  the same of a range
//	L(B)        lock-by-page of the frame behind an index, and unlock
//	W(B,B+511)  write-back of a range
//	S(B,B+511)  scan for a busy page
//	D(B,B+511)  deletion of a range
//	X(B,B+511)  clearing of dirty marks
//	U(B,B+511)  punch;  T(n) truncate to n pages;  C(B) write(2) of one page
//
// "until 2" behind F or L has it unlock only after task 2 has finished.
func ParseTasks(s string) ([]Task, error) {
	var tasks []Task
	words := strings.Split(s, ";")
	for id, word := range words {
		var t Task
		for op := range strings.SplitSeq(word, " then ") {
			parsed, err := parseOp(op, len(words))
			if err != nil {
				return nil, err
			}
			if parsed.until == id {
				return nil, fmt.Errorf("%s: task %d would wait for itself", parsed.Name, id)
			}
			t = append(t, parsed)
		}
		if len(t) > maxOperations {
			return nil, fmt.Errorf("task %d: %d operations, %d at most", id, len(t), maxOperations)
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

// arguments says how many indexes each operation takes.
func arguments(verb string) int {
	switch verb {
	case "P", "Y", "I", "L", "T", "C":
		return 1
	case "F", "R", "W", "S", "D", "X", "U":
		return 2
	}
	return 0
}

func parseOp(text string, tasks int) (Op, error) {
	word, after, waits := strings.Cut(strings.Join(strings.Fields(text), " "), " until ")
	verb, rest, ok := strings.Cut(word, "(")
	if !ok || !strings.HasSuffix(rest, ")") {
		return Op{}, fmt.Errorf("%q is no operation: want such as F(0,B+1)", word)
	}
	args := strings.Split(strings.TrimSuffix(rest, ")"), ",")
	write := verb == "Y"
	if verb == "P" && len(args) == 2 {
		switch access := strings.TrimSpace(args[1]); access {
		case "r", "w":
			write = access == "w"
		default:
			return Op{}, fmt.Errorf("%s: access %q: want r or w", word, access)
		}
		args = args[:1]
	}
	n := make([]uint64, len(args))
	for i, a := range args {
		var err error
		if n[i], err = ParseIndex(a); err != nil {
			return Op{}, fmt.Errorf("%s: %w", word, err)
		}
	}
	switch want := arguments(verb); {
	case want == 0:
		return Op{}, fmt.Errorf("%s: there is no operation %q; there are F P Y I R L W S D X U T C", word, verb)
	case want != len(n):
		return Op{}, fmt.Errorf("%s: %d arguments, want %d", word, len(n), want)
	case verb == "F" && n[0] != uint64(daxcore.PTE) && n[0] != uint64(daxcore.PMD):
		return Op{}, fmt.Errorf("%s: order %d: want 0 or 9", word, n[0])
	case want == 2 && verb != "F" && n[0] > n[1]:
		return Op{}, fmt.Errorf("%s: it ends before it begins", word)
	}
	op := Op{Name: word, until: -1, maps: verb == "P" || verb == "Y", sync: verb == "Y"}
	if waits {
		var err error
		op.until, err = strconv.Atoi(after)
		switch {
		case err != nil || op.until < 0 || op.until >= tasks:
			return Op{}, fmt.Errorf("%s until %s: want a task from 0 to %d", word, after, tasks-1)
		case verb != "F" && verb != "L":
			return Op{}, fmt.Errorf("%s until %s: only F and L can wait", word, after)
		}
		op.Name += " until " + after
	}
	op.Run = runOp(verb, n, write, op.until)
	return op, nil
}

// hold is the time between lock and unlock: none, or until a task is done.
func hold(t daxcore.Task, until int) {
	if w, ok := t.(interface{ Until(task int) }); ok && until >= 0 {
		w.Until(until)
	}
}

func runOp(verb string, n []uint64, write bool, until int) func(*daxcore.World, daxcore.Task) {
	type world = daxcore.World
	type tsk = daxcore.Task
	switch verb {
	case "F":
		return func(w *world, t tsk) {
			m := w.Files[0]
			if cookie, r := w.Grab(t, m, n[1], uint8(n[0])); r == 0 {
				hold(t, until)
				w.Unlock(t, m, n[1], cookie)
			}
		}
	case "P", "Y":
		return func(w *world, t tsk) {
			w.Fault(t, &daxcore.Fault{VMA: w.Files[0].VMA(t.ID()), Index: n[0], Write: write})
		}
	case "I":
		return func(w *world, t tsk) { w.Invalidate(t, 0, n[0]) }
	case "R":
		return func(w *world, t tsk) { w.InvalidateRange(t, 0, n[0], n[1]) }
	case "L":
		return func(w *world, t tsk) {
			if l, ok := w.LockPage(t, w.Files[0].Blocks.PFN(n[0])); ok {
				hold(t, until)
				w.UnlockPage(t, l)
			}
		}
	case "W":
		return func(w *world, t tsk) { w.Writeback(t, 0, n[0], n[1]) }
	case "S":
		return func(w *world, t tsk) { w.BusyPage(t, 0, n[0], n[1]) }
	case "D":
		return func(w *world, t tsk) { w.DeleteRange(t, 0, n[0], n[1]) }
	case "X":
		return func(w *world, t tsk) { w.ClearDirty(t, 0, n[0], n[1]) }
	case "U":
		return func(w *world, t tsk) { w.Punch(t, 0, n[0], n[1]) }
	case "T":
		return func(w *world, t tsk) { w.Truncate(t, 0, n[0]) }
	}
	return func(w *world, t tsk) { w.Write(t, 0, n[0]) }
}

// ParseIndex reads a number, B, or B+k.
func ParseIndex(s string) (uint64, error) {
	s = strings.TrimSpace(s)
	if s == "B" {
		return B, nil
	}
	k, inChunk := strings.CutPrefix(s, "B+")
	n, err := strconv.ParseUint(k, 0, 32)
	if err != nil {
		return 0, fmt.Errorf("%q is no index: want a number, B or B+k", s)
	}
	if inChunk {
		n += B
	}
	if n >= FilePages {
		return 0, fmt.Errorf("page %d is beyond the file of %d pages", n, FilePages)
	}
	return n, nil
}

// FormatIndex writes an index as ParseIndex reads it.
func FormatIndex(i uint64) string {
	switch {
	case i == B:
		return "B"
	case i > B && i < 2*B:
		return fmt.Sprintf("B+%d", i-B)
	}
	return strconv.FormatUint(i, 10)
}
