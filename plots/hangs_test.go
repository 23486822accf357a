package plots

import (
	"math"
	"testing"
)

func TestWilson(t *testing.T) {
	// R. G. Newcombe, Two-sided confidence intervals for the single proportion,
	// Statistics in Medicine 17 (1998), table I, method 3.
	for _, c := range []struct {
		k, n   int64
		lo, hi float64
	}{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		lo, hi := wilson(c.k, c.n)
		if math.Abs(lo-c.lo) > 5e-5 || math.Abs(hi-c.hi) > 5e-5 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.k, c.n, lo, hi, c.lo, c.hi)
		}
		// What did not happen has the interval's mirror image.
		if mlo, mhi := wilson(c.n-c.k, c.n); math.Abs(mlo-(1-hi)) > 1e-12 || math.Abs(mhi-(1-lo)) > 1e-12 {
			t.Errorf("%d of %d: %g to %g is no mirror image", c.n-c.k, c.n, mlo, mhi)
		}
	}
	if lo, hi := wilson(0, 0); lo != 0 || hi != 1 {
		t.Errorf("0 of 0: %g to %g", lo, hi)
	}
}
