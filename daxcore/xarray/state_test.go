package xarray

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// behind are words behind a state, which are none of its business.
var behind = []uint64{7, 0, ^uint64(0)}

// act does a random operation, the same for the same rng, and returns all that
// it tells: where a cursor ends, how many nodes a store would take and took.
func act(a *Array, rng *rand.Rand) (told []uint64) {
	index, order := fuzzIndex(byte(rng.Uint32()), byte(rng.Uint32())), fuzzOrders[rng.IntN(8)]
	e, m := Value(rng.Uint64N(1<<20)), Mark(rng.IntN(3))
	c := a.At(index, order)
	switch rng.IntN(9) {
	case 0, 1, 2:
		told = append(told, uint64(c.Missing()))
		c.Store(e)
	case 3, 4:
		c.Store(0)
	case 5:
		c = a.At(index, 0)
		c.SetMark(m)
	case 6:
		c = a.At(index, 0)
		c.ClearMark(m)
	case 7:
		for e := c.FindConflict(); e != 0; e = c.FindConflict() {
			told = append(told, uint64(e), c.EntryIndex())
		}
	case 8:
		if e := c.FindConflict(); e.IsValue() {
			c = a.At(index, order) // what unlock does: the store goes by the finger
			c.Store(e + 2)
		}
	}
	c = a.At(0, 0)
	for e := c.NextMarked(^uint64(0), m); e != 0; e = c.NextMarked(^uint64(0), m) {
		told = append(told, c.Index())
	}
	return append(told, uint64(a.Nodes()))
}

// acted returns an array after n random operations.
func acted(seed uint64, n int) *Array {
	var a Array
	rng := rand.New(rand.NewPCG(seed, 2))
	for range n {
		act(&a, rng)
	}
	return &a
}

// content returns what the array holds, as the dumb array has it.
func content(a *Array) (spans []span) {
	c := a.At(0, 0)
	for e := c.Next(^uint64(0)); e != 0; e = c.Next(^uint64(0)) {
		s := span{first: c.Index(), e: e}
		for order := s.order; s.first&(1<<order-1) == 0; order++ { // as long as its last index is its own
			at := a.At(s.first|(1<<order-1), 0)
			if at.Load() != e || at.EntryIndex() != s.first {
				break
			}
			s.order = order
		}
		for m := range present {
			if c.Marked(m) {
				s.marks |= 1 << m
			}
		}
		spans = append(spans, s)
	}
	return spans
}

// TestStateIsTheSameHoweverItCameAbout puts what an array holds into another
// one, in another order and with entries between that go again.
func TestStateIsTheSameHoweverItCameAbout(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 3))
		a, b := acted(seed, rng.IntN(120)), acted(seed+1000, rng.IntN(60))
		spans := content(a)
		for _, s := range content(b) {
			c := b.At(s.first, s.order)
			c.Store(0)
		}
		if got := b.AppendState(nil); !slices.Equal(got, []uint64{0}) || !b.Empty() {
			t.Fatalf("seed %d: an emptied array has the state %#x", seed, got)
		}
		rng.Shuffle(len(spans), func(i, j int) { spans[i], spans[j] = spans[j], spans[i] })
		for _, s := range spans {
			c := b.At(s.first, s.order)
			for range rng.IntN(3) {
				c.Store(Value(rng.Uint64N(9)))
				c.SetMark(Mark(rng.IntN(3)))
				c.Store(0)
			}
			c.Store(s.e)
			for m := range present {
				if s.marks>>m&1 != 0 {
					c.SetMark(m)
				}
			}
		}
		if got, want := b.AppendState(nil), a.AppendState(nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d: the same content, but states %#x and %#x", seed, got, want)
		}
		if a.Nodes() != b.Nodes() {
			t.Fatalf("seed %d: the same content in %d and %d nodes, so Missing differs", seed, a.Nodes(), b.Nodes())
		}
	}
}

// TestStatesOfOtherContentDiffer: an entry more or less, another value, order
// or mark.
func TestStatesOfOtherContentDiffer(t *testing.T) {
	seen := map[string]string{}
	for name, build := range map[string]func(a *Array){
		"nothing":          func(*Array) {},
		"pte 0":            func(a *Array) { put(a, 0, 0, 1) },
		"pte 0 of another": func(a *Array) { put(a, 0, 0, 2) },
		"pte 0 marked":     func(a *Array) { put(a, 0, 0, 1).SetMark(Mark0) },
		"pte 0 marked 1":   func(a *Array) { put(a, 0, 0, 1).SetMark(Mark1) },
		"pte 1":            func(a *Array) { put(a, 1, 0, 1) },
		"pmd 0":            func(a *Array) { put(a, 0, 9, 1) },
		"64 at 0":          func(a *Array) { put(a, 0, 6, 1) },
		"8 at 0":           func(a *Array) { put(a, 0, 3, 1) },
		"pte 0 and 1":      func(a *Array) { put(a, 0, 0, 1); put(a, 1, 0, 1) },
		"pmd at 512":       func(a *Array) { put(a, 512, 9, 1) },
		"pte at 512":       func(a *Array) { put(a, 512, 0, 1) },
		"far up":           func(a *Array) { put(a, 1<<40, 0, 1) },
	} {
		var a Array
		build(&a)
		words := make([]byte, 0, 64)
		for _, w := range a.AppendState(nil) {
			for i := range 8 {
				words = append(words, byte(w>>(8*i)))
			}
		}
		if other, ok := seen[string(words)]; ok {
			t.Errorf("%s has the state of %s", name, other)
		}
		seen[string(words)] = name
	}
}

func put(a *Array, index uint64, order uint8, v uint64) *Cursor {
	c := a.At(index, order)
	c.Store(Value(v))
	return &c
}

// restore gives a the state of from, with words before and behind it, and
// wants those behind back and the state to be as it was.
func restore(t *testing.T, a, from *Array) {
	t.Helper()
	state := from.AppendState([]uint64{42})
	rest := a.SetState(append(state, behind...)[1:])
	if state[0] != 42 || !slices.Equal(rest, behind) {
		t.Fatalf("the words around a state are now %d, %v", state[0], rest)
	}
	if got := a.AppendState(nil); !slices.Equal(got, state[1:]) {
		t.Fatalf("the state %#x is given back as %#x", state[1:], got)
	}
	check(t, a, &dumb{content(from)})
}

// TestAnArrayGoesOnFromAState: it then answers and stores as the one that the
// state was taken from.
func TestAnArrayGoesOnFromAState(t *testing.T) {
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 4))
		from, a := acted(seed, rng.IntN(100)), acted(seed+5000, rng.IntN(100))
		restore(t, a, from)
		goOn(t, seed, a, from)
		if seed%2 == 0 { // once more, to a state that differs in entries only
			c := from.At(0, 0)
			for e := c.Next(^uint64(0)); e != 0; e = c.Next(^uint64(0)) {
				c.Store(e + 2)
			}
			restore(t, a, from)
			goOn(t, seed, a, from)
		}
	}
}

// goOn does the same on both arrays, and wants the same to come of it.
func goOn(t *testing.T, seed uint64, a, b *Array) {
	t.Helper()
	one, other := rand.New(rand.NewPCG(seed, 5)), rand.New(rand.NewPCG(seed, 5))
	for n := range 40 {
		if got, want := act(a, one), act(b, other); !slices.Equal(got, want) {
			t.Fatalf("seed %d, operation %d after the state was set: told %v, the original %v", seed, n, got, want)
		}
		if got, want := a.AppendState(nil), b.AppendState(nil); !slices.Equal(got, want) {
			t.Fatalf("seed %d, operation %d after the state was set: state %#x, the original's %#x", seed, n, got, want)
		}
	}
}

func FuzzState(f *testing.F) {
	f.Add(uint64(1), uint8(10), uint64(2), uint8(0))
	f.Add(uint64(3), uint8(1), uint64(4), uint8(200))
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, otherSeed uint64, m uint8) {
		from, a := acted(seed, int(n)), acted(otherSeed, int(m))
		restore(t, a, from)
		goOn(t, seed, a, from)
	})
}

// TestHiddenArraysPanic: whatever looks at entries, or puts some there.
func TestHiddenArraysPanic(t *testing.T) {
	for name, use := range map[string]func(a *Array){
		"load":     func(a *Array) { a.Load(3) },
		"conflict": func(a *Array) { c := a.At(0, 9); c.FindConflict() },
		"next":     func(a *Array) { c := a.At(0, 0); c.Next(9) },
		"marked":   func(a *Array) { c := a.At(0, 0); c.NextMarked(9, Mark0) },
		"store":    func(a *Array) { put(a, 3, 0, 1) },
		"store 0":  func(a *Array) { put(a, 0, 0, 1) },
		"erase":    func(a *Array) { c := a.At(3, 0); c.Store(0) },
		"mark":     func(a *Array) { c := a.At(3, 0); c.SetMark(Mark0) },
		"missing":  func(a *Array) { c := a.At(3, 0); c.Missing() },
		"state":    func(a *Array) { a.AppendState(nil) },
	} {
		for what, a := range map[string]*Array{"empty": new(Array), "lone": with(0), "tall": with(3, 9, base)} {
			before := a.AppendState(nil)
			a.Hide()
			if !panics(func() { use(a) }) {
				t.Errorf("%s of a hidden array (%s) does not panic", name, what)
			}
			a.Show()
			if got := a.AppendState(nil); !slices.Equal(got, before) {
				t.Errorf("%s: hidden, used (%s) and shown: %#x, was %#x", what, name, got, before)
			}
		}
	}
}

// TestTheFingerDoesNotEscapeHiding: a search left a finger, by which a store
// need not go through the root.
func TestTheFingerDoesNotEscapeHiding(t *testing.T) {
	a := with(3, 9, base)
	c := a.At(3, 0)
	c.FindConflict()
	a.Hide()
	if !panics(func() { put(a, 3, 0, 8) }) {
		t.Error("a store by the finger reaches a hidden array")
	}
}

// TestHideAndShowMayBeRepeated: a task that breaks the rules of locks drops one
// that it does not hold, and the engine hides what is hidden.
func TestHideAndShowMayBeRepeated(t *testing.T) {
	a := with(3, 9)
	before := a.AppendState(nil)
	a.Show()
	a.Hide()
	a.Hide()
	a.Show()
	if panics(func() { a.Load(3) }) || !slices.Equal(a.AppendState(nil), before) {
		t.Error("hidden twice, shown once: the entries are gone")
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}
