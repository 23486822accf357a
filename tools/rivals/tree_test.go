package rivals

import (
	"testing"
	"time"
)

const dense = 16 << 10

// TestIterateMeetsAll: both trees have each entry once.
func TestIterateMeetsAll(t *testing.T) {
	ours, theirs := newGoTree(dense), newCppTree(dense)
	defer theirs.close()
	if a, b := ours.iterate(3), theirs.iterate(3); a != 3*dense || b != 3*dense {
		t.Errorf("met %d and %d entries, want %d", a, b, 3*dense)
	}
}

// BenchmarkIterate goes over a dense array in turns with C++.
func BenchmarkIterate(b *testing.B) {
	ours, theirs := newGoTree(dense), newCppTree(dense)
	defer theirs.close()
	const times = 20
	var ns [2][]float64 // of an entry, by turn
	for range b.N {
		for i, iterate := range []func(int) uint64{ours.iterate, theirs.iterate} {
			began := time.Now()
			iterate(times)
			ns[i] = append(ns[i], float64(time.Since(began))/(times*dense))
		}
	}
	b.ReportMetric(ratio(ns[0], ns[1]), "x-cpp")
	b.ReportMetric(median(ns[0]), "ns/entry")
	b.ReportMetric(median(ns[1]), "cpp-ns/entry")
	b.ReportMetric(0, "ns/op")
}
