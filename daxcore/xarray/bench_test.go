package xarray

import (
	"testing"
	"unsafe"
)

// The counts of instructions that docs/performance.md quotes come from these
// benchmarks through tools/instructions.sh, which subtracts BenchmarkEmpty.
// The loops count b.N, not b.Loop, so that the loop costs an instruction or two.

const dense = 16 << 10

func denseArray(n uint64) *Array {
	a := new(Array)
	for i := range n {
		c := a.At(i, pte)
		c.Store(Value(i << 4))
	}
	return a
}

func sparseArray(chunks uint64) *Array {
	a := new(Array)
	for i := range chunks {
		c := a.At(i*512, pmd)
		c.Store(Value(i << 4))
	}
	return a
}

var sink Entry

// scatter walks the 16K indexes in an order that no prefetcher likes.
func scatter(i int) uint64 { return uint64(i) * 7919 % dense }

func BenchmarkEmpty(b *testing.B) {
	for i := 0; i < b.N; i++ {
		sink = Entry(scatter(i))
	}
}

func BenchmarkLoad(b *testing.B) {
	a := denseArray(dense)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		c := a.At(scatter(i), pte)
		sink = c.Load()
	}
}

// pair is what a fault does with its entry: find it, store it locked, and,
// after a reset, store it unlocked.
func pair(a *Array, index uint64, order uint8) {
	c := a.At(index, order)
	e := c.FindConflict()
	c.Store(e | 2)
	c.Reset()
	sink = c.Store(e)
}

func BenchmarkLockUnlock(b *testing.B) {
	for _, bm := range []struct {
		name  string
		a     *Array
		order uint8
	}{
		{"order=0", denseArray(dense), pte},
		{"order=9", sparseArray(dense / 512), pmd},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				pair(bm.a, scatter(i), bm.order)
			}
		})
	}
	b.Run("go-map", func(b *testing.B) {
		m := make(map[uint64]Entry, dense)
		for i := range uint64(dense) {
			m[i] = Value(i << 4)
		}
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			index := scatter(i)
			e := m[index]
			m[index] = e | 2
			sink = e
			m[index] = e
		}
	})
}

func BenchmarkIterate(b *testing.B) {
	for _, bm := range []struct {
		name string
		a    *Array
		n    int
	}{
		{"dense", denseArray(dense), dense},
		{"sparse", sparseArray(dense), dense},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				c := bm.a.At(0, pte)
				n := 0
				for range c.Entries(end) {
					n++
				}
				if n != bm.n {
					b.Fatal(n)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(bm.n), "ns/entry")
		})
	}
}

// BenchmarkStoreErase stores into and erases from an array that keeps its size.
func BenchmarkStoreErase(b *testing.B) {
	for _, bm := range []struct {
		name  string
		a     *Array
		order uint8
	}{
		{"order=0", denseArray(dense), pte},
		{"order=9", sparseArray(dense / 512), pmd},
	} {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				c := bm.a.At(scatter(i), bm.order)
				e := c.Store(0)
				c.Reset()
				c.Store(e)
			}
		})
	}
}

func TestBytesPerEntry(t *testing.T) {
	const n = 1 << 20
	a := denseArray(n)
	const class = 5376 // the runtime's, for a slab
	if slab := slabNodes * unsafe.Sizeof(node{}); slab > class || slab < class-128 {
		t.Fatalf("a slab of %d bytes does not fill its size class", slab)
	}
	nodes := len(a.arena.nodes)
	size := (nodes+slabNodes-1)/slabNodes*class + cap(a.arena.nodes)*8
	if per := float64(size) / n; per > 8.7 {
		t.Errorf("%.3f bytes an entry, want at most 8.7, as slots alone take 8.13", per)
	} else {
		t.Logf("%.3f bytes an entry", per)
	}
}

func TestNoAllocation(t *testing.T) {
	a := denseArray(dense)
	p := sparseArray(4)
	if n := testing.AllocsPerRun(100, func() {
		sink = a.Load(77)
		pair(a, 99, pte)
		pair(p, 513, pmd)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
