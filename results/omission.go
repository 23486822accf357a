package results

// BackFill corrects the latencies of a closed loop for coordinated omission: a
// loop that meant to begin an operation every interval, and was stuck in one
// for longer, has left out the operations that would have begun meanwhile. Each
// latency above the interval stands for itself and for those, which would have
// seen it less one interval, less two, and so on down to one interval.
//
// It is a repair for what was measured without intended start times; who has
// those measures from them and needs no repair.
func BackFill(latencies []float64, interval float64) []float64 {
	filled := append([]float64(nil), latencies...)
	if !(interval > 0) {
		return filled
	}
	for _, l := range latencies {
		for missing := l - interval; missing >= interval; missing -= interval {
			filled = append(filled, missing)
		}
	}
	return filled
}
