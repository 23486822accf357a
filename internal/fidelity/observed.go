package fidelity

import (
	"math"
	"slices"

	"daxwait/bench/trace"
	"daxwait/results"
)

// observed is what a trace says.
type observed struct {
	*trace.Summary
	ops       int64
	fallbacks int64         // of PMD faults that came to the entry
	waits     []results.Bin // of operations that waited, a bin for each, in order
	rate      float64       // operations per second of a worker, or 0
	rated     int64         // operations behind that
}

func observe(s *trace.Summary, w *trace.Workload) *observed {
	o := &observed{Summary: s, ops: int64(w.Dropped)}
	from, to := int64(0), int64(math.MaxInt64)
	for _, worker := range w.Workers {
		if len(worker.Ops) == 0 {
			continue
		}
		from = max(from, worker.Ops[0].StartNS)
		to = min(to, worker.Ops[len(worker.Ops)-1].StartNS)
	}
	for _, worker := range w.Workers {
		for i := range worker.Ops {
			op := &worker.Ops[i]
			if op.WaitNS > 0 {
				o.waits = append(o.waits, results.Bin{NS: op.WaitNS, Count: 1})
			}
			switch {
			case op.Open: // it is in no count
			case op.FellBack && op.Grabbed:
				o.fallbacks++
			case op.FellBack: // the PTE fault that follows is the operation
			default:
				o.ops++
				if op.StartNS >= from && op.StartNS < to {
					o.rated++
				}
			}
		}
	}
	slices.SortFunc(o.waits, func(a, b results.Bin) int { return int(a.NS - b.NS) })
	if to > from {
		o.rate = float64(o.rated) / float64(to-from) * 1e9 / float64(len(w.Workers))
	}
	return o
}

// waited returns the bins of operations that waited.
func waited(r *results.Record) []results.Bin {
	first := slices.IndexFunc(r.Waits, func(b results.Bin) bool { return b.NS > 0 })
	if first < 0 {
		return nil
	}
	return r.Waits[first:]
}

// mean returns the mean of bins, in ns; NaN of none.
func mean(bins []results.Bin) float64 {
	sum, n := 0.0, 0.0
	for _, b := range bins {
		sum += float64(b.NS) * float64(b.Count)
		n += float64(b.Count)
	}
	return sum / n
}

// percentile returns the value of rank n·p/100, counted from 0, in ns; NaN of
// none.
func percentile(bins []results.Bin, p int64) float64 {
	n := int64(0)
	for _, b := range bins {
		n += b.Count
	}
	rank := n * p / 100
	for _, b := range bins {
		if rank -= b.Count; rank < 0 {
			return float64(b.NS)
		}
	}
	return math.NaN()
}
