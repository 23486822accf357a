package compare

import (
	"fmt"
	"math"
	"math/rand/v2"

	"daxwait/results"
)

// Scaling is a strategy's throughput along an axis and the law that fits it.
type Scaling struct {
	Group    results.Group
	Under    results.Conditions
	Axis     string
	Strategy string
	Points   []USLPoint
	// Fit is to the medians; Sigma, Kappa and Peak are with the intervals of a
	// bootstrap over seeds.
	Fit                USL
	Sigma, Kappa, Peak Interval
	// Off is how far the worst point is from the curve, as a share.
	Off float64
	// Err says why there is no fit.
	Err error
}

// Warning says why the law is not about these points, if it is not.
func (s *Scaling) Warning() string {
	switch {
	case s.Err != nil:
		return s.Err.Error()
	case s.Fit.Sigma < 0 || s.Fit.Kappa < 0:
		return "throughput grows faster than the law has it"
	case s.Off > 0.15:
		return fmt.Sprintf("a point is %.0f %% off the curve", 100*s.Off)
	}
	return ""
}

// fits is how many resamples are fitted for an interval.
const fits = 200

// Scalings fits the law of scalability to the throughput of each strategy along
// tasks or cpus.
func Scalings(records []*results.Record, axis string) (found []Scaling) {
	for _, l := range Lines(records, axis) {
		found = append(found, l.Scalings()...)
	}
	return found
}

// Scalings are those of one line.
func (l *Line) Scalings() (found []Scaling) {
	ops := results.MetricNamed("ops/s")
	for _, name := range l.Strategies {
		s := Scaling{Group: l.Group, Under: l.Under, Axis: l.Axis, Strategy: name}
		var samples [][]float64
		for i, r := range l.At[name] {
			if r == nil || r.Hung() {
				continue
			}
			v := r.Values(ops)
			samples = append(samples, v)
			s.Points = append(s.Points, USLPoint{N: l.Values[i], X: median(v), Variance: varianceOfMedian(v)})
		}
		s.fit(samples)
		found = append(found, s)
	}
	return found
}

func (s *Scaling) fit(samples [][]float64) {
	if s.Fit, s.Err = FitUSL(s.Points); s.Err != nil {
		return
	}
	for _, p := range s.Points {
		s.Off = max(s.Off, math.Abs(s.Fit.At(p.N)/p.X-1))
	}
	rng := rand.New(rand.NewPCG(1, uint64(len(samples))))
	var sigma, kappa, peak []float64
	for range fits {
		points := append([]USLPoint(nil), s.Points...)
		for i, v := range samples {
			drawn := make([]float64, len(v))
			for k := range drawn {
				drawn[k] = v[rng.IntN(len(v))]
			}
			points[i].X = median(drawn)
		}
		if u, err := FitUSL(points); err == nil {
			sigma, kappa, peak = append(sigma, u.Sigma), append(kappa, u.Kappa), append(peak, u.Peak())
		}
	}
	s.Sigma, s.Kappa, s.Peak = interval(s.Fit.Sigma, sigma), interval(s.Fit.Kappa, kappa), interval(s.Fit.Peak(), peak)
}

// varianceOfMedian is that of the median of as many samples from a normal
// distribution, π/2 times that of their mean.
func varianceOfMedian(v []float64) float64 {
	if len(v) < 2 {
		return 0
	}
	var sum, squares float64
	for _, x := range v {
		sum += x
	}
	mean := sum / float64(len(v))
	for _, x := range v {
		squares += (x - mean) * (x - mean)
	}
	return math.Pi / 2 * squares / float64(len(v)-1) / float64(len(v))
}
