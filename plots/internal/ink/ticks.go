package ink

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// LinearTicks puts about Labels labels at multiples of 1, 2 or 5.
type LinearTicks struct {
	Labels int
	Format func(float64) string
}

// Ticks implements [plot.Ticker].
func (t LinearTicks) Ticks(lo, hi float64) []plot.Tick {
	step := step125((hi - lo) / float64(max(1, t.Labels)))
	if !(step > 0) || math.IsInf(step, 0) {
		return nil
	}
	var ticks []plot.Tick
	first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
	if !(last-first < 1000) {
		return nil
	}
	for i := first; i <= last; i++ {
		v := i * step
		ticks = append(ticks, plot.Tick{Value: v, Label: t.Format(round(v, step))})
	}
	return ticks
}

// step125 returns the least of 1, 2 and 5 times a power of ten that is at
// least x.
func step125(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 0
	}
	p := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*p >= x*(1-1e-9) {
			return m * p
		}
	}
	return 10 * p
}

// round takes away the dust that multiples of a step gather.
func round(v, step float64) float64 {
	digits := max(0, -int(math.Floor(math.Log10(step))))
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', digits, 64), 64)
	if err != nil || r == 0 {
		return 0
	}
	return r
}

// LogTicks labels powers of ten, or 1, 2 and 5 of each where the axis has
// fewer than two; between them are ticks without labels.
type LogTicks struct {
	// Labels is how many there may be.
	Labels int
	Format func(float64) string
}

// Ticks implements [plot.Ticker].
func (t LogTicks) Ticks(lo, hi float64) []plot.Tick {
	if !(lo > 0) || !(hi > lo) || math.IsInf(hi, 0) {
		return nil
	}
	decades := math.Log10(hi) - math.Log10(lo)
	every := int(math.Ceil(decades / float64(max(1, t.Labels))))
	var ticks []plot.Tick
	for e := int(math.Floor(math.Log10(lo))); e <= int(math.Ceil(math.Log10(hi))); e++ {
		for m := 1; m < 10; m++ {
			v := float64(m) * math.Pow(10, float64(e))
			if v < lo*(1-1e-9) || v > hi*(1+1e-9) {
				continue
			}
			label := ""
			switch {
			case m == 1 && mod(e, every) == 0, decades < 2 && (m == 2 || m == 5):
				label = t.Format(v)
			case m != 1 && decades > 4:
				continue
			}
			ticks = append(ticks, plot.Tick{Value: v, Label: label})
		}
	}
	return ticks
}

func mod(a, b int) int { return ((a % b) + b) % b }

// FloorLog is an axis for counts of which some are zero and others far apart:
// linear from 0 to Floor in the first tenth, logarithmic from there.
type FloorLog struct {
	Floor  float64
	Format func(float64) string
}

// lane is the part of the axis below the floor.
const lane = 0.1

// Normalize implements [plot.Normalizer].
func (s FloorLog) Normalize(_, hi, x float64) float64 {
	if !(x > s.Floor) {
		return lane * max(0, x) / s.Floor
	}
	return lane + (1-lane)*math.Log(x/s.Floor)/math.Log(hi/s.Floor)
}

// Ticks implements [plot.Ticker].
func (s FloorLog) Ticks(_, hi float64) []plot.Tick {
	return append([]plot.Tick{{Value: 0, Label: "0"}}, LogTicks{Labels: 4, Format: s.Format}.Ticks(s.Floor, hi)...)
}
