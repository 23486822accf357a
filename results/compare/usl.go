package compare

import (
	"errors"
	"fmt"
	"math"
)

// USL is a curve of the Universal Scalability Law: the throughput of n is
// Lambda·n / (1 + Sigma·(n-1) + Kappa·n·(n-1)).
type USL struct {
	Lambda float64 // throughput of one
	Sigma  float64 // share of the work that is serial
	Kappa  float64 // cost of each pair that has to agree
}

// At returns the throughput of n.
func (u USL) At(n float64) float64 {
	return u.Lambda * n / (1 + u.Sigma*(n-1) + u.Kappa*n*(n-1))
}

// Peak returns the n of the highest throughput. It is infinite if nothing makes
// the curve turn down.
func (u USL) Peak() float64 {
	if u.Kappa <= 0 {
		return math.Inf(1)
	}
	return math.Sqrt(max(0, 1-u.Sigma) / u.Kappa)
}

// USLPoint is the median throughput X of N; Variance is that of X, or 0 if it is
// not known.
type USLPoint struct{ N, X, Variance float64 }

// LeastPoints is how few points a fit needs, for three parameters.
const LeastPoints = 6

// FitUSL fits a curve to points by least squares in N/X, which is linear in
// 1/Lambda, Sigma/Lambda and Kappa/Lambda. Points weigh by the inverse of their
// relative variance, all the same unless all variances are known.
//
// Nothing keeps Sigma and Kappa from being negative: throughput that grows
// faster than N says that the law is not about these points.
func FitUSL(points []USLPoint) (USL, error) {
	if len(points) < LeastPoints {
		return USL{}, fmt.Errorf("%d points: a fit needs at least %d", len(points), LeastPoints)
	}
	weighted := true
	for _, p := range points {
		if !(p.N >= 1 && p.X > 0 && p.Variance >= 0) {
			return USL{}, fmt.Errorf("a throughput of %v at %v (variance %v) cannot be fitted", p.X, p.N, p.Variance)
		}
		weighted = weighted && p.Variance > 0
	}
	var columns [3][]float64
	var right []float64
	for _, p := range points {
		y := p.N / p.X
		w := 1 / y // so that relative errors count
		if weighted {
			w *= p.X / math.Sqrt(p.Variance)
		}
		for i, v := range [3]float64{1, p.N - 1, p.N * (p.N - 1)} {
			columns[i] = append(columns[i], w*v)
		}
		right = append(right, w*y)
	}
	b, ok := leastSquares(columns, right)
	if !ok || b[0] <= 0 {
		return USL{}, errors.New("the points do not determine a curve: want three values of N or more, and throughputs that the law can have")
	}
	return USL{Lambda: 1 / b[0], Sigma: b[1] / b[0], Kappa: b[2] / b[0]}, nil
}

// leastSquares solves for the coefficients of three columns, which it makes
// orthogonal one by one.
func leastSquares(columns [3][]float64, right []float64) (b [3]float64, ok bool) {
	var r [3][3]float64
	var c [3]float64
	for i := range columns {
		before := math.Sqrt(dot(columns[i], columns[i]))
		for range 2 { // once more, for what rounding left
			for j := range i {
				p := dot(columns[j], columns[i])
				r[j][i] += p
				take(columns[i], p, columns[j])
			}
		}
		r[i][i] = math.Sqrt(dot(columns[i], columns[i]))
		if !(r[i][i] > 1e-10*before) {
			return b, false
		}
		for k := range columns[i] {
			columns[i][k] /= r[i][i]
		}
		c[i] = dot(columns[i], right)
		take(right, c[i], columns[i])
	}
	for i := 2; i >= 0; i-- {
		b[i] = c[i]
		for j := i + 1; j < 3; j++ {
			b[i] -= r[i][j] * b[j]
		}
		b[i] /= r[i][i]
	}
	return b, true
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// take subtracts s times b from a.
func take(a []float64, s float64, b []float64) {
	for i := range a {
		a[i] -= s * b[i]
	}
}
