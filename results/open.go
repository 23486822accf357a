package results

import "slices"

// Open is what became of the operations of an open loop that were due in a window.
type Open struct {
	// Offered were due in the window, of which Begun were begun and Finished
	// finished, in the window or in as long again after it. LeftOver were not begun;
	// what was begun and did not finish was in hand when its task hung.
	Offered  int64 `json:"offered"`
	Begun    int64 `json:"begun"`
	Finished int64 `json:"finished"`
	LeftOver int64 `json:"left_over"`
	// AtLeast names the metrics of the latency that are lower bounds: they fall among
	// operations that did not finish, which count with what they took at least.
	AtLeast []string `json:"at_least,omitempty"`
}

// Add adds the counts of o.
func (s *Open) Add(o *Open) {
	s.Offered += o.Offered
	s.Begun += o.Begun
	s.Finished += o.Finished
	s.LeftOver += o.LeftOver
}

// mostLeft is the share of what was offered that may be left unbegun where a design
// is said to have kept up.
const mostLeft = 0.01

// KeptUp reports whether as much as all operations were begun.
func (s *Open) KeptUp() bool { return float64(s.LeftOver) <= mostLeft*float64(s.Offered) }

// Offers adds up what became of the operations of an open loop, in all windows; nil
// for a closed loop, and for a record of before these were counted.
func (r *Record) Offers() (sum *Open) {
	for i := range r.Samples {
		if o := r.Samples[i].Open; o != nil {
			if sum == nil {
				sum = &Open{}
			}
			sum.Add(o)
		}
	}
	return sum
}

// AtLeast reports whether values of m are lower bounds, in some window.
func (r *Record) AtLeast(m *Metric) bool {
	for i := range r.Samples {
		if o := r.Samples[i].Open; o != nil && slices.Contains(o.AtLeast, m.Name) {
			return true
		}
	}
	return false
}
