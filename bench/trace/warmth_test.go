package trace

import (
	"math"
	"strings"
	"testing"
)

// TestWarmTimes reads a capture in which a task sleeps between two faults that take 1 ms
// of work each, the second in cold caches.
func TestWarmTimes(t *testing.T) {
	const text = `
  w00-x-1 [000] ..... 1.000000: dax_pte_fault: dev 259:0 ino 0xc shared WRITE address 0x0 pgoff 0x7 
  w00-x-1 [000] ..... 1.001000: dax_pte_fault_done: dev 259:0 ino 0xc shared WRITE address 0x0 pgoff 0x7 NOPAGE
  w00-x-1 [000] d..2. 1.001000: sched_switch: prev_comm=w00-x prev_pid=1 prev_prio=120 prev_state=S ==> next_comm=swapper/0 next_pid=0 next_prio=120
  <idle>-0 [000] d..3. 1.005000: sched_waking: comm=w00-x pid=1 prio=120 target_cpu=000
   <idle>-0 [000] d..2. 1.005000: sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=w00-x next_pid=1 next_prio=120
  w00-x-1 [000] ..... 1.005000: dax_pte_fault: dev 259:0 ino 0xc shared WRITE address 0x0 pgoff 0x7 
  w00-x-1 [000] ..... COLD: dax_pte_fault_done: dev 259:0 ino 0xc shared WRITE address 0x0 pgoff 0x7 NOPAGE
`
	w := Warmth{Up: 3_000_000, Work: 700_000}
	took := 1e6 + float64(w.Up)*(1-math.Exp(-1e6/float64(w.Work)))
	end := "1.00" + strings.TrimPrefix(strings.Repeat("0", 7)+itoa(int64(5e6+took)), strings.Repeat("0", 7))
	for name, c := range map[string]struct {
		warmth Warmth
		want   float64
	}{"as it is": {Warmth{}, took}, "warm": {w, 1e6}} {
		r, err := NewReader("x", strings.NewReader(strings.Replace(text, "COLD", end, 1)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := ReplayWarm(r, 0, c.warmth)
		if err != nil || len(got.Workers) != 1 || len(got.Workers[0].Ops) != 2 {
			t.Fatalf("%s: %+v, %v", name, got, err)
		}
		ops := got.Workers[0].Ops
		if first := ops[0].OwnNS; first != 1_000_000 {
			t.Errorf("%s: the first fault has %d ns", name, first)
		}
		if second := float64(ops[1].OwnNS); math.Abs(second-c.want) > 2000 { // the clock is of 1 us
			t.Errorf("%s: the second fault has %.0f ns, want %.0f", name, second, c.want)
		}
	}
}

func itoa(ns int64) string {
	var b []byte
	for ns /= 1000; ns > 0; ns /= 10 {
		b = append([]byte{byte('0' + ns%10)}, b...)
	}
	return string(b)
}
