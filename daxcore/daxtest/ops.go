package daxtest

import (
	"fmt"
	"strconv"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/mm"
)

// B is the chunk that scripts speak of: index B+k is B plus k.
const B = daxcore.Chunk

// ParseOps reads operations, separated by semicolons, for tasks 0, 1, …
//
//	F(0,B+1)    a fault's grab and unlock, order 0 or 9
//	P(B+1,w)    a whole fault through page tables and blocks, r or w
//	I(B)        synchronous invalidation of one index
//	R(B,B+511)  the same of a range
//	L(B)        lock-by-page of the frame behind an index, and unlock
//	W(B,B+511)  write-back of a range
//	S(B,B+511)  scan for a busy page
//	D(B,B+511)  deletion of a range
//	U(B,B+511)  punch;  T(n) truncate to n pages;  C(B) write(2) of one page
func ParseOps(s string) ([]Op, error) {
	var ops []Op
	for word := range strings.SplitSeq(s, ";") {
		op, err := parseOp(strings.TrimSpace(word))
		if err != nil {
			return nil, err
		}
		ops = append(ops, op)
	}
	return ops, nil
}

func parseOp(word string) (Op, error) {
	verb, rest, ok := strings.Cut(word, "(")
	if !ok || !strings.HasSuffix(rest, ")") {
		return Op{}, fmt.Errorf("%q is no operation: want such as F(0,B+1)", word)
	}
	args := strings.Split(strings.TrimSuffix(rest, ")"), ",")
	var write bool
	if verb == "P" && len(args) == 2 {
		write = args[1] == "w"
		args = args[:1]
	}
	n := make([]uint64, len(args))
	for i, a := range args {
		var err error
		if n[i], err = ParseIndex(a); err != nil {
			return Op{}, fmt.Errorf("%s: %w", word, err)
		}
	}
	if want := map[string]int{"F": 2, "P": 1, "I": 1, "R": 2, "L": 1, "W": 2, "S": 2, "D": 2, "U": 2, "T": 1, "C": 1}[verb]; want == 0 {
		return Op{}, fmt.Errorf("%s: there is no operation %q", word, verb)
	} else if want != len(n) {
		return Op{}, fmt.Errorf("%s: want %d arguments", word, want)
	}
	if verb == "F" && n[0] != uint64(daxcore.PTE) && n[0] != uint64(daxcore.PMD) {
		return Op{}, fmt.Errorf("%s: order %d: want 0 or 9", word, n[0])
	}
	return Op{Name: word, Run: runOp(verb, n, write)}, nil
}

func runOp(verb string, n []uint64, write bool) func(*daxcore.World, daxcore.Task) {
	type world = daxcore.World
	type tsk = daxcore.Task
	switch verb {
	case "F":
		return func(w *world, t tsk) {
			m := w.Files[0]
			if cookie, r := w.Grab(t, m, n[1], uint8(n[0])); r == 0 {
				w.Unlock(t, m, n[1], cookie)
			}
		}
	case "P":
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
				w.UnlockPage(t, l)
			}
		}
	case "W":
		return func(w *world, t tsk) { w.Writeback(t, 0, n[0], n[1]) }
	case "S":
		return func(w *world, t tsk) { w.BusyPage(t, 0, n[0], n[1]) }
	case "D":
		return func(w *world, t tsk) { w.DeleteRange(t, 0, n[0], n[1]) }
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

// FilePages is the length of the file that NewWorld makes.
const FilePages = 4 * daxcore.Chunk

// NewWorld makes a world of one file for tasks tasks, each of which has mapped
// all of it, with the given entries, separated by commas:
//
//	pmd, zero-pmd, empty-pmd   at B
//	pte B+3, zero-pte B+3      at that index
//	… dirty                    with the dirty mark
func NewWorld(l daxcore.EntryLock, tasks int, entries string) (*daxcore.World, error) {
	w := daxcore.NewWorld(daxcore.Config{Tasks: tasks, Files: 1, FilePages: FilePages, Buckets: 4, Entries: l})
	for range tasks {
		w.Map(0, &mm.VMA{Pages: FilePages})
	}
	m := w.Files[0]
	for word := range strings.SplitSeq(entries, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		fields := strings.Fields(word)
		dirty := fields[len(fields)-1] == "dirty"
		if dirty {
			fields = fields[:len(fields)-1]
		}
		if len(fields) == 0 || len(fields) > 2 {
			return nil, fmt.Errorf("%q is no entry: want such as \"pmd dirty\" or \"pte B+1\"", word)
		}
		index := uint64(B)
		if len(fields) == 2 {
			var err error
			if index, err = ParseIndex(fields[1]); err != nil {
				return nil, err
			}
		}
		var e daxcore.Entry
		switch fields[0] {
		case "pmd":
			e = daxcore.MakeEntry(m.Blocks.PFN(B), daxcore.FlagPMD)
		case "zero-pmd":
			e = daxcore.MakeEntry(0, daxcore.FlagPMD|daxcore.FlagZero)
		case "empty-pmd":
			e = daxcore.MakeEntry(0, daxcore.FlagPMD|daxcore.FlagEmpty)
		case "pte":
			e = daxcore.MakeEntry(m.Blocks.PFN(index), 0)
		case "zero-pte":
			e = daxcore.MakeEntry(0, daxcore.FlagZero)
		default:
			return nil, fmt.Errorf("%q is no entry: want pmd, zero-pmd, empty-pmd, pte I or zero-pte I", word)
		}
		m.Insert(index, e, dirty)
	}
	return w, nil
}
