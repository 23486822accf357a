package contain

import (
	"cmp"
	"runtime/metrics"
	"time"
)

// looks is how often a watch looks within the limit: a machine that was asleep has
// slept between two looks.
const looks = 10

// mostWait is the longest time between two looks: memory fills up in less than the
// limit of a stall.
const mostWait = 50 * time.Millisecond

// muchOfHeap is what part of the memory that work may take is much.
const muchOfHeap = 8

// heapMetric is what objects take that are in use, or not yet known not to be.
const heapMetric = "/memory/classes/heap/objects:bytes"

// watch ends the program when the job makes no progress or takes too much memory,
// until the job is done.
func (j *Job) watch(done <-chan struct{}) {
	wait := min(max(j.Stall/looks, time.Millisecond), mostWait)
	most := max(looks, int(j.Stall/wait))
	tick := time.NewTicker(wait)
	defer tick.Stop()
	last, still, n := int64(-1), 0, 0
	sizes := make([]int64, most) // of the heap, at the last looks
	heap := []metrics.Sample{{Name: heapMetric}}
	for {
		select {
		case <-done:
			return
		case <-tick.C:
		}
		if n++; n%looks == 0 {
			j.s.send(answer{Alive: true})
		}
		metrics.Read(heap)
		now := int64(heap[0].Value.Uint64())
		j.grown.Store(now - cmp.Or(sizes[n%most], sizes[1%most], now))
		if sizes[n%most] = now; now > j.heap {
			b := j.s.world.stuck(dump())
			b.Reason, b.Says = Memory, "more than "+size(j.heap)
			j.s.end(answer{Broken: b})
		}
		progress := j.progress.Load()
		if progress == nil {
			continue
		}
		if now := (*progress)(); now != last {
			last, still = now, 0
		} else if still++; still >= most {
			j.s.end(answer{Broken: j.stuck()})
		}
	}
}
