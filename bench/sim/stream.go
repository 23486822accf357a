package sim

import (
	"math"

	"daxwait/daxcore/step"
)

// stream is a stream of random numbers (splitmix64): eight bytes, so that each
// task can have one for each purpose.
type stream struct{ state uint64 }

// newStream returns the stream of a task for a purpose.
func newStream(seed uint64, id int, p purpose) stream {
	return stream{step.Mix(step.Mix(seed, uint64(id)), uint64(p))}
}

func (s *stream) next() uint64 {
	s.state += 0x9E3779B97F4A7C15
	z := s.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// exp draws from the exponential distribution around a mean, rounded to the
// nearest ns.
func (s *stream) exp(mean float64) int64 {
	u := (float64(s.next()>>11) + 0.5) / (1 << 53)
	return int64(-math.Log(u)*mean + 0.5)
}
