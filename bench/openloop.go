package bench

import (
	"math/rand/v2"

	"github.com/HdrHistogram/hdrhistogram-go"

	"daxwait/results"
)

// openLoop is when a worker means to begin its operations, and what became of
// those that it meant to begin in a window. The zero openLoop is a closed loop.
type openLoop struct {
	// interval is the mean time between intended starts, in ns. They are drawn, so
	// that tasks meet, by the seed, the worker and the window: the same for each design.
	interval int64
	source   rand.PCG
	arrivals *rand.Rand // of source
	seeds    [2]uint64
	due      int64 // the next intended start
	until    int64 // those before it are the window's
	hand     int64 // the intended start of the operation in hand, if it is begun
	begun    bool
	counts   results.Open
	never    *hdrhistogram.Histogram // how late those are at least that did not finish
}

// open reports whether it is an open loop.
func (l *openLoop) open() bool { return l.interval != 0 }

// start opens a window of a length.
func (l *openLoop) start(now, length int64) {
	l.source.Seed(l.seeds[0], l.seeds[1])
	l.seeds[1] += 1 << 40
	l.until, l.begun = now+length, false
	l.due = now + l.gap()
}

// owes reports whether operations of the window are still to be begun.
func (l *openLoop) owes() bool { return l.due < l.until }

// begin takes the next operation in hand, and returns its intended start.
func (l *openLoop) begin() int64 {
	if l.hand, l.begun = l.due, true; l.owes() {
		l.counts.Offered++
		l.counts.Begun++
	}
	l.due += l.gap()
	return l.hand
}

// finish ends it, and reports whether it is one of the window's.
func (l *openLoop) finish() bool {
	l.begun = false
	if l.hand >= l.until {
		return false
	}
	l.counts.Finished++
	return true
}

// leave ends a window at a time: what is in hand and what is due and not begun
// is that late, or later.
func (l *openLoop) leave(now int64) {
	late := func(due int64) { _ = l.never.RecordValue(min(max(now-due, 0), longest)) }
	if l.begun && l.hand < l.until {
		late(l.hand)
	}
	for l.begun = false; l.due < min(now, l.until); l.due += l.gap() {
		l.counts.Offered++
		l.counts.LeftOver++
		late(l.due)
	}
}

// gap is the time to the next intended start, drawn.
func (l *openLoop) gap() int64 { return int64(l.arrivals.ExpFloat64() * float64(l.interval)) }

// loopOpen does the operations that are due in a window of d, and goes on until
// all tasks have done theirs, so that the last meet as much company as the first;
// but not for longer than another d.
func (x *Contestant) loopOpen(t participant, d int64) {
	w := x.workers[t.ID()]
	began := t.Now()
	w.open.start(began, d)
	last, still, owes := began, 0, !w.aside
	for still < standstill && !x.stopped.Load() {
		if owes && !w.open.owes() {
			owes = false
			x.busy.Add(-1)
		}
		now := t.Now()
		if now-began >= 2*d || !owes && !w.open.owes() && (w.open.due > now || x.busy.Load() == 0) {
			break
		}
		w.step(t, &t.Book().Waited)
		if still++; t.Now() != last {
			last, still = t.Now(), 0
		}
	}
	if owes {
		x.busy.Add(-1)
	}
	w.open.leave(t.Now())
}

// latencies puts the percentiles of the latency into a sample: of all operations
// that were due in the window, those that did not finish at the least that they
// took. Which of them are lower bounds for that reason stands beside them.
func (x *Contestant) latencies(s *results.Sample, finished *hdrhistogram.Histogram) {
	all := finished
	if x.c.Rate > 0 || x.c.Load > 0 {
		s.Open = &results.Open{}
		never := newHistogram()
		for _, w := range x.workers {
			if w.aside {
				continue // its operations do not count
			}
			s.Open.Add(&w.open.counts)
			never.Merge(w.open.never)
		}
		if never.TotalCount() != 0 {
			all = newHistogram()
			all.Merge(finished)
			all.Merge(never)
			s.Open.AtLeast = floors(finished, never, all, x.c.Pattern.Around)
		}
	}
	s.LatencyP50, s.LatencyP99, s.LatencyP999 = all.ValueAtPercentile(50), all.ValueAtPercentile(99), all.ValueAtPercentile(99.9)
	if x.c.Pattern.Around {
		s.LatencyMean, s.LatencyMin, s.LatencyMax = all.Mean(), all.Min(), all.Max()
	}
}

// floors are the metrics that are lower bounds, where some operations took at
// least what never has.
func floors(finished, never, all *hdrhistogram.Histogram, around bool) (names []string) {
	for _, p := range []struct {
		percent float64
		metric  string
	}{{50, "p50-latency-ns"}, {99, "p99-latency-ns"}, {99.9, "p99.9-latency-ns"}} {
		// Were they to last for ever, the rank would be the same.
		rank := int64(p.percent/100*float64(all.TotalCount()) + 0.5)
		if atRank(finished, rank) != all.ValueAtPercentile(p.percent) {
			names = append(names, p.metric)
		}
	}
	if around {
		if never.Min() < finished.Min() || finished.TotalCount() == 0 {
			names = append(names, "min-latency-ns")
		}
		names = append(names, "mean-latency-ns", "max-latency-ns")
	}
	return names
}

// atRank is the value of a rank, from 1; -1 if there are fewer.
func atRank(h *hdrhistogram.Histogram, rank int64) int64 {
	for _, bar := range h.Distribution() {
		if rank -= bar.Count; bar.Count != 0 && rank <= 0 {
			return bar.To
		}
	}
	return -1
}
