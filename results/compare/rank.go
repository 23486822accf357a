package compare

import "math"

// NearestRank returns the p-quantile of sorted values by nearest rank: the
// least of them that at least the share p does not exceed. It is 0 for nothing.
func NearestRank(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(p*float64(len(sorted)) - 1e-9)) // 0.999·10000 is 9990, whatever it is in binary
	return sorted[min(max(rank, 1), len(sorted))-1]
}
