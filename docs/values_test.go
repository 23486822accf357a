package docs_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"daxwait/results"
	"daxwait/results/compare"
)

// units are what a figure is divided by.
var units = map[string]float64{"": 1, "us": 1e3, "ms": 1e6, "k": 1e3}

// figured is a value with so many digits.
func figured(v float64, digits int) string {
	if v >= 1000 && math.Pow10(digits) > v {
		return commas(int64(math.Round(v)))
	}
	places := max(0, digits-1-int(math.Floor(math.Log10(max(v, 1e-9)))))
	return strconv.FormatFloat(v, 'f', places, 64)
}

// value is a design's median over windows, or its range, in a unit and with so many
// digits: "DESIGN METRIC UNIT DIGITS".
func value(records []*results.Record, asked []string, ranged bool) (string, error) {
	if len(asked) != 4 {
		return "", fmt.Errorf("want DESIGN METRIC UNIT DIGITS")
	}
	m, by := results.MetricNamed(asked[1]), units[strings.TrimSuffix(asked[2], "-")]
	digits, err := strconv.Atoi(asked[3])
	if m == nil || by == 0 || err != nil {
		return "", fmt.Errorf("no metric, unit or number of digits: %q", asked[1:])
	}
	records = slices.DeleteFunc(slices.Clone(records), func(r *results.Record) bool { return r.Strategy != asked[0] })
	if len(records) != 1 {
		return "", fmt.Errorf("%d records", len(records))
	}
	v := records[0].Values(m)
	if len(v) == 0 {
		return "", fmt.Errorf("no values")
	}
	if ranged {
		return "[" + figured(slices.Min(v)/by, digits) + ", " + figured(slices.Max(v)/by, digits) + "]", nil
	}
	return figured(compare.Median(v).Value/by, digits), nil
}

// piled is of the pile-ups of a record: "DESIGN first|last median|least|most UNIT
// DIGITS", when a task is first lost, or how long after it the last one stops; or
// "DESIGN number", how many there are.
func piled(records []*results.Record, asked []string) (string, error) {
	var first, last []float64
	for _, r := range records {
		for _, p := range r.Pileups {
			if r.Strategy != asked[0] || len(p.Stops) == 0 {
				continue
			}
			i := slices.IndexFunc(p.Stops, func(s results.Stop) bool { return s.Lost })
			if i < 0 {
				return "", fmt.Errorf("a pile-up in which nobody is lost")
			}
			first = append(first, float64(p.Stops[i].NS))
			last = append(last, float64(p.Stops[len(p.Stops)-1].NS-p.Stops[i].NS))
		}
	}
	switch {
	case len(first) == 0:
		return "", fmt.Errorf("no pile-ups")
	case len(asked) == 2 && asked[1] == "number":
		return fmt.Sprint(len(first)), nil
	case len(asked) != 5:
		return "", fmt.Errorf("want DESIGN first|last median|least|most UNIT DIGITS")
	}
	of := first
	if asked[1] == "last" {
		of = last
	}
	found, ok := map[string]float64{"median": compare.Median(of).Value, "least": slices.Min(of), "most": slices.Max(of)}[asked[2]]
	digits, err := strconv.Atoi(asked[4])
	if by := units[asked[3]]; !ok || by == 0 || err != nil {
		return "", fmt.Errorf("no such figure, unit or number of digits: %q", asked[2:])
	}
	return figured(found/units[asked[3]], digits), nil
}
