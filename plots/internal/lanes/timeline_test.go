package lanes

import (
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
)

// spans makes spans of a task of lines of "DOING FROM TO OF"; what is done is
// its first letter, an o for OnCPU.
func spans(task int, lines ...string) (all []results.Span) {
	for _, l := range lines {
		f := strings.SplitN(l, " ", 4)
		s := results.Span{Task: task, From: atoi(f[1]), To: atoi(f[2])}
		s.Doing = results.Doing(strings.Index("pwhoraf", f[0]))
		if len(f) > 3 {
			s.Of = f[3]
		}
		all = append(all, s)
	}
	return all
}

func atoi(s string) (n int64) {
	for _, c := range s {
		n = 10*n + int64(c-'0')
	}
	return n
}

// handOver is task 0 that wakes 1 to no use and 2 to some.
func handOver() *results.Timeline {
	t := &results.Timeline{
		Pattern: "pte-same", Strategy: "perindex", Machine: "sim, 2 CPUs, default", Seed: 7, CPUs: 2, To: 100_000, Tasks: []string{"w00", "w01", "w02"},
		Arrows: []results.Arrow{{At: 30_000, Woken: 1, Useless: true}, {At: 31_000, Woken: 2}},
	}
	t.Spans = append(t.Spans, spans(0, "p 0 40000 touch 0x7", "h 5000 29000 pte 0x7", "o 0 40000", "f 40000 100000 think-sleep")...)
	t.Spans = append(t.Spans, spans(1, "w 10000 90000 0x7", "a 10000 30000 key 0x7", "r 30000 50000", "a 50000 100000 key 0x7")...)
	t.Spans = append(t.Spans, spans(2, "a 10000 31000 key 0x7", "r 31000 45000", "o 45000 46000", "h 46000 100000 pte 0x7", "o 99000 100000")...)
	return t
}

func TestTimeline(t *testing.T) {
	hung := handOver()
	hung.Hung = true
	for _, l := range []*results.Timeline{handOver(), hung} {
		f := Timeline(l)
		inktest.Tidy(t, f)
		inktest.Keep(t, f)
	}
}

func TestTimelineSays(t *testing.T) {
	l := handOver()
	f := Timeline(l)
	if want := "perindex in pte-same: 1 of 2 wakes are useless"; f.Caption != want {
		t.Errorf("title %q, want %q", f.Caption, want)
	}
	for text, want := range map[string]bool{
		"key 0x7": true, "pte 0x7": true, "task 2": true, "task 3": false, "CPU 1": true, "CPU 2": false, "for ever": false,
		"wakes": true, "wakes one that will sleep again: useless": true, "runnable": true, "100" + phrase.NBSP + "µs": true,
	} {
		if inktest.Says(f, text) != want {
			t.Errorf("%q is on the chart: %v", text, !want)
		}
	}
	l.Hung = true
	f = Timeline(l)
	if want := "perindex in pte-same hangs: 1 task sleeps for ever"; f.Caption != want || !inktest.Says(f, "for ever") {
		t.Errorf("title %q, want %q and a sign for it", f.Caption, want)
	}
	l = l.Between(0, 29_000) // before anybody wakes
	if f = Timeline(l); f.Caption != "perindex in pte-same" || inktest.Says(f, "wakes") || inktest.Says(f, "for ever") {
		t.Errorf("%q, and arrows or a hang where there are none", f.Caption)
	}
}

func TestTimelineOfOddStretches(t *testing.T) {
	long := strings.Repeat("very-long-", 40)
	many := &results.Timeline{Strategy: "a", Pattern: "b", CPUs: 1024, From: 5, To: 6, Tasks: make([]string, 1024)}
	for id := range many.Tasks {
		many.Spans = append(many.Spans, results.Span{Task: id, Doing: results.OnCPU, From: 5, To: 6, CPU: id})
		many.Arrows = append(many.Arrows, results.Arrow{At: 5, From: id, Woken: 1023 - id})
	}
	named := handOver()
	named.Strategy, named.Pattern, named.Machine = long, "<&>\x00", long
	for i := range named.Spans {
		named.Spans[i].Of = long
	}
	still := handOver()
	still.To = 0
	for _, l := range []*results.Timeline{{}, {Hung: true, Tasks: []string{""}}, many, named, still} {
		inktest.Tidy(t, Timeline(l))
	}
}
