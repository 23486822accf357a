package results

import (
	"strconv"
	"strings"
	"time"
)

// Setting is a quantity that was set to another value than is usual.
type Setting struct {
	Axis  string  `json:"axis"`
	Value float64 `json:"value"`
	// Unit is "ns", "%", or "" for a number.
	Unit string `json:"unit,omitempty"`
}

// String is the setting as it stands in names: hold=10us, pmd=25.
func (s Setting) String() string { return s.Axis + "=" + FormatValue(s.Value, s.Unit) }

// FormatValue writes a value of an axis as a command line takes it.
func FormatValue(v float64, unit string) string {
	if unit == "ns" {
		return strings.Replace(time.Duration(v).String(), "µ", "u", 1)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func settings(set []Setting, between string) string {
	if len(set) == 1 {
		return set[0].String()
	}
	var words []string
	for _, s := range set {
		words = append(words, s.String())
	}
	return strings.Join(words, between)
}

// On returns where the record lies on an axis: one that was set, or tasks, cpus
// or rate.
func (r *Record) On(axis string) (Setting, bool) {
	switch axis {
	case "tasks":
		return Setting{Axis: axis, Value: float64(r.Tasks)}, true
	case "cpus":
		return Setting{Axis: axis, Value: float64(r.VCPUs)}, r.VCPUs != 0 && !r.OwnCPUs
	case "rate":
		return Setting{Axis: axis, Value: r.Rate}, r.Rate != 0
	}
	for _, s := range r.Set {
		if s.Axis == axis {
			return s, true
		}
	}
	return Setting{}, false
}
