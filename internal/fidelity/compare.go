package fidelity

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/sim"
	"daxwait/bench/sim/machine"
	"daxwait/bench/trace"
	"daxwait/internal/bounded"
	"daxwait/results"
	"daxwait/strategies"
)

// Options say how a trace is replayed.
type Options struct {
	// Profile is what sleeping and waking cost.
	Profile *sim.Profile
	// Strategy is the design; nil is that of the kernel in the file's name, and of
	// Linux 5.13 to 6.14 if it has none.
	Strategy *strategies.Strategy
	// Windows is how many windows there are, each with a seed of its own from
	// Seed on; 0 is [bench.MinWindows].
	Windows int
	Seed    uint64
	// Machine is how its CPUs are scheduled, nil being first come first served; AsKernel
	// that it is as in the kernel of the capture, as [MachineOf] says.
	Machine  *machine.Machine
	AsKernel bool
}

const (
	// slice is how long a task keeps a CPU that others wait for, in ns: a tick
	// of the kernels that were captured (HZ=250), which is what they show.
	slice = 4_000_000
	// A window is as long as the trace, within these bounds.
	leastWindow, mostWindow = 50 * time.Millisecond, time.Second
)

// Compare replays a trace file, on as many CPUs as its events happened on.
func Compare(ctx context.Context, file string, o Options) (*Report, error) {
	if o.AsKernel {
		o.Machine = MachineOf(file)
	}
	s, err := read(file, trace.Summarize)
	if err != nil {
		return nil, err
	}
	w, err := read(file, func(r *trace.Reader) (*trace.Workload, error) { return trace.ReplayWarm(r, 0, warmth(o)) })
	if err != nil {
		return nil, err
	}
	p, err := pattern.FromTrace(file, w)
	if err != nil {
		return nil, err
	}
	if o.Windows == 0 {
		o.Windows = bench.MinWindows
	}
	if o.Strategy == nil {
		found, err := strategies.Find(designOf(file))
		if err != nil {
			return nil, err
		}
		o.Strategy = found[0]
	}
	c := bench.Case{
		Pattern: p, Strategy: o.Strategy, Tasks: len(p.Replay.Workers), Seed: o.Seed,
		Sim: &bench.Sim{CPUs: s.CPUs, Profile: o.Profile, Slice: slice, Machine: o.Machine, Rewarm: true},
	}
	window := min(max(time.Duration(s.Seconds*1e9), leastWindow), mostWindow)
	var records, ends []*results.Record
	lacking := w.Captured.NoReplay()
	if lacking == "" {
		if records, err = replay(ctx, c, window, o.Windows); err != nil {
			return nil, err
		}
		if end := p.Ending(); end != nil {
			c.Pattern = end
			if ends, err = replay(ctx, c, window, o.Windows); err != nil {
				return nil, err
			}
		}
	}
	seen := observe(s, w)
	r := &Report{
		Trace: s.Trace, Seconds: s.Seconds, Workers: c.Tasks, Operations: seen.ops, CPUs: s.CPUs,
		Strategy: c.Strategy.Name, Profile: o.Profile.Name, Machine: machineName(o.Machine), Windows: o.Windows, Window: window, Hold: s.Hold.P50,
		Notes: notes(append(records, ends...), w), Lacking: lacking,
	}
	if lacking != "" {
		if odd := w.Warnings.String(); odd != "" {
			r.Notes = append(r.Notes, "the trace: "+odd)
		}
	}
	for _, q := range quantities(seen) {
		r.Rows = append(r.Rows, q.row(seen, records))
	}
	for _, record := range ends {
		for i := range record.Samples {
			r.Rounds, r.Hung = r.Rounds+record.Samples[i].Rounds, r.Hung+record.Samples[i].HungRounds
		}
	}
	return r, nil
}

// warmth is what the machine makes colder again.
func warmth(o Options) trace.Warmth {
	if o.Machine == nil {
		return trace.Warmth{}
	}
	return trace.Warmth{Up: o.Profile.WarmUp.Mean, Work: o.Profile.WarmWork.Mean}
}

// read makes something of a trace file.
func read[T any](file string, of func(*trace.Reader) (T, error)) (T, error) {
	var nothing T
	f, err := bounded.Open(file)
	if err != nil {
		return nothing, err
	}
	defer f.Close()
	r, err := trace.NewReader(file, f)
	if err != nil {
		return nothing, err
	}
	return of(r)
}

// replay runs the windows of a case, a record for each, as many at a time as
// there are CPUs.
func replay(ctx context.Context, c bench.Case, window time.Duration, windows int) ([]*results.Record, error) {
	records := make([]*results.Record, windows)
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i := range records {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			if ctx.Err() != nil {
				return
			}
			own := c
			own.Seed += uint64(i)
			x := own.Start(nil, window)
			x.Window()
			records[i] = x.Finish()
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.Broken != nil {
			return nil, &Unfinished{r.DidNotFinish()}
		}
	}
	return records, nil
}

// Unfinished is the error of a design that did not come back from a replay.
type Unfinished struct{ text string }

func (u *Unfinished) Error() string { return u.text }

// notes are the warnings of trace and replay, each once.
func notes(records []*results.Record, w *trace.Workload) []string {
	var all []string
	if w.Foreign != 0 {
		all = append(all, fmt.Sprintf("%d operations of tasks that are no workers are in the trace's counts, and not in the replay", w.Foreign))
	}
	known := map[string]bool{}
	for _, r := range records {
		for _, note := range append(r.Warnings, r.Hangs...) {
			if !known[note] {
				known[note] = true
				all = append(all, note)
			}
		}
	}
	return all
}

// machineName is what a machine is called.
func machineName(m *machine.Machine) string {
	if m == nil {
		return string(machine.FirstCome)
	}
	return m.Name
}

// MachineOf is the machine of a capture, without its CPUs: under cfs if the kernel in its
// name is older than Linux 6.6, or if it has none there, and under eevdf if not.
func MachineOf(file string) *machine.Machine {
	var major, minor int
	v, ok := pattern.KernelOf(file)
	if _, err := fmt.Sscanf(v, "%d.%d", &major, &minor); !ok || err != nil || major < 6 || major == 6 && minor < 6 {
		return machine.Of(machine.CFS)
	}
	return machine.Of(machine.EEVDF)
}

// designOf is the design of the kernel that a capture has in its name, or else that
// of Linux 5.13 to 6.14.
func designOf(file string) string {
	if v, ok := pattern.KernelOf(file); ok {
		if k, _, known := strategies.KernelOf(v); known {
			return k.Strategy
		}
	}
	return strategies.Baseline
}
