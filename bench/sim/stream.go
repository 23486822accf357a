package sim

import (
	"math"

	"daxwait/daxcore/step"
)

// stream is a stream of random numbers (splitmix64): sixteen bytes, so that each
// task can have one for each purpose.
type stream struct {
	state uint64
	ahead float64 // exponential, of mean 1
}

// newStream returns the stream of a task for a purpose.
func newStream(seed uint64, id int, p purpose) stream {
	s := stream{state: step.Mix(step.Mix(seed, uint64(id)), p.number())}
	s.exp(1)
	return s
}

func (s *stream) next() uint64 {
	s.state += 0x9E3779B97F4A7C15
	z := s.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// exp draws from the exponential distribution around a mean, rounded to the
// nearest ns. It is a draw ahead: nobody waits for the logarithm then.
func (s *stream) exp(mean float64) int64 {
	drawn := s.ahead
	u := (float64(s.next()>>11) + 0.5) / (1 << 53)
	s.ahead = -math.Log(u)
	return int64(drawn*mean + 0.5)
}
