package pattern

import (
	"math"
	"math/rand/v2"
	"sort"

	"daxwait/daxcore"
)

// Stream returns the operations of a worker. The same seed and worker give the
// same stream, whatever the strategy and however many workers there are. priced
// says whether the engine prices the model's steps.
func (p *Pattern) Stream(worker int, seed uint64, priced bool) Stream {
	if p.Replay != nil {
		return p.Replay.stream(worker)
	}
	r := p.Role(worker)
	s := &drawn{pattern: p, role: r, worker: worker, rng: rand.New(rand.NewPCG(seed, uint64(worker)))}
	for _, c := range r.Ops {
		s.weight += c.weight()
		if c.Where.At == ZipfChunk || c.Where.At == ZipfPage {
			s.zipf = Zipf(int(p.Chunks)*p.Files, c.Where.Skew)
		}
	}
	s.think, s.hold = p.Think, p.Hold
	if priced && s.hold.InSteps {
		s.hold.Mean = 0
	}
	if r.Think.Mean != 0 {
		s.think = r.Think
	}
	return s
}

// drawn draws operations from a role.
type drawn struct {
	pattern     *Pattern
	role        *Role
	worker      int
	rng         *rand.Rand
	weight      float64
	zipf        []float64
	think, hold Time
	walked      uint64
}

func (s *drawn) Next(op *Op) {
	c := s.choice()
	*op = Op{Kind: c.Kind, Write: s.rng.IntN(100) < c.Writes, Small: c.Small, Remap: c.Remap, Keep: c.Keep}
	s.place(op, &c.Where)
	if t := s.think.Draw(s.rng); s.think.Sleeps {
		op.Idle = t
	} else {
		op.Think = t
	}
	op.Hold = daxcore.Hold{NS: s.hold.Draw(s.rng), Sleeps: s.hold.Sleeps}
}

func (s *drawn) choice() *Choice {
	ops := s.role.Ops
	if len(ops) == 1 {
		return &ops[0]
	}
	x := s.rng.Float64() * s.weight
	for i := range ops {
		if x -= ops[i].weight(); x < 0 {
			return &ops[i]
		}
	}
	return &ops[len(ops)-1]
}

func (s *drawn) place(op *Op, w *Where) {
	index := w.Page
	switch w.At {
	case Own:
		rank := s.role.Who.rank(s.worker) / max(1, w.Sharers)
		index += uint64(rank) % (daxcore.Chunk - w.Page)
	case AnyPage:
		index = uint64(s.rng.IntN(daxcore.Chunk))
	case Walk:
		index = (uint64(s.worker)*w.Pages + s.walked%w.Pages) % s.pattern.Pages()
		s.walked++
		op.Index, op.Last = index, index
		return
	case ZipfChunk, ZipfPage:
		n := sort.SearchFloat64s(s.zipf, s.rng.Float64())
		op.File = n % s.pattern.Files
		index += uint64(n/s.pattern.Files) * daxcore.Chunk
		if w.At == ZipfPage {
			index += uint64(s.rng.IntN(8))
		}
	}
	op.Index = index
	op.Last = index + max(1, w.Pages) - 1
}

// Draw returns a time, in ns.
func (t Time) Draw(rng *rand.Rand) int64 {
	mean := t.Mean
	if t.Long != 0 && 100*rng.Float64() < t.LongShare {
		mean = t.Long
	}
	if t.Constant || mean == 0 {
		return mean
	}
	return int64(-float64(mean) * math.Log(1-rng.Float64()))
}

// Zipf returns the cumulative distribution of n values whose k-th has a share
// proportional to 1/k^skew.
func Zipf(n int, skew float64) []float64 {
	cdf := make([]float64, n)
	sum := 0.0
	for k := range cdf {
		sum += math.Pow(float64(k+1), -skew)
		cdf[k] = sum
	}
	for k := range cdf {
		cdf[k] /= sum
	}
	cdf[n-1] = 1
	return cdf
}
