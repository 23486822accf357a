package results

import "slices"

// Gini returns the Gini coefficient of shares: the mean difference between any
// two, over twice their mean. It is 0 if all are equal, 1-1/n if one of n has
// all, and 0 for nothing. Jain's index is [Jain].
func Gini(shares []float64) float64 {
	sorted := slices.Sorted(slices.Values(shares))
	var sum, weighted float64
	for i, x := range sorted {
		sum += x
		weighted += float64(2*i+1-len(sorted)) * x
	}
	if sum == 0 {
		return 0
	}
	return weighted / (float64(len(sorted)) * sum)
}
