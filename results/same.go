package results

import (
	"bytes"
	"encoding/json"
)

// SameRun reports whether two simulations are one run under two names: from the
// same seed all that was measured is equal, window by window. Designs whose
// records are so did not come to where they differ, or it made no difference to
// any step; that is not the same as to cost nothing.
func (r *Record) SameRun(o *Record) bool {
	if r.Engine != "sim" || o.Engine != "sim" || r.Seed != o.Seed || len(r.Samples) == 0 || len(r.Samples) != len(o.Samples) {
		return false
	}
	for i := range r.Samples {
		s, t := &r.Samples[i], &o.Samples[i]
		if s.Ops != t.Ops || s.Counts != t.Counts || s.WaitMean != t.WaitMean {
			return false
		}
	}
	a, errA := json.Marshal(r.Samples)
	b, errB := json.Marshal(o.Samples)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}
