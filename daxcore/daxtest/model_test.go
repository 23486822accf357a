package daxtest_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// starts are the entries that sequences begin with.
var starts = [...]string{"", "pmd", "pmd dirty, pte 3", "zero-pmd, zero-pte 5", "empty-pmd, pte 0", "pte B, pte B+64 dirty, pte B+511"}

// opOf makes an operation of four bytes: near chunk borders and node borders,
// and seldom far from them.
func opOf(b [4]byte, size uint64) (op string, newSize uint64) {
	index := func(x, y byte) uint64 {
		borders := [...]uint64{0, 60, 508, 512, 570, 1020, 1024, 1532, 1536, 2040}
		return min((borders[int(x)%len(borders)] + uint64(y)%8), daxtest.FilePages-1)
	}
	i := index(b[1], b[2])
	last := min(i+[...]uint64{0, 1, 5, 64, 511, 600, 2048, 3}[b[3]%8], daxtest.FilePages-1)
	switch b[0] % 16 {
	case 0, 1:
		return fmt.Sprintf("F(0,%d)", i), size
	case 2:
		return fmt.Sprintf("F(9,%d)", i), size
	case 3, 4, 5:
		return fmt.Sprintf("P(%d,r)", i), size
	case 6, 7, 8:
		return fmt.Sprintf("P(%d,w)", i), size
	case 9:
		return fmt.Sprintf("I(%d)", i), size
	case 10:
		return fmt.Sprintf("R(%d,%d)", i, last), size
	case 11:
		return fmt.Sprintf("W(%d,%d)", i, last), size
	case 12:
		return fmt.Sprintf("D(%d,%d)", i, last), size
	case 13:
		return fmt.Sprintf("U(%d,%d)", i, last), size
	case 14:
		if b[3]%2 == 0 {
			return fmt.Sprintf("T(%d)", max(i, 1)), max(i, 1)
		}
		return fmt.Sprintf("L(%d)", i), size
	}
	if b[3]%4 == 0 {
		return fmt.Sprintf("S(%d,%d)", i, last), size
	}
	return fmt.Sprintf("C(%d)", min(i, size-1)), size // write(2) where the file is
}

// sequence runs a byte string as operations, each of one of three tasks and
// alone, and compares the world with the model after each.
func sequence(t *testing.T, d daxcore.Design, script []byte) {
	if len(script) == 0 {
		return
	}
	const tasks = 3
	w, err := daxtest.NewWorld(d, tasks, starts[int(script[0]>>1)%len(starts)])
	if err != nil {
		t.Fatal(err)
	}
	w.ReadDirties = script[0]&1 != 0
	m := daxtest.NewModel(w)
	size := w.Files[0].Size()
	var done []string
	for script = script[1:]; len(script) >= 4; script = script[4:] {
		var op string
		op, size = opOf([4]byte(script), size)
		id := int(script[3]>>4) % tasks
		done = append(done, fmt.Sprintf("%d:%s", id, op))
		if err := m.Do(id, op); err != nil {
			t.Fatal(err)
		}
		if err := runAlone(w, id, tasks, op, m); err != nil {
			t.Fatalf("after %v:\n%v", done, err)
		}
	}
}

// runAlone lets one task of a world run an operation, and compares.
func runAlone(w *daxcore.World, id, tasks int, op string, m *daxtest.Model) error {
	ops, err := daxtest.ParseTasks(op)
	if err != nil {
		return err
	}
	all := make([]daxtest.Task, tasks)
	var differs error
	all[id] = daxtest.Task{{Name: op, Run: func(w *daxcore.World, t daxcore.Task) {
		ops[0].Run(w, t)
		if differs = m.Compare(w); differs == nil {
			differs = m.CompareTables(w, t)
		}
	}}}
	s := daxtest.NewStepper(w, all)
	defer s.Stop()
	s.Quiet = true
	for range 100_000 {
		if s.Step(id) != nil {
			break // it has finished, or sleeps with nobody to wake it
		}
	}
	if differs != nil {
		return differs
	}
	return s.Verdict()
}

func FuzzModel(f *testing.F) {
	f.Add([]byte{2, 6, 3, 1, 0, 11, 3, 0, 4, 9, 3, 1, 0, 14, 4, 0, 0})
	f.Add([]byte{0, 2, 3, 0, 0, 3, 3, 1, 0, 0, 4, 1, 0, 8, 3, 2, 16})
	f.Fuzz(func(t *testing.T, script []byte) {
		sequence(t, daxcore.Policy{}.Design, script)
	})
}

func randomScript(seed uint64, ops int) []byte {
	rng := rand.New(rand.NewPCG(seed, 1))
	script := make([]byte, 1+4*ops)
	for i := range script {
		script[i] = byte(rng.Uint32())
	}
	return script
}

// TestModel plays long random sequences with every design in the catalogue:
// alone, none may differ from the dumb one.
func TestModel(t *testing.T) {
	seeds, length := uint64(6), 60
	if testing.Short() {
		seeds = 1
	}
	for _, s := range strategies.All() {
		t.Run(s.Name, func(t *testing.T) {
			if s.Policy.Lookup == daxcore.FirstSlot || s.Policy.PMDMeets == daxcore.FallBackEmpty || s.Policy.Rules.Cookie != daxcore.CookieUnlocked {
				t.Skip("differs alone: it stores over entries that it does not see, makes no PMD entry, or makes up what it unlocks")
			}
			for seed := range seeds {
				sequence(t, s.EntryLock, randomScript(seed, length))
			}
		})
	}
}

func TestModelKnowsNoOtherWords(t *testing.T) {
	w, err := daxtest.NewWorld(daxcore.Policy{}.Design, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range []string{"X(1)", "F(0,b)", "F(0)", "I"} {
		if daxtest.NewModel(w).Do(0, op) == nil {
			t.Errorf("Do(%q) accepts it", op)
		}
	}
}

func TestModelSeesWhatDiffers(t *testing.T) {
	for _, op := range []string{"F(0,B+1)", "P(B+1,w)", "I(B)", "W(B,B)", "C(3)", "T(9)", "U(7,9)", "D(B,B)"} {
		w, err := daxtest.NewWorld(daxcore.Policy{}.Design, 1, "zero-pmd dirty, pte 8")
		if err != nil {
			t.Fatal(err)
		}
		m := daxtest.NewModel(w)
		if err := m.Compare(w); err != nil {
			t.Errorf("at first: %v", err)
		}
		if err := m.Do(0, op); err != nil {
			t.Fatal(err)
		}
		if changes := op != "I(B)"; (m.Compare(w) != nil) != changes { // a dirty entry stays
			t.Errorf("%s in the model alone: compares as %v", op, m.Compare(w))
		}
	}
}

// TestModelOfAClose: the last one empties the file, and leaves its blocks.
func TestModelOfAClose(t *testing.T) {
	w, err := daxtest.NewWorld(daxcore.Policy{}.Design, 2, "zero-pmd dirty, pte 8")
	if err != nil {
		t.Fatal(err)
	}
	w.Open(0)
	w.Open(0)
	m := daxtest.NewModel(w)
	for id, op := range []string{"E()", "E()"} {
		if err := m.Do(id, op); err != nil {
			t.Fatal(err)
		}
		if id == 1 && m.Compare(w) == nil {
			t.Error("the last close changes nothing")
		}
		if err := runAlone(w, id, 2, op, m); err != nil {
			t.Error(err)
		}
	}
}
