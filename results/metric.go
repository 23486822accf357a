package results

// Metric is a quantity that a sample has.
type Metric struct {
	// Name is its unit in the benchmark format, such as "sleeps/op".
	Name string
	// Title is for charts and tables.
	Title string
	// HigherBetter: more is better; else less is.
	HigherBetter bool
	// Machine: the value depends on the machine and its scheduler.
	Machine bool
	// Rounds: only samples of rounds have it. Simulated: only those of a
	// simulation.
	Rounds, Simulated bool
	// Around: only samples of patterns about what stands around an entry lock.
	Around bool
	// Reported: it is counted from sleeps and wakes that the design reports, Waiting
	// from the waits.
	Reported, Waiting bool
	Of                func(*Sample) float64
}

// Has reports whether a sample has a value.
func (m *Metric) Has(s *Sample) bool {
	switch {
	case s.Unseen != 0 && (m.Reported || m.Waiting && s.Counts.Waits == 0):
		return false
	case m.Around:
		return s.LatencyMean > 0
	case m.Rounds:
		return s.Rounds > 0
	}
	return s.Ops > 0 && (!m.Simulated || s.Contention != nil)
}

func perOp(f func(*Counts) int64) func(*Sample) float64 {
	return func(s *Sample) float64 { return float64(f(&s.Counts)) / float64(s.Ops) }
}

// each is a quantity of a simulation for each operation.
func each(f func(*Contention) int64) func(*Sample) float64 {
	return func(s *Sample) float64 { return float64(f(s.Contention)) / float64(s.Ops) }
}

// told is a metric that only a simulation tells.
func told(name, title string, of func(*Sample) float64) *Metric {
	return &Metric{Name: name, Title: title, Machine: true, Simulated: true, Of: of}
}

// Metrics returns all, those that do not depend on the machine first.
func Metrics() []*Metric {
	return []*Metric{
		{Name: "sleeps/op", Title: "sleeps per operation", Reported: true, Of: perOp(func(c *Counts) int64 { return c.Sleeps })},
		{Name: "wakeups/op", Title: "wakeups per operation", Reported: true, Of: perOp(func(c *Counts) int64 { return c.Woken })},
		{Name: "useless/op", Title: "useless wakeups per operation", Reported: true, Of: perOp(func(c *Counts) int64 { return c.Resleeps })},
		{Name: "fallbacks/op", Title: "PMD fallbacks per operation", Of: perOp(func(c *Counts) int64 { return c.Fallbacks })},
		{Name: "foreign/op", Title: "foreign waiters scanned per operation", Of: perOp(func(c *Counts) int64 { return c.Foreign })},
		{Name: "hung/round", Title: "rounds that hung", Rounds: true, Of: func(s *Sample) float64 { return float64(s.HungRounds) / float64(s.Rounds) }},
		{Name: "ops/s", Title: "operations per second", HigherBetter: true, Machine: true, Of: func(s *Sample) float64 { return float64(s.Ops) / s.Seconds }},
		{Name: "p50-wait-ns", Title: "median wait", Waiting: true, Machine: true, Of: func(s *Sample) float64 { return float64(s.WaitP50) }},
		{Name: "mean-wait-ns", Title: "mean wait", Waiting: true, Machine: true, Of: func(s *Sample) float64 { return s.WaitMean }},
		{Name: "p99-wait-ns", Title: "99th percentile of the wait", Waiting: true, Machine: true, Of: func(s *Sample) float64 { return float64(s.WaitP99) }},
		{Name: "p99.9-wait-ns", Title: "99.9th percentile of the wait", Waiting: true, Machine: true, Of: func(s *Sample) float64 { return float64(s.WaitP999) }},
		{Name: "max-wait-ns", Title: "longest wait", Waiting: true, Machine: true, Of: func(s *Sample) float64 { return float64(s.WaitMax) }},
		{Name: "p50-latency-ns", Title: "median latency", Machine: true, Of: func(s *Sample) float64 { return float64(s.LatencyP50) }},
		{Name: "p99-latency-ns", Title: "99th percentile of the latency", Machine: true, Of: func(s *Sample) float64 { return float64(s.LatencyP99) }},
		{Name: "p99.9-latency-ns", Title: "99.9th percentile of the latency", Machine: true, Of: func(s *Sample) float64 { return float64(s.LatencyP999) }},
		{Name: "min-latency-ns", Title: "shortest latency", Machine: true, Around: true, Of: func(s *Sample) float64 { return float64(s.LatencyMin) }},
		{Name: "mean-latency-ns", Title: "mean latency", Machine: true, Around: true, Of: func(s *Sample) float64 { return s.LatencyMean }},
		{Name: "max-latency-ns", Title: "longest latency", Machine: true, Around: true, Of: func(s *Sample) float64 { return float64(s.LatencyMax) }},
		{Name: "jain-index", Title: "Jain's fairness index", HigherBetter: true, Machine: true, Of: func(s *Sample) float64 { return s.Jain }},
		{Name: "gini", Title: "Gini coefficient", Machine: true, Of: func(s *Sample) float64 { return s.Gini }},
		told("woken/hit", "tasks woken by a wake that finds any", func(s *Sample) float64 { return float64(s.Counts.Woken) / float64(max(1, s.Counts.Hits)) }),
		told("barged/op", "locks taken past waiters per operation", each(func(c *Contention) int64 { return c.Barged })),
		told("handoff-ns", "mean time from a release to the next lock", func(s *Sample) float64 { return s.Contention.HandOffNS }),
		told("unheld-wait-ns/op", "wait per operation while nobody held the pages", each(func(c *Contention) int64 { return c.UnheldNS })),
		told("stall-ns/op", "false-sharing stall per operation", each(func(c *Contention) int64 { return c.StallNS })),
		told("burnt-ns/op", "CPU time per operation besides think and hold", each(func(c *Contention) int64 { return c.BurntNS })),
		told("max-bypass", "most locks by later ones in one wait", func(s *Sample) float64 { return float64(s.Contention.MostPassed) }),
		told("lwss", "distinct owners in as many locks as there are tasks", func(s *Sample) float64 {
			return float64(s.Contention.Distinct) / float64(max(1, s.Contention.Laps))
		}),
		told("mttr", "median locks until an owner has the entry again", func(s *Sample) float64 { return s.Contention.Return }),
	}
}

// MetricNamed returns the metric of that name, or nil.
func MetricNamed(name string) *Metric {
	for _, m := range Metrics() {
		if m.Name == name {
			return m
		}
	}
	return nil
}

// Values returns the values of m in the samples of r that have it; none where some
// are lower bounds, see [Record.AtLeast], or were not observed: nothing can be computed
// from those.
func (r *Record) Values(m *Metric) []float64 {
	if r.AtLeast(m) || r.Unseen(m) || len(r.Samples) == 0 {
		return nil
	}
	v := make([]float64, 0, len(r.Samples))
	for i := range r.Samples {
		if s := &r.Samples[i]; m.Has(s) {
			v = append(v, m.Of(s))
		}
	}
	return v
}

// Measured reports whether there are values of m.
func (r *Record) Measured(m *Metric) bool {
	if r.AtLeast(m) || r.Unseen(m) {
		return false
	}
	for i := range r.Samples {
		if m.Has(&r.Samples[i]) {
			return true
		}
	}
	return false
}

// Jain returns Jain's fairness index of shares: 1 if all are equal, 1/n if one
// has all. It is 1 for nothing.
func Jain(shares []float64) float64 {
	var sum, squares float64
	for _, x := range shares {
		sum += x
		squares += x * x
	}
	if squares == 0 {
		return 1
	}
	return sum * sum / (float64(len(shares)) * squares)
}

// Unseen reports whether nobody observed what m counts, in some window.
func (r *Record) Unseen(m *Metric) bool {
	for i := range r.Samples {
		if s := &r.Samples[i]; s.Unseen != 0 && s.Ops > 0 && !m.Has(s) {
			return true
		}
	}
	return false
}

// Unpaid returns how many sleeps and wakes of a simulation were not paid for.
func (r *Record) Unpaid() (n int64) {
	for i := range r.Samples {
		n += r.Samples[i].Counts.Unpaid
	}
	return n
}
