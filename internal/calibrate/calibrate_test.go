package calibrate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"daxwait/bench/profile"
	"daxwait/daxcore/task"
)

func TestPrices(t *testing.T) {
	r := &Report{Machine: "an abacus"}
	for q, ns := range map[Quantity]float64{
		WakeNobody: 100, WaitRefused: 300, PingPong: 1000, wakerOther: 2100, wokenOther: 7000,
		fault4KRead: 400, dax4K: 1900, Foreign: 0.2, zero4K: 150.6,
	} {
		r.Measurements = append(r.Measurements, &Measurement{Quantity: q, Runs: []float64{ns - 0.1, ns, 2 * ns}})
	}
	r.Measurements = append(r.Measurements, &Measurement{Quantity: CacheLine, Err: errors.New("one CPU")})
	base := profile.Default()
	p, lost := r.Profile("abacus", base, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
	if lost != nil {
		t.Errorf("lost: %v", lost)
	}
	for k, want := range map[profile.Kind]int64{
		profile.Kind(task.WakeOne):     2000,
		profile.ContextSwitch:          600,
		profile.WakeLatency:            7000 - 2100 - 600,
		profile.Kind(task.InstallPTE):  300,
		profile.Kind(task.Exception):   100,
		profile.Kind(task.MapExtent):   1500 - 4*base.Costs[task.WalkXArray].Mean,
		profile.Kind(task.ScanForeign): 0,
		profile.Kind(task.Zero4K):      151,
	} {
		if got := profile.Price(&p.Profile, k).Mean; got != want || !strings.Contains(p.Sources[k], "calibrate on an abacus, 2026-11-21: ") {
			t.Errorf("%s is %d ns, want %d; source %q", k, got, want, p.Sources[k])
		}
	}
	for _, k := range []profile.Kind{profile.SpinTransfer, profile.Kind(task.Zero2M), profile.Kind(task.Recheck)} {
		if *profile.Price(&p.Profile, k) != *profile.Price(&base.Profile, k) || !strings.HasPrefix(p.Sources[k], "not measured, as in default: ") {
			t.Errorf("%s was not measured and is %v, source %q", k, *profile.Price(&p.Profile, k), p.Sources[k])
		}
	}
	var b strings.Builder
	if err := profile.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	if back, err := profile.Read(strings.NewReader(b.String()), "f"); err != nil || *back != *p {
		t.Errorf("it is read as %+v, %v", back, err)
	}
}

// TestWhatIsLostIsNotFree: a price that may as well be nothing stays as it was, says
// so, and is named. Each is lost in its turn.
func TestWhatIsLostIsNotFree(t *testing.T) {
	base := profile.Default()
	for _, c := range prices() {
		for _, runs := range [][]float64{{1, 1, 1}, {-5, -5, -5}, {0, 0, 0}, {1, 50_000, 50_000}} {
			if runs[0] > 0 && len(c.less) == 0 && c.kind != profile.WakeLatency && c.kind != profile.Kind(task.MapExtent) {
				continue // little, and measured
			}
			r := &Report{Machine: "a busy one"}
			r.Measurements = append(r.Measurements, &Measurement{Quantity: c.of, Runs: runs})
			for _, q := range c.less {
				r.Measurements = append(r.Measurements, &Measurement{Quantity: q, Runs: []float64{2, 2, 2}})
			}
			p, lost := r.Profile("x", base, time.Now())
			if *profile.Price(&p.Profile, c.kind) != *profile.Price(&base.Profile, c.kind) || !strings.HasPrefix(p.Sources[c.kind], "not told from nothing by calibrate on a busy one") {
				t.Errorf("%s of %v is %v, source %q", c.kind, runs, *profile.Price(&p.Profile, c.kind), p.Sources[c.kind])
			}
			if len(lost) != 1 || lost[0].Kind != c.kind || !strings.HasPrefix(lost[0].String(), c.kind.String()+" comes to ") {
				t.Errorf("%s of %v: lost %v", c.kind, runs, lost)
			}
			if err := profile.Write(io.Discard, p); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestBusy(t *testing.T) {
	r := &Report{Measurements: []*Measurement{{Quantity: Foreign, Err: fmt.Errorf("3 of 64; %w", errBusy)}, {Quantity: CacheLine, Err: errors.New("one CPU")}}}
	if b := r.Busy(); len(b) != 1 || b[0].Quantity != Foreign {
		t.Errorf("%v", b)
	}
}

func TestMeasurementSaysRangeOrWhy(t *testing.T) {
	m := &Measurement{Runs: []float64{30, 10, 20, 40}}
	if got := m.String(); got != "25 ns (10 to 40 in 4 runs)" {
		t.Error(got)
	}
	if got := (&Measurement{Err: errors.New("no CPU")}).String(); got != "not measured: no CPU" {
		t.Error(got)
	}
}

// TestEach calls with each number once, in order.
func TestEach(t *testing.T) {
	for _, n := range []int{batches, 100, 12345} {
		next := 0
		each(n, func(i int) {
			if i != next {
				t.Fatalf("%d of %d after %d", i, n, next-1)
			}
			next++
		})
		if next != n {
			t.Errorf("%d calls of %d", next, n)
		}
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	if supported() != nil {
		t.Skip(supported())
	}
	ctx, cancel := context.WithCancel(t.Context())
	steps := 0
	_, err := Run(ctx, Options{Runs: 1}, func(*Measurement) { steps++; cancel() })
	if !errors.Is(err, context.Canceled) || steps != 1 {
		t.Errorf("%d steps, %v", steps, err)
	}
}
