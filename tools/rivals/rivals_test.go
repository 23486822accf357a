package rivals

import (
	"math"
	"slices"
	"testing"
	"time"
)

var names = [...]string{"daxwait", "simgo", "cpp"}

// start returns a simulator of each name.
func start(w *workload) [3]simulator {
	return [...]simulator{newOnDaxwait(w), newOnSimgo(w), newInCpp(w)}
}

// TestSameEnd: all do the same, to the nanosecond. Some thinks of the one task
// that is alone take no time.
func TestSameEnd(t *testing.T) {
	alone := full(1)
	alone.think = 20
	for _, w := range []*workload{alone, bare(8), bare(64), full(8), full(64)} {
		var ends [3]int64
		for i, s := range start(w) {
			s.run(500)
			ends[i] = s.run(100)
			s.close()
		}
		if ends[1] != ends[0] || ends[2] != ends[0] {
			t.Errorf("%+v: %v end at %v ns", *w, names, ends)
		}
	}
}

// TestTheory: what all do is M/M/1//N.
func TestTheory(t *testing.T) {
	for _, w := range []*workload{bare(8), bare(64)} {
		each := 200_000 / w.tasks
		for i, s := range start(w) {
			got, want := float64(w.tasks*each)*1000/float64(s.run(each)), w.theory()
			s.close()
			if math.Abs(got-want) > 0.01*want {
				t.Errorf("%d tasks: %s does %.4f operations a µs, theory says %.4f", w.tasks, names[i], got, want)
			}
		}
	}
}

// BenchmarkAcquire is 64 tasks on one lock. All simulators take turns in each
// of its lines; a line is about one of them, and that of daxwait says too how
// many times as long as each other it took (x-simgo is below 1).
func BenchmarkAcquire(b *testing.B) { compare(b, bare(64)) }

// BenchmarkAcquireFull charges five kinds of costs besides.
func BenchmarkAcquireFull(b *testing.B) { compare(b, full(64)) }

func compare(b *testing.B, w *workload) {
	const each = 200
	ops := float64(w.tasks * each)
	for i, name := range names {
		b.Run(name, func(b *testing.B) {
			all := start(w)
			var ns [3][]float64 // of an acquisition, by turn
			var end int64
			for range b.N {
				for j, s := range all {
					began := time.Now()
					at := s.run(each)
					ns[j] = append(ns[j], float64(time.Since(began))/ops)
					if i == j {
						end = at
					}
				}
			}
			for j := range all {
				if i == 0 && j != 0 {
					b.ReportMetric(ratio(ns[0], ns[j]), "x-"+names[j])
				}
			}
			took := median(ns[i])
			b.ReportMetric(took, "ns/acquisition")
			b.ReportMetric(float64(b.N)*ops*1000/float64(end), "ops/µs")
			if w.walk == 0 { // theory knows nothing of other costs
				b.ReportMetric(w.theory(), "theory-ops/µs")
			}
			if d, ok := all[i].(*onDaxwait); ok {
				b.ReportMetric(float64(d.Events)/float64(b.N)/ops/took*1000, "Mevents/s")
				b.ReportMetric(float64(d.Advances)/float64(b.N)/ops/took*1000, "Madvances/s")
			}
			b.ReportMetric(0, "ns/op")
			for _, s := range all {
				s.close()
			}
		})
	}
}

// ratio returns the median of the ratios turn by turn.
func ratio(a, b []float64) float64 {
	r := slices.Clone(a)
	for i := range r {
		r[i] /= b[i]
	}
	return median(r)
}

func median(v []float64) float64 { return slices.Sorted(slices.Values(v))[len(v)/2] }
