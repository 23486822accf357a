package oracle

import "math"

// batches is how many stretches a run is cut into. The first tenth of them is
// warm-up. How much the others differ says how sharp a value is.
const (
	batches = 40
	warmUp  = 10 // one in so many
)

// recorder adds operations up, in batches of equal numbers. When all batches
// are full and the run must go on, two become one.
type recorder struct {
	unit   float64 // ns
	keep   bool    // each wait
	size   int64   // operations of a batch
	enough func(*recorder) bool

	full  []*sums
	now   sums
	n     int64
	began int64 // the batch that is being filled
	done  bool
}

// record adds an operation that ends at a time.
func (r *recorder) record(at int64, o *op) {
	if r.done {
		return
	}
	r.now.add(o, r.unit, r.keep)
	if r.n++; r.n < r.size {
		return
	}
	r.now.time = float64(at-r.began) / r.unit
	s := r.now
	r.full = append(r.full, &s)
	r.now, r.n, r.began = sums{}, 0, at
	if len(r.full) < batches {
		return
	}
	if r.done = r.enough(r); r.done {
		return
	}
	for i := range batches / 2 {
		r.full[i] = r.full[2*i]
		r.full[i].merge(r.full[2*i+1])
	}
	clear(r.full[batches/2:])
	r.full = r.full[:batches/2]
	r.size *= 2
}

// measured are the batches after warm-up.
func (r *recorder) measured() []*sums { return r.full[len(r.full)/warmUp:] }

// ops returns how many operations those have.
func (r *recorder) ops() int64 { return int64(len(r.measured())) * r.size }

// total returns the sum of the batches after warm-up.
func (r *recorder) total() *sums {
	var t sums
	if r.keep {
		t.waits[pte].all = make([]float64, 0, r.ops())
	}
	for _, s := range r.measured() {
		t.merge(s)
	}
	return &t
}

// standardError estimates that of a metric from how the batches differ.
func (r *recorder) standardError(m metric, p *Params) float64 {
	var n, sum, squares float64
	for _, s := range r.measured() {
		v := m(s, p)
		n++
		sum += v
		squares += v * v
	}
	if n < 2 {
		return 0
	}
	return math.Sqrt(max(0, squares-sum*sum/n) / (n - 1) / n)
}
