package oracle

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
)

// family is a system, up to its parameters. Exactly one of plan, tally and stat
// says how it is computed.
type family struct {
	name    string
	columns []string // it has parameters in
	metrics []string // that it has; wait_* stands for all about waits
	check   func(*Params) error
	// plan is what a simulation does; tally one without locks.
	plan  func(*Params) *plan
	tally func(context.Context, *Case, *Options) (*recorder, error)
	// stat computes metrics without a simulation, from the words of the row.
	stat func(words string) (statistic, error)
}

// statistic returns the value of a metric, if it is one.
type statistic func(metric string) (float64, bool)

// judges returns what is wrong with parameters, or with a metric for them.
func (f *family) judges(metric string, p *Params) error {
	known := f.has(metric)
	switch {
	case f.stat != nil:
		value, err := f.stat(p.Words)
		if err != nil {
			return err
		}
		_, known = value(metric)
	case f.check != nil:
		if err := f.check(p); err != nil {
			return err
		}
	}
	if !known {
		return fmt.Errorf("column metric: %s has no %q with these parameters; it has %s", f.name, metric, strings.Join(f.metrics, ", "))
	}
	return nil
}

// has reports whether a simulated family has a metric.
func (f *family) has(metric string) bool {
	if !strings.HasPrefix(metric, "wait_") {
		return slices.Contains(f.metrics, metric)
	}
	all := "wait_*"
	if strings.HasSuffix(metric, "_pmd") || strings.HasSuffix(metric, "_pte") {
		all = "wait_*" + metric[len(metric)-len("_pmd"):]
	}
	return slices.Contains(f.metrics, all) && findMetric(metric) != nil
}

// lockMetrics are what a family about one lock has.
func lockMetrics(more ...string) []string {
	return append([]string{"X", "util", "wait_*", "p_wait", "qlen_wait", "holders_mean", "wakes_per_op", "spurious_per_op", "barge_per_op"}, more...)
}

// cpuMetrics are what one has that is short of CPUs.
func cpuMetrics() []string { return lockMetrics("cpu_util", "runq_mean", "cpu_wait_mean") }

// families returns all, in the order of the table in their description.
func families() []*family {
	think := func(more ...string) []string { return append([]string{"N", "Z", "S"}, more...) }
	mix := []string{"X", "wait_*", "wait_*_pmd", "wait_*_pte", "p_wait", "qlen_wait", "holders_mean"}
	counts := []string{"wakeups", "spurious"}
	return []*family{
		{name: "mm1n", columns: think(), metrics: lockMetrics(), plan: mm1n},
		{name: "mm1n_detthink", columns: think(), metrics: lockMetrics(), plan: mm1nDetThink},
		{name: "md1n", columns: think(), metrics: lockMetrics(), plan: md1n},
		{name: "dd1", columns: think(), metrics: lockMetrics(), plan: dd1},
		{name: "burst", columns: []string{"N", "S"}, metrics: lockMetrics("makespan", "wakeups", "spurious"), plan: burst},
		{name: "stripe", columns: think("K", "zipf"), metrics: []string{"X", "wait_*", "p_wait", "qlen_wait", "holders_mean", "util_max", "util_min", "qlen_hot"}, plan: stripe},
		{name: "cputhink", columns: think("C"), metrics: cpuMetrics(), plan: cpuThink},
		{name: "handoff", columns: think("d"), metrics: lockMetrics("frac_transit"), plan: mm1n},
		{name: "barge_next", columns: think("d"), metrics: lockMetrics(), plan: woken("exclusive")},
		{name: "barge_all", columns: think("d"), metrics: lockMetrics(), plan: woken("perindex")},
		{name: "herdserial_next", columns: think("w"), metrics: lockMetrics(), plan: herdSerial(false)},
		{name: "herdserial_all", columns: think("w"), metrics: lockMetrics(), plan: herdSerial(true)},
		{name: "herdserial_next_det", columns: think("w"), metrics: lockMetrics(), plan: herdSerialDet(false)},
		{name: "herdserial_all_det", columns: think("w"), metrics: lockMetrics(), plan: herdSerialDet(true)},
		{name: "cpu_next", columns: think("C", "c"), metrics: cpuMetrics(), plan: onCPU("exclusive")},
		{name: "cpu_all", columns: think("C", "c"), metrics: cpuMetrics(), plan: onCPU("perindex")},
		{name: "pmdmix_fifo", columns: think("M", "q"), metrics: mix, plan: pmdMix(false)},
		{name: "pmdmix_scan", columns: think("M", "q"), metrics: mix, plan: pmdMix(true)},
		{name: "open_mm1", columns: []string{"S", "lambda"}, metrics: lockMetrics(), check: stable, plan: openMM1},
		{name: "open_md1", columns: []string{"S", "lambda"}, metrics: lockMetrics(), check: stable, plan: openMD1},
		{name: "count_burst_next", columns: []string{"N"}, metrics: counts, plan: countWakes("exclusive")},
		{name: "count_burst_all", columns: []string{"N"}, metrics: counts, plan: countWakes("perindex")},
		{name: "count_pmdrange_perindex_all", columns: []string{"N", "M"}, metrics: counts, check: pmdRange, plan: countWakes("perindex")},
		{name: "count_pmdrange_merged_all", columns: []string{"N", "M"}, metrics: counts, check: pmdRange, plan: countWakes("merged")},
		{name: "count_pmdrange_keyed_next", columns: []string{"N", "M"}, metrics: counts, check: pmdRange, plan: countWakes("exclusive")},
		{name: "count_hash", columns: []string{"N", "M"}, metrics: []string{"foreign_waiters_scanned_mean", "p_bucket_shared"}, check: powerOfTwo, tally: countForeign},
		{name: "stat_fairness", columns: []string{args}, metrics: []string{"jain", "gini"}, stat: fairness},
		{name: "stat_usl", columns: []string{args}, metrics: []string{"X1", "X2 and so on", "nstar"}, stat: usl},
		{name: "stat_co", columns: []string{args}, metrics: []string{"raw_ and corrected_ count, max, mean, p99 and the like"}, stat: omission},
	}
}

// Families returns the names of all families.
func Families() []string {
	var names []string
	for _, f := range families() {
		names = append(names, f.name)
	}
	return names
}

func findFamily(name string) *family {
	all := families()
	if i := slices.Index(Families(), name); i >= 0 {
		return all[i]
	}
	return nil
}

// mostLoad is how near an open queue may come to being full all the time.
const mostLoad = 0.99

func stable(p *Params) error {
	if load := p.Lambda * p.S; load > mostLoad {
		return fmt.Errorf("column lambda: %g arrivals for a hold of %g keep the lock busy for %.4g of the time; want at most %g", p.Lambda, p.S, load, mostLoad)
	}
	return nil
}

func pmdRange(p *Params) error {
	if p.M > 512 || p.N%p.M != 0 {
		return fmt.Errorf("column M: %d indexes for %d tasks; want at most 512, the indexes of a PMD, and as many tasks on each", p.M, p.N)
	}
	return nil
}

func powerOfTwo(p *Params) error {
	if p.M&(p.M-1) != 0 {
		return fmt.Errorf("column M: %d buckets; want a power of two, as the wait table has (such as %d)", p.M, 1<<int(math.Log2(float64(p.M))))
	}
	return nil
}
