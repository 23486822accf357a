package words

import (
	"fmt"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// openLoops says of each open loop what became of the operations that were due, and
// how late they were.
func (f *findings) openLoops() {
	for _, r := range results.Base(f.records) {
		o := r.Offers()
		if o == nil || o.Offered == 0 {
			continue
		}
		kept := fmt.Sprintf("all %d operations that were due were begun", o.Offered)
		if o.LeftOver != 0 {
			kept = fmt.Sprintf("%d of %d operations that were due were not begun, in a window or as long again after it", o.LeftOver, o.Offered)
		}
		if !o.KeptUp() {
			kept = "did not keep up: " + kept
		}
		if hung := o.Begun - o.Finished; hung != 0 {
			kept += fmt.Sprintf(", %d hung", hung)
		}
		var late []string
		for _, name := range []string{"p50", "p99", "p99.9"} {
			late = append(late, name+" "+atLeast(r, results.MetricNamed(name+"-latency-ns")))
		}
		f.say(r.Conditions(), len(r.Samples), "%s: %s; latency %s", r.Strategy, kept, strings.Join(late, ", "))
	}
}

// atLeast is the median over windows of a latency, or what it is at least.
func atLeast(r *results.Record, m *results.Metric) string {
	var v []float64
	for i := range r.Samples {
		if s := &r.Samples[i]; m.Has(s) {
			v = append(v, m.Of(s))
		}
	}
	sign := ""
	if r.AtLeast(m) {
		sign = ">= "
	}
	return sign + phrase.Time(compare.Median(v).Value)
}
