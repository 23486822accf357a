package calibrate

import (
	"context"
	"runtime"
	"runtime/debug"
)

// Options say what to measure.
type Options struct {
	// DAX is a file on a DAX mount, or nothing. It is only read.
	DAX string
	// Runs of each step; 0 is 7.
	Runs int
}

// Step measures one quantity.
type Step struct {
	Quantity Quantity
	About    string
	// run measures it once, in ns. A machine that cannot is an error.
	run func() (float64, error)
}

// Run measures all that can be, and calls each after a step. The only error is
// that of ctx, or that this is not Linux.
func Run(ctx context.Context, o Options, each func(*Measurement)) (*Report, error) {
	if err := supported(); err != nil {
		return nil, err
	}
	// A thread that sleeps in a system call must not keep another from running,
	// and nothing else should.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(4, runtime.GOMAXPROCS(0))))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	r := &Report{Machine: machine()}
	for _, step := range Steps(o) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m := step.measure(o)
		r.Measurements = append(r.Measurements, m)
		each(m)
	}
	return r, nil
}

// measure runs a step as often as it takes.
func (s Step) measure(o Options) *Measurement {
	m := &Measurement{Quantity: s.Quantity, About: s.About}
	runs := o.Runs
	if runs == 0 {
		runs = 7
	}
	for range runs {
		ns, err := s.run()
		if err != nil {
			m.Err = err
			return m
		}
		m.Runs = append(m.Runs, ns)
	}
	return m
}
