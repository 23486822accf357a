package oracle

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"daxwait/results"
	"daxwait/results/compare"
)

// fairness is of shares, such as "4;0;0;0".
func fairness(text string) (statistic, error) {
	var shares []float64
	for word := range strings.SplitSeq(text, ";") {
		v, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
		if err != nil || !(v >= 0 && v <= 1e12) {
			return nil, fmt.Errorf("column q: %q; want shares such as 4;0;0;0", text)
		}
		shares = append(shares, v)
	}
	return func(metric string) (float64, bool) {
		switch metric {
		case "jain":
			return results.Jain(shares), true
		case "gini":
			return results.Gini(shares), true
		}
		return 0, false
	}, nil
}

// usl is of parameters, such as "lambda=100 sigma=0.05 kappa=0.001".
func usl(text string) (statistic, error) {
	var u compare.USL
	words := strings.Fields(text)
	for i, p := range []struct {
		name  string
		value *float64
	}{{"lambda", &u.Lambda}, {"sigma", &u.Sigma}, {"kappa", &u.Kappa}} {
		bad := true
		if len(words) == 3 {
			value, named := strings.CutPrefix(words[i], p.name+"=")
			v, err := strconv.ParseFloat(value, 64)
			*p.value = v
			bad = !named || err != nil || !(v >= 0 && v <= 1e12)
		}
		if bad {
			return nil, fmt.Errorf("column q: %q; want such as lambda=100 sigma=0.05 kappa=0.001", text)
		}
	}
	return func(metric string) (float64, bool) {
		if metric == "nstar" {
			return u.Peak(), !math.IsInf(u.Peak(), 0)
		}
		digits, ok := strings.CutPrefix(metric, "X")
		n, err := strconv.Atoi(digits)
		return u.At(float64(n)), ok && err == nil && n >= 1
	}, nil
}

// mostFilled is how many latencies back-fill may leave.
const mostFilled = 1_000_000

// omission is of latencies, such as "9999x1 + 1x100, interval 1".
func omission(text string) (statistic, error) {
	bad := func(why string) (statistic, error) {
		return nil, fmt.Errorf("column q: %q: %s; want such as \"9999x1 + 1x100, interval 1\"", text, why)
	}
	list, rest, _ := strings.Cut(text, ",")
	interval, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(rest), "interval ")), 64)
	if err != nil || !(interval > 0 && interval <= 1e12) {
		return bad("the interval is no number above 0")
	}
	var raw []float64
	filled := 0.0
	for group := range strings.SplitSeq(list, "+") {
		times, value, _ := strings.Cut(strings.TrimSpace(group), "x")
		n, err := strconv.Atoi(times)
		v, err2 := strconv.ParseFloat(value, 64)
		if err != nil || err2 != nil || n < 1 || !(v >= 0 && v <= 1e12) {
			return bad(fmt.Sprintf("%q is no count and latency", group))
		}
		if filled += float64(n) * max(1, v/interval); filled > mostFilled {
			return bad(fmt.Sprintf("that is more than %d latencies", mostFilled))
		}
		raw = append(raw, slices.Repeat([]float64{v}, n)...)
	}
	corrected := results.BackFill(raw, interval)
	slices.Sort(raw)
	slices.Sort(corrected)
	return func(metric string) (float64, bool) {
		if name, ok := strings.CutPrefix(metric, "raw_"); ok {
			return ofLatencies(raw, name)
		}
		name, ok := strings.CutPrefix(metric, "corrected_")
		v, known := ofLatencies(corrected, name)
		return v, ok && known
	}, nil
}

// ofLatencies returns a quantity of sorted latencies.
func ofLatencies(sorted []float64, name string) (float64, bool) {
	switch name {
	case "count":
		return float64(len(sorted)), true
	case "max":
		return sorted[len(sorted)-1], true
	case "mean":
		sum := 0.0
		for _, l := range sorted {
			sum += l
		}
		return sum / float64(len(sorted)), true
	}
	p, ok := percentile(name)
	return compare.NearestRank(sorted, p), ok
}
