package words_test

import (
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/words"
)

// TestOpenLoopsInWords: who did not keep up is said to, and a percentile among what
// did not finish is a lower bound.
func TestOpenLoopsInWords(t *testing.T) {
	open := func(o *results.Open) string {
		r := made.Record("p", "exclusive", made.Ten(1000, 1), made.Ten(5, 1))
		r.Loop, r.Rate = "open", 2000
		for i := range r.Samples {
			s := &r.Samples[i]
			s.Open, s.LatencyP50, s.LatencyP99, s.LatencyP999 = o, 1000, 2000, 3000
		}
		var b strings.Builder
		if err := words.WriteFindings(&b, []*results.Record{r}, "exclusive", "daxwait"); err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(b.String(), "\u00a0", " ")
	}
	for _, c := range []struct {
		o          results.Open
		says, nots string
	}{
		{results.Open{Offered: 100, Begun: 100, Finished: 100}, "all 1000 operations that were due were begun; latency p50 1 µs, p99 2 µs", "keep up"},
		{results.Open{Offered: 1000, Begun: 991, Finished: 991, LeftOver: 9, AtLeast: []string{"p99.9-latency-ns"}}, ": 90 of 10000 operations that were due were not begun, in a window or as long again after it; latency p50 1 µs, p99 2 µs, p99.9 >= 3 µs", "keep up"},
		{results.Open{Offered: 100, Begun: 90, Finished: 88, LeftOver: 10, AtLeast: []string{"p99-latency-ns", "p99.9-latency-ns"}}, "did not keep up: 100 of 1000 operations that were due were not begun, in a window or as long again after it, 20 hung; latency p50 1 µs, p99 >= 2 µs, p99.9 >= 3 µs", "all 1000"},
	} {
		if got := open(&c.o); !strings.Contains(got, c.says) || strings.Contains(got, c.nots) {
			t.Errorf("%+v: no %q, or %q, in\n%s", c.o, c.says, c.nots, got)
		}
	}
	if got := open(nil); strings.Contains(got, "due") {
		t.Errorf("of a record without: %s", got)
	}
}
