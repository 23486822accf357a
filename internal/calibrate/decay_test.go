//go:build linux

package calibrate

import (
	"math"
	"testing"
)

// TestDecay: laps that lose half as much each time.
func TestDecay(t *testing.T) {
	lost, work := decay([]float64{1800, 1400, 1200, 1100, 1050, 1000})
	if lost != 1550 || math.Abs(work-1000/-math.Log(1-800.0/1550)) > 1e-9 {
		t.Errorf("%g lost in %g", lost, work)
	}
	if lost, work := decay([]float64{990, 1000, 1000}); lost != 0 || work != 1000 {
		t.Errorf("nothing is lost, and it says %g in %g", lost, work)
	}
}
