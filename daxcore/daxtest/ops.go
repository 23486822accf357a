package daxtest

import (
	"fmt"
	"strconv"
	"strings"

	"daxwait/daxcore"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

// B is the chunk that scripts speak of: index B+k is B plus k.
const B = daxcore.Chunk

// Op is an operation of a task.
type Op struct {
	// Name is how it is written, such as "F(0,B+1)".
	Name  string
	Run   func(w *daxcore.World, t daxcore.Task)
	verb  verb
	until int // whose end it awaits, or -1
	write bool
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
//	G(0,B+1)    a look at an entry, order 0 or 9: get and put, and nothing locked
//	L(B)        lock-by-page of the frame behind an index, and unlock
//	W(B,B+511)  write-back of a range
//	S(B,B+511)  scan for a busy page
//	D(B,B+511)  deletion of a range
//	X(B,B+511)  clearing of dirty marks
//	U(B,B+511)  punch;  T(n) truncate to n pages;  C(B) write(2) of one page
//	A(B+1,w)    an access of a thread: a whole fault below mmap_lock, if any
//	M()         munmap and mmap of the mapping that all threads share
//	V()         a look at the process from outside, as of ps
//	E()         close; the last evicts and frees the file
//
// and in worlds with a journal, in which page 3 is one of the ordinary file:
//
//	access(B,w)    an access through a mapping, with mmap_lock round its fault
//	copy(3,B,r)    write(2) of page 3 from page B of a mapping
//	append(3)      write(2) of page 3 from elsewhere
//	fsync(B,B+511) write-back of a range, and a commit
//	unmap()        munmap of the task's mapping
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

func parseOp(text string, tasks int) (Op, error) {
	word, after, waits := strings.Cut(strings.Join(strings.Fields(text), " "), " until ")
	name, rest, ok := strings.Cut(word, "(")
	if !ok || !strings.HasSuffix(rest, ")") {
		return Op{}, fmt.Errorf("%q is no operation: want such as F(0,B+1)", word)
	}
	v := verbNamed(name)
	if v == nil {
		return Op{}, fmt.Errorf("%s: %w", word, nearest.Unknown("operation", name, verbNames(), command.Command{}))
	}
	a, err := v.arguments(strings.TrimSuffix(rest, ")"))
	if err != nil {
		return Op{}, fmt.Errorf("%s: %w", word, err)
	}
	op := Op{Name: word, until: -1, verb: *v, write: a.write}
	if waits {
		op.until, err = strconv.Atoi(after)
		switch {
		case err != nil || op.until < 0 || op.until >= tasks:
			return Op{}, fmt.Errorf("%s until %s: want a task from 0 to %d", word, after, tasks-1)
		case !v.holds:
			return Op{}, fmt.Errorf("%s until %s: only F and L can wait", word, after)
		}
		op.Name += " until " + after
	}
	a.until = op.until
	op.Run = func(w *daxcore.World, t daxcore.Task) { v.run(w, t, a) }
	return op, nil
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
