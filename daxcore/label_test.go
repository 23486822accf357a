package daxcore

import (
	"math"
	"testing"

	"daxwait/daxcore/fs"
)

// TestWordsOfLabelsLoseNothing: what differs within the bounds of a world is
// another word. The values are at the bounds, and one bit in from them.
func TestWordsOfLabelsLoseNothing(t *testing.T) {
	ends := func(last uint64) []uint64 { return []uint64{0, 1, last &^ (last >> 1), last - 1, last} }
	bools := []bool{false, true}
	var entries []Entry
	for _, pfn := range ends(maxPFN) {
		for _, flags := range []Flag{0, FlagPMD, FlagZero, FlagPMD | FlagEmpty} {
			entries = append(entries, MakeEntry(pfn, flags))
		}
	}
	words := map[string]map[uint64]any{}
	told := func(kind string, word uint64, of any) {
		if words[kind] == nil {
			words[kind] = map[uint64]any{}
		}
		if other, ok := words[kind][word]; ok {
			t.Errorf("%s: %+v and %+v are both %#x", kind, other, of, word)
		}
		words[kind][word] = of
	}
	for _, index := range ends(MaxPages - 1) {
		for _, order := range []uint8{PTE, PMD} {
			x := extent{index, order}
			told("extent", x.word(), x)
			for _, queue := range []uint8{0, pageQueue, math.MaxUint8} {
				b := bed{x, queue}
				told("bed", b.word(), b)
			}
		}
	}
	for _, file := range ends(MaxFiles - 1) {
		for _, inside := range bools {
			s := sighting{uint32(file), inside}
			told("sighting", s.word(), s)
		}
		for _, n := range []uint8{0, 1, math.MaxUint8} {
			m := Mapping{File: fs.File{ID: uint32(file)}}
			told("place", m.Place(n), [2]uint64{uint64(n), file})
		}
	}
	for _, e := range entries {
		for _, pending := range bools {
			f := finding{e, pending}
			told("finding", f.word(), f)
		}
		for r := range Result(1 << 4) {
			if r&^(NoPage|Fallback|NeedDSync) == 0 {
				o := outcome{e, r}
				told("outcome", o.word(), o)
			}
		}
		for _, r := range []Result{NoPage, Fallback, NeedDSync | NoPage} {
			if got, want := (outcome{e, r | SigBus | DoneCow | Major | Retry}).word(), (outcome{e, r}).word(); got != want {
				t.Errorf("%v: what does not decide is in the word: %#x, want %#x", r, got, want)
			}
		}
	}
}

// TestWorldsOutOfBoundsAreRefused, and none within them.
func TestWorldsOutOfBoundsAreRefused(t *testing.T) {
	for _, c := range []struct {
		config  Config
		refused bool
	}{
		{Config{Tasks: MaxTasks, Files: 1, FilePages: MaxPages}, false},
		{Config{Tasks: 1, Files: MaxFiles, FilePages: 1 << 20}, false},
		{Config{Tasks: MaxTasks + 1, Files: 1, FilePages: 1}, true},
		{Config{Tasks: 1, Files: MaxFiles + 1, FilePages: 1}, true},
		{Config{Tasks: 1, Files: 1, FilePages: MaxPages + 1}, true},
		{Config{Tasks: 1, Files: MaxFiles, FilePages: MaxPages}, true}, // too many frames
	} {
		func() {
			defer func() {
				if r := recover(); (r != nil) != c.refused {
					t.Errorf("%d tasks, %d files of %d pages: %v", c.config.Tasks, c.config.Files, c.config.FilePages, r)
				}
			}()
			c.config.check()
		}()
	}
}

// TestAWorldIsCheckedFirst, before it has taken memory for what it refuses.
func TestAWorldIsCheckedFirst(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("it is made")
		}
	}()
	NewWorld(Config{Tasks: MaxTasks + 1, Files: 1, FilePages: 1, Entries: Policy{}.Design})
}
