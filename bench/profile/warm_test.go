package profile

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/bench/sim"
	"daxwait/bench/trace"
	"daxwait/daxcore/task"
)

// passes is how many holds after a sleep are told apart.
const passes = 4

// warmth is how long holds of entries take, in storms on one page, by how many faults
// lie between them and the last time that their task slept.
type warmth struct {
	holds  [passes][]int64
	warm   []int64 // holds of tasks that have not slept for eight faults
	faults []int64 // from fault to fault of such a task
}

// laps is a task on its way.
type laps struct {
	pass       int   // faults since it slept; from passes on it is of none
	began, got int64 // fault, grab_ret
	away       bool  // off the CPU meanwhile
	whole      bool  // it had the CPU from the fault before on
}

// add reads a capture.
func (w *warmth) add(r *trace.Reader) error {
	tasks := map[int]*laps{}
	of := func(pid int) *laps {
		if tasks[pid] == nil {
			tasks[pid] = &laps{pass: passes}
		}
		return tasks[pid]
	}
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		t := of(e.PID)
		switch e.Kind {
		case trace.SchedSwitch:
			if p := of(e.PrevPID); e.PrevPID != 0 {
				p.away, p.whole = true, false
				if e.PrevState == "D" {
					p.pass = 0
				}
			}
		case trace.PTEFault, trace.PMDFault:
			if t.whole && t.pass >= 2*passes {
				w.faults = append(w.faults, e.Time-t.began)
			}
			t.began, t.whole, t.got = e.Time, true, 0
		case trace.GrabRet:
			t.got, t.away = e.Time, false
		case trace.Unlock:
			if took := e.Time - t.got; t.got == 0 || t.away || t.began == 0 {
			} else if t.pass < passes {
				w.holds[t.pass] = append(w.holds[t.pass], took)
			} else if t.pass >= 2*passes {
				w.warm = append(w.warm, took)
			}
		case trace.PTEFaultDone, trace.PMDFaultDone:
			t.pass++
		}
	}
}

// middle is the mean of the middle half.
func middle(took []int64) (ns float64, n int) {
	s := Stretches{}
	s.took[0] = took
	mean, n := s.mean(0)
	return float64(mean), n
}

// decay is how much longer the first hold after a sleep takes than a warm one, in ns,
// and what part of that is left at the next.
func (w *warmth) decay() (first, left float64, n int) {
	warm, _ := middle(w.warm)
	sum, least := 0.0, len(w.warm)
	for p, took := range w.holds {
		mean, n := middle(took)
		if p == 0 {
			first = mean - warm
		}
		sum, least = sum+mean-warm, min(least, n)
	}
	return first, 1 - first/sum, least
}

// up is the CPU time that is lost after a switch and the work in which all but 1/e of
// it is, where a hold takes so much work and there is so much between one hold and the
// next, this one included.
func (w *warmth) up(hold, lap float64) (lost, work float64, n int) {
	first, left, n := w.decay()
	work = lap / -math.Log(left)
	return first / (1 - math.Exp(-hold/work)), work, n
}

func warmthOf(t *testing.T, names ...string) *warmth {
	t.Helper()
	w := &warmth{}
	for _, name := range names {
		r, closed := captured(t, name)
		err := w.add(r)
		closed()
		if err != nil {
			t.Fatal(err)
		}
	}
	return w
}

// storms are the captures in which processes do nothing but fault on one entry.
var storms = []string{"pte-same-n4", "pte-same-n16", "pmd-same-n8"}

// emulated sets what a switch costs in cold caches, of traces: of all work.
func (w *warmth) emulated(p *Profile) {
	hold, _ := middle(w.warm)
	lap, _ := middle(w.faults)
	lost, work, n := w.up(hold, lap)
	says := fmt.Sprintf("traces: holds of storms on one entry by the faults since their task slept (pte-same-n4, pte-same-n16, pmd-same-n8), %s (n=%d and more each)", w.says(), n)
	p.Set(WarmUp, sim.Time{Mean: int64(lost)}, says+"; probes have their part in it, and the same for what is not held")
	p.Set(WarmWork, sim.Time{Mean: int64(work)}, fmt.Sprintf("%s; a lap is %.0f ns from fault to fault", says, lap))
}

// guest sets them for a machine that was calibrated without tracing: of the kernel's
// steps alone, since what patterns order is as they say.
func (w *warmth) guest(t *testing.T, p *Profile) {
	walk := float64(p.Costs[task.WalkXArray].Mean)
	hold := float64(p.Costs[task.MapExtent].Mean+p.Costs[task.InstallPTE].Mean) + walk
	lost, work, n := w.up(hold, hold+float64(p.Costs[task.Exception].Mean)+3*walk)
	says := fmt.Sprintf("not measured; from traces of Linux 6.1 in the same emulator: holds of storms on one entry by the faults since their task slept, %s (n=%d and more each), in the time that the steps of a fault take here", w.says(), n)
	p.Set(WarmUp, sim.Time{Mean: int64(lost), Drawn: true}, says+"; probes have their part in it; exponential, as the spread of the first hold is nearly as large as what it takes longer")
	p.Set(WarmWork, sim.Time{Mean: int64(work)}, says)
	one, all, n := herd(t)
	p.Set(WakeMore, sim.Time{Mean: int64(float64(p.Costs[task.WakeOne].Mean)*(all-one)/one/float64(n-1) + 0.5)}, fmt.Sprintf("not measured; in the same emulator on another host, Linux 6.1.0-48 on 2 CPUs, a futex wake of %d threads of another, busy CPU took %.1f us and of one %.1f (medians of 200): in the same proportion to wake-one", n, all, one))
}

// herd is how long a futex wake of one thread and of several took, in us.
func herd(t *testing.T) (one, all float64, n int) {
	t.Helper()
	text, err := os.ReadFile("testdata/futex-herd.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		var threads int
		var us float64
		if _, err := fmt.Sscanf(line, "busy=1 cpu=1 n=%d: %f us", &threads, &us); err != nil {
			continue
		}
		if threads == 1 {
			one = us
		}
		if threads > n {
			n, all = threads, us
		}
	}
	if one == 0 || n < 2 {
		t.Fatal("no herd in it")
	}
	return one, all, n
}

// says tells the holds.
func (w *warmth) says() string {
	text := "mean of the middle half"
	for p := range w.holds {
		ns, _ := middle(w.holds[p])
		text += fmt.Sprintf(" %.1f,", ns/1e3)
	}
	warm, _ := middle(w.warm)
	return fmt.Sprintf("%s and after eight faults %.1f us", text, warm/1e3)
}

// TestWhoHadItLast: how long a hold takes depends on when its task slept last, and not
// on which task had the entry before.
func TestWhoHadItLast(t *testing.T) {
	first, left, _ := warmthOf(t, storms...).decay()
	if first < 15e3 || left < 0.3 || left > 0.7 {
		t.Errorf("the first hold takes %.0f ns longer, of which %.2f is left at the next", first, left)
	}
}

// captured opens a capture that ships.
func captured(t *testing.T, name string) (*trace.Reader, func()) {
	t.Helper()
	file := filepath.Join(captures, "linux6.1-ext4-2cpu-"+name+".trace.gz")
	return opened(t, file)
}

// TestWarmth reads a trace in which each time is known.
func TestWarmth(t *testing.T) {
	if first, left, _ := (&warmth{holds: [passes][]int64{{30}, {20}, {15}, {12}}, warm: []int64{10}}).decay(); first != 20 || math.Abs(left-(1-20.0/37)) > 1e-9 {
		t.Errorf("%g, %g", first, left)
	}
	w := &warmth{holds: [passes][]int64{{1648}, {1324}, {1162}, {1081}}, warm: []int64{1000}}
	lost, work, _ := w.up(1000, 2000)
	if x := lost * (1 - math.Exp(-1000/work)); math.Abs(x-648) > 1 {
		t.Errorf("the first hold loses %g", x)
	}
}
