package pattern

import (
	"cmp"
	"fmt"
	"sync"

	"daxwait/bench/trace"
	"daxwait/internal/bounded"
)

// Shipped returns the patterns that are read from the excerpts of kernel
// traces that ship with the program: of an invalidation storm, and of PMD and
// PTE faults on one chunk.
func Shipped() ([]*Pattern, error) {
	workloads, err := excerpts()
	if err != nil {
		return nil, err
	}
	var patterns []*Pattern
	for _, w := range workloads {
		p, err := FromTrace(w.Trace, w)
		if err != nil {
			return nil, err
		}
		patterns = append(patterns, p)
	}
	return patterns, nil
}

// excerpts are the workloads of those traces, which are part of the program and
// read once. Nobody changes them: FromTrace makes operations of its own.
var excerpts = sync.OnceValues(func() ([]*trace.Workload, error) {
	var all []*trace.Workload
	for _, name := range []string{"inval-n8", "mixed-pmd-n8"} {
		r, err := trace.OpenSample(name)
		if err != nil {
			return nil, err
		}
		w, err := trace.Replay(r, 0)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
})

// Open returns the pattern of a trace file: of its end, if that is a hang. A trace
// that lacks events that a replay needs makes none.
func Open(file string) (*Pattern, error) {
	f, err := bounded.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := trace.NewReader(file, f)
	if err != nil {
		return nil, err
	}
	w, err := trace.Replay(r, 0)
	if err != nil {
		if len(w.Workers) != 0 {
			err = fmt.Errorf("%w (what precedes it would make a pattern of %d workers; cut the file there)", err, len(w.Workers))
		}
		return nil, err
	}
	if why := w.Captured.NoReplay(); why != "" {
		return nil, fmt.Errorf("%s: %s: %s", file, why, trace.Record)
	}
	p, err := FromTrace(file, w)
	if err != nil {
		return nil, err
	}
	return cmp.Or(p.Ending(), p), nil
}

// WithShipped returns the catalogue and the shipped replays.
func WithShipped() ([]*Pattern, error) {
	shipped, err := Shipped()
	return append(All(), shipped...), err
}
