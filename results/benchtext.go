package results

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// benchText is records in Go's benchmark format, below their units; nothing if
// there are none.
func benchText(records []*Record) ([]byte, error) {
	if len(records) == 0 {
		return nil, nil
	}
	b := bytes.NewBufferString(benchUnits())
	for _, r := range records {
		if err := WriteBench(b, r); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

// benchUnits are the lines that declare units.
func benchUnits() string {
	var b strings.Builder
	for _, m := range Metrics() {
		better := "lower"
		if m.HigherBetter {
			better = "higher"
		}
		fmt.Fprintf(&b, "Unit %s better=%s\n", m.Name, better)
		if !m.Machine {
			fmt.Fprintf(&b, "Unit %s%s better=%s assume=exact\n", exact, m.Name, better)
		}
	}
	return b.String()
}

// exact is before the units of counts of fixed schedules, which are declared
// exact in the files.
const exact = "exact-"

// atLeast is before the units of latencies that are lower bounds, in some window.
const atLeast = "at-least-"

// WriteBench writes the samples of a record in Go's benchmark format, a line
// each.
func WriteBench(w io.Writer, r *Record) error {
	bw := benchfmt.NewWriter(w)
	for i := range r.Samples {
		s := &r.Samples[i]
		res := r.result()
		res.Iters = int(s.Ops)
		for _, m := range Metrics() {
			if m.Has(s) {
				res.Values = append(res.Values, benchfmt.Value{Value: m.Of(s), Unit: r.unit(m)})
			}
		}
		if len(res.Values) == 0 {
			continue
		}
		if err := bw.Write(res); err != nil {
			return err
		}
	}
	return nil
}

// result is the record as a result without values. Only what makes results
// incomparable goes into the configuration.
func (r *Record) result() *benchfmt.Result {
	name, config := r.Name(), [][2]string{{"profile", r.Profile}}
	if m := r.Machine; r.Engine != "sim" {
		name += "-" + strconv.Itoa(m.GOMAXPROCS)
		config = [][2]string{{"goos", m.OS}, {"goarch", m.Arch}, {"cpu", m.CPU}, {"kernel", m.Kernel}, {"go", m.Go}}
	}
	res := &benchfmt.Result{Name: benchfmt.Name(name)}
	for _, c := range config {
		res.Config = append(res.Config, benchfmt.Config{Key: c[0], Value: []byte(c[1]), File: true})
	}
	return res
}

// unit is the unit of a metric in the record.
func (r *Record) unit(m *Metric) string {
	switch {
	case r.Exact && !m.Machine:
		return exact + m.Name
	case r.AtLeast(m):
		return atLeast + m.Name
	}
	return m.Name
}
