package oracle

import (
	"strconv"
	"strings"
)

// metric computes a quantity of what operations add up to.
type metric func(*sums, *Params) float64

// findMetric returns the metric of a name, or nil.
func findMetric(name string) metric {
	if rest, ok := strings.CutPrefix(name, "wait_"); ok {
		return waitMetric(rest)
	}
	switch name {
	case "X":
		return func(s *sums, _ *Params) float64 { return s.ops() / s.time }
	case "util", "holders_mean":
		return func(s *sums, _ *Params) float64 { return s.hold / s.time }
	case "p_wait":
		return func(s *sums, _ *Params) float64 { return (s.waits[pte].waited + s.waits[pmd].waited) / s.ops() }
	case "qlen_wait":
		return func(s *sums, _ *Params) float64 { return (s.waits[pte].sum + s.waits[pmd].sum) / s.time }
	case "frac_transit":
		return func(s *sums, _ *Params) float64 { return s.transit / s.time }
	case "util_max":
		return func(s *sums, p *Params) float64 { return s.hotHold / (s.time * alike(p)) }
	case "util_min":
		return func(s *sums, p *Params) float64 { return s.coldHold / (s.time * alike(p)) }
	case "qlen_hot":
		return func(s *sums, p *Params) float64 { return s.hotStay / (s.time * alike(p)) }
	case "cpu_util":
		return func(s *sums, p *Params) float64 { return s.burnt / (s.time * float64(p.C)) }
	case "runq_mean":
		return func(s *sums, _ *Params) float64 { return s.cpuWait / s.time }
	case "cpu_wait_mean":
		return func(s *sums, _ *Params) float64 { return s.cpuWait / s.ops() }
	case "wakes_per_op":
		return func(s *sums, _ *Params) float64 { return s.wakes / s.ops() }
	case "spurious_per_op":
		return func(s *sums, _ *Params) float64 { return s.spurious / s.ops() }
	case "barge_per_op":
		return func(s *sums, _ *Params) float64 { return s.barges / s.ops() }
	case "wakeups":
		return func(s *sums, _ *Params) float64 { return s.wakes }
	case "spurious":
		return func(s *sums, _ *Params) float64 { return s.spurious }
	case "makespan":
		return func(s *sums, _ *Params) float64 { return s.time }
	case "foreign_waiters_scanned_mean":
		return func(s *sums, _ *Params) float64 { return s.foreign / s.ops() }
	case "p_bucket_shared":
		return func(s *sums, _ *Params) float64 { return s.shared / s.ops() }
	}
	return nil
}

// alike returns how many locks are as popular as the most, or the least, popular
// one. If all are, the mean of all is as good as one of them, and sharper.
func alike(p *Params) float64 {
	if p.Zipf == 0 {
		return float64(max(1, p.K))
	}
	return 1
}

// waitMetric returns a metric of waits: mean, sd, max or a percentile, of all
// or, with _pmd or _pte behind it, of a class.
func waitMetric(name string) metric {
	name, class, _ := strings.Cut(name, "_")
	of := func(s *sums) *waits { return s.both() }
	switch class {
	case "":
	case "pmd":
		of = func(s *sums) *waits { return &s.waits[pmd] }
	case "pte":
		of = func(s *sums) *waits { return &s.waits[pte] }
	default:
		return nil
	}
	switch name {
	case "mean":
		return func(s *sums, _ *Params) float64 { return of(s).sum / max(1, of(s).n) }
	case "sd":
		return func(s *sums, _ *Params) float64 { return of(s).sd() }
	case "max":
		return func(s *sums, _ *Params) float64 { return of(s).max }
	}
	if p, ok := percentile(name); ok {
		return func(s *sums, _ *Params) float64 { return of(s).percentile(p) }
	}
	return nil
}

// percentile reads "p50", "p99", "p999" and the like: digits of a fraction.
func percentile(name string) (p float64, ok bool) {
	digits, ok := strings.CutPrefix(name, "p")
	if !ok || len(digits) < 2 || len(digits) > 6 || strings.Trim(digits, "0123456789") != "" {
		return 0, false
	}
	p, err := strconv.ParseFloat("0."+digits, 64)
	return p, err == nil
}

// keepsAll reports whether a metric needs each wait.
func keepsAll(name string) bool {
	rest, ok := strings.CutPrefix(name, "wait_p")
	return ok && rest != ""
}
