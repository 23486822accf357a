package daxcore_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/task"
	"daxwait/daxcore/waitqueue"
)

// restore gives w the state of from, which must then be its own.
func restore(t *testing.T, w, from *daxcore.World) {
	t.Helper()
	state := from.AppendState([]uint64{42})
	w.SetState(slices.Clone(state)[1:])
	if got := w.AppendState([]uint64{42}); !slices.Equal(got, state) {
		t.Fatalf("the state %#x is given back as %#x", state, got)
	}
}

// randomOp is an operation in words, of any kind.
func randomOp(rng *rand.Rand) string {
	k, order := rng.IntN(70), []int{0, 9}[rng.IntN(2)]
	ops := []string{
		fmt.Sprintf("F(%d,B+%d)", order, k), fmt.Sprintf("P(B+%d,r)", k), fmt.Sprintf("P(B+%d,w)", k), fmt.Sprintf("P(%d,w)", k), fmt.Sprintf("I(B+%d)", k),
		fmt.Sprintf("W(B,B+%d)", k), fmt.Sprintf("D(B,B+%d)", k), fmt.Sprintf("X(B,B+%d)", k), fmt.Sprintf("U(B,B+%d)", k), fmt.Sprintf("T(%d)", 10*k),
		fmt.Sprintf("C(B+%d)", k), fmt.Sprintf("L(B+%d)", k), "R(B,B+511)", "S(B,B+511)",
	}
	return ops[rng.IntN(len(ops))]
}

// crowd is a world in which four tasks have a few operations each, and stand
// somewhere in the middle of them.
func crowd(t *testing.T, seed uint64, steps int) *daxtest.Stepper {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	text := ""
	for id := range 4 {
		if id != 0 {
			text += "; "
		}
		text += randomOp(rng) + " then " + randomOp(rng) + " then " + randomOp(rng)
		if seed%1000%3 == 0 {
			text += " then E()" // so that the life of the file is part of the state
		}
	}
	text += " then P(B,r)" // so that all have mapped the file
	if seed%1000%3 == 0 {
		text = strings.ReplaceAll(text, " then E() then P(B,r)", " then P(B,r) then E()")
	}
	tasks, err := daxtest.ParseTasks(text)
	if err != nil {
		t.Fatal(err)
	}
	entries := []string{"", "pmd", "pte B+1, pte B+2 dirty", "zero-pmd, pte 3 dirty"}[rng.IntN(4)]
	sc := daxtest.Scenario{Entries: entries, Tasks: tasks}
	s := daxtest.NewStepper(sc.World(daxcore.Policy{}.Design), tasks)
	t.Cleanup(s.Stop)
	s.Describe = daxtest.FormatIndex
	for range steps {
		if ready := s.Ready(); len(ready) != 0 {
			if err := s.Step(ready[rng.IntN(len(ready))]); err != nil {
				t.Fatal(err)
			}
		}
	}
	return s
}

// TestAWorldGoesOnFromAState stops tasks in the middle of what they do, some of
// them asleep, gives their world another state and its own back, and wants them
// to go on as those do whom nobody has disturbed.
func TestAWorldGoesOnFromAState(t *testing.T) {
	for seed := range uint64(150) {
		steps := int(seed) % 20
		s, undisturbed, other := crowd(t, seed, steps), crowd(t, seed, steps), crowd(t, seed+1000, 3*steps)
		restore(t, s.World, other.World)
		restore(t, s.World, undisturbed.World)
		rng := rand.New(rand.NewPCG(seed, 2))
		for n := 0; len(undisturbed.Ready()) != 0; n++ {
			if !slices.Equal(s.Ready(), undisturbed.Ready()) {
				t.Fatalf("seed %d, step %d after the state was set: %v are ready, else %v", seed, n, s.Ready(), undisturbed.Ready())
			}
			id := s.Ready()[rng.IntN(len(s.Ready()))]
			if err := s.Step(id); err != nil {
				t.Fatal(err)
			}
			if err := undisturbed.Step(id); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(s.World.AppendState(nil), undisturbed.World.AppendState(nil)) {
				t.Fatalf("seed %d, step %d after the state was set: the worlds differ", seed, n)
			}
		}
		if got, want := s.Transcript(), undisturbed.Transcript(); got != want {
			t.Fatalf("seed %d: after the state was set\n%swithout it\n%s", seed, got, want)
		}
	}
}

// TestAStateIsWhatTheWorldHolds: entries that come in another order, and others
// between that go again, leave no trace.
func TestAStateIsWhatTheWorldHolds(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 3))
		a, b := newWorld(t, "", daxcore.Policy{}), newWorld(t, "", daxcore.Policy{})
		indexes := []uint64{0, 3, B, B + 511, 2*B + 7, 3 * B}
		for _, w := range []*daxcore.World{a, b} {
			w.Files[0].Blocks.Set(0, w.Files[0].Size(), fs.Written)
			rng.Shuffle(len(indexes), func(i, j int) { indexes[i], indexes[j] = indexes[j], indexes[i] })
			for _, i := range indexes {
				m := w.Files[0]
				noise := rng.Uint64N(B)
				if m.Load(noise) == 0 && !slices.Contains(indexes, noise) {
					m.Insert(noise, daxcore.MakeEntry(m.Blocks.PFN(noise), 0), rng.IntN(2) == 0)
					alone(t, w, script(t, fmt.Sprintf("F(0,%d)", noise)))
					alone(t, w, script(t, fmt.Sprintf("D(%d,%d)", noise, noise)))
				}
				m.Insert(i, daxcore.MakeEntry(m.Blocks.PFN(i), 0), i%2 == 0)
			}
		}
		if got, want := b.AppendState(nil), a.AppendState(nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the same entries, but states %#x and %#x", seed, got, want)
		}
	}
}

// TestAllThatOperationsChangeIsInAState: each of these leaves a world that
// differs from all others in one thing.
func TestAllThatOperationsChangeIsInAState(t *testing.T) {
	states := map[string]string{}
	for name, change := range map[string]func(w *daxcore.World){
		"nothing":        func(*daxcore.World) {},
		"size":           func(w *daxcore.World) { alone(t, w, script(t, "T(5)")) },
		"commit":         func(w *daxcore.World) { w.Files[0].Blocks.Set(3, 1, fs.Hole) },
		"blocks":         func(w *daxcore.World) { w.Files[0].Blocks.Set(3, 1, fs.Written); w.Files[0].Blocks.Commit() },
		"entry":          func(w *daxcore.World) { w.Files[0].Insert(7, daxcore.MakeEntry(0, daxcore.FlagZero), false) },
		"dirty entry":    func(w *daxcore.World) { w.Files[0].Insert(7, daxcore.MakeEntry(0, daxcore.FlagZero), true) },
		"NrPages":        func(w *daxcore.World) { w.Files[0].NrPages++ },
		"page tables":    func(w *daxcore.World) { w.Files[0].VMA(0).MapPTE(idle{}, 7, false) },
		"page tables 2":  func(w *daxcore.World) { w.Files[0].VMA(1).MapPTE(idle{}, 7, false) },
		"invalidate":     func(w *daxcore.World) { w.Files[0].InvalidateLock.RLock(idle{}) },
		"queue":          func(w *daxcore.World) { w.Table.Prepare(idle{}, waitqueue.Key{Index: 7}, waitqueue.Exclusive) },
		"page's mapping": func(w *daxcore.World) { stray(t, w) },
	} {
		w := newWorld(t, "", daxcore.Policy{})
		change(w)
		state := fmt.Sprintf("%#x", w.AppendState(nil))
		if other, ok := states[state]; ok {
			t.Errorf("%s: the state is that of %s", name, other)
		}
		states[state] = name
		after := newWorld(t, "pmd, pte 3 dirty", daxcore.Policy{})
		restore(t, after, w)
	}
}

// idle is a task that has the world for itself.
type idle struct{ task.Task }

func (idle) ID() int                       { return 0 }
func (idle) Lock(*task.Spin)               {}
func (idle) Unlock(*task.Spin)             {}
func (idle) Yield(task.Label)              {}
func (idle) Observe(task.Event)            {}
func (idle) Spend(task.Cost, int64)        {}
func (idle) At(task.Label, uint64, uint64) {}

// stray leaves a frame tied to the file, and no entry.
func stray(t *testing.T, w *daxcore.World) {
	m := w.Files[0]
	m.Insert(B+9, daxcore.MakeEntry(m.Blocks.PFN(B+9), 0), false)
	m.Blocks.Set(B+9, 1, fs.Hole)
	m.Blocks.Commit()
	cur := m.Pages.At(B+9, daxcore.PTE)
	cur.Store(0)
	m.NrPages = 0
	if _, _, ok := w.Owner(m.Blocks.PFN(B + 9)); !ok {
		t.Fatal("the frame has no owner")
	}
}

// TestHiddenEntriesShowUnderTheirLock: that of their own file and no other.
func TestHiddenEntriesShowUnderTheirLock(t *testing.T) {
	w := daxcore.NewWorld(daxcore.Config{Tasks: 1, Files: 2, FilePages: B, Buckets: 4, Entries: daxcore.Policy{}.Design})
	for _, m := range w.Files {
		m.Insert(3, daxcore.MakeEntry(m.Blocks.PFN(3), 0), false)
	}
	visible := func(file int) (ok bool) {
		defer func() { _ = recover() }()
		return w.Files[file].Load(3).Present()
	}
	wants := func(when string, first, second bool) {
		t.Helper()
		if visible(0) != first || visible(1) != second {
			t.Errorf("%s: visible %v, %v; want %v, %v", when, visible(0), visible(1), first, second)
		}
	}
	before := w.AppendState(nil)
	w.Hide()
	wants("hidden", false, false)
	w.ShowFor(&w.Files[1].XALock)
	wants("under the second file's lock", false, true)
	w.HideFor(&w.Files[1].XALock)
	wants("without it", false, false)
	var other task.Spin
	w.ShowFor(&other)
	w.HideFor(&other)
	wants("under another lock", false, false)
	w.Show()
	wants("shown", true, true)
	w.Show()
	if !slices.Equal(w.AppendState(nil), before) {
		t.Error("hidden and shown, the state is another")
	}
}

// TestADesignsOwnStateIsPartOfTheWorlds: it comes last.
func TestADesignsOwnStateIsPartOfTheWorlds(t *testing.T) {
	design := func(turn uint64) (*daxcore.World, *turns) {
		l := &turns{EntryLock: daxcore.Kernel(daxcore.Policy{}), turn: turn}
		w, err := daxtest.NewWorld(func(daxcore.Room) daxcore.EntryLock { return l }, 2, "pte 3")
		if err != nil {
			t.Fatal(err)
		}
		return w, l
	}
	a, _ := design(1)
	b, l := design(2)
	if slices.Equal(a.AppendState(nil), b.AppendState(nil)) {
		t.Error("what a design keeps is not in the state")
	}
	restore(t, b, a)
	if l.turn != 1 {
		t.Errorf("what the design keeps is %d", l.turn)
	}
}

// turns is a design that keeps a word.
type turns struct {
	daxcore.EntryLock
	turn uint64
}

func (l *turns) AppendState(dst []uint64) []uint64 { return append(dst, l.turn) }
func (l *turns) SetState(src []uint64) []uint64    { l.turn = src[0]; return src[1:] }

// TestTheStateOfAFullWorld: as many tasks and pages as a world may have fit into
// its words.
func TestTheStateOfAFullWorld(t *testing.T) {
	full := func() *daxcore.World {
		return daxcore.NewWorld(daxcore.Config{Tasks: daxcore.MaxTasks, Files: 1, FilePages: B, Buckets: 1, Journal: true, Entries: daxcore.Policy{}.Design})
	}
	const last = daxcore.MaxTasks - 1
	key := waitqueue.Key{File: daxcore.MaxFiles - 1, Queue: ^uint8(0), Index: daxcore.MaxPages - 1}
	w, other := full(), full()
	for id := range last {
		w.Table.Prepare(numbered{idle{}, id}, key, waitqueue.NonExclusive)
	}
	w.Files[0].InvalidateLock.Lock(numbered{idle{}, last})
	w.Journal.Start(numbered{idle{}, last})
	state := w.AppendState(nil)
	other.SetState(slices.Clone(state))
	if !slices.Equal(other.AppendState(nil), state) {
		t.Error("its state is given back as another") // of too many words to be shown
	}
	if got, _, ok := other.Key(last - 1); !ok || got != key {
		t.Errorf("task %d waits for %v", last-1, got)
	}
	if _, writer := other.Files[0].InvalidateLock.Held(); writer != last {
		t.Errorf("task %d has the lock, not %d", writer, last)
	}
}

// numbered is a task that does nothing, by its number.
type numbered struct {
	idle
	id int
}

func (n numbered) ID() int { return n.id }
