package trace

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

var csvColumns = [...]string{
	"trace", "seconds", "faults", "pte", "pmd", "fallback", "get", "waits", "sleeps", "resleeps",
	"wakes", "wakes_all", "wakes_hit", "woken", "still_asleep", "maxq", "invalidate", "writeback", "pte_hole", "pmd_hole",
	"hold_p50_us", "hold_p90_us", "hold_p99_us", "hold_max_us", "wait_p50_us", "wait_p90_us", "wait_p99_us", "wait_max_us",
	"run_p50_us", "run_p90_us", "run_p99_us", "run_max_us", "fault_p50_us", "fault_p90_us", "fault_p99_us", "fault_max_us",
}

// WriteCSVHeader writes the names of the columns that [Summary.WriteCSV]
// fills, and the end of line of RFC 4180.
func WriteCSVHeader(w io.Writer) error { return writeRecord(w, csvColumns[:]) }

// WriteCSV writes s as one line of summary.csv: seconds to three decimals,
// durations in microseconds to one. A column is empty where nothing was
// measured or where the trace does not tell: see [Summary.Tells].
func (s *Summary) WriteCSV(w io.Writer) error {
	row := make([]string, 0, len(csvColumns))
	row = append(row, s.Trace, seconds(s.Seconds))
	for _, c := range [...]struct {
		n  int64
		of Quantity
	}{
		{s.Faults, Faults}, {s.PTE, Faults}, {s.PMD, Faults}, {s.Fallback, Fallbacks}, {s.Get, Lookups},
		{s.Waits, Sleeps}, {s.Sleeps, Sleeps}, {s.Resleeps, Sleeps}, {s.Wakes, Wakes}, {s.WakesAll, Wakes},
		{s.WakesHit, Woken}, {s.Woken, Woken}, {s.StillAsleep, Woken}, {s.MaxQ, Woken},
		{s.Invalidate, Invalidations}, {s.Writeback, Writebacks}, {s.PTEHole, Holes}, {s.PMDHole, Holes},
	} {
		if !s.Tells(c.of) {
			row = append(row, "")
			continue
		}
		row = append(row, strconv.FormatInt(c.n, 10))
	}
	for _, q := range [...]struct {
		Quantiles
		of Quantity
	}{{s.Hold, Holds}, {s.Wait, WaitTimes}, {s.Run, RunTimes}, {s.Fault, FaultTimes}} {
		for _, ns := range [...]int64{q.P50, q.P90, q.P99, q.Max} {
			if q.N == 0 || !s.Tells(q.of) {
				row = append(row, "")
			} else {
				row = append(row, tenths(ns))
			}
		}
	}
	return writeRecord(w, row)
}

// Tells reports whether a quantity is known: its events were captured, and what
// they say can be trusted.
func (s *Summary) Tells(q Quantity) bool {
	return s.Captured.Tells(q) && (q != Fallbacks || s.FallbackKnown)
}

func writeRecord(w io.Writer, row []string) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(row); err != nil {
		return err
	}
	c.Flush()
	return c.Error()
}

// seconds prints three decimals without the zeros at the end, but one at
// least.
func seconds(s float64) string {
	t := strings.TrimRight(strconv.FormatFloat(s, 'f', 3, 64), "0")
	if strings.HasSuffix(t, ".") {
		t += "0"
	}
	return t
}

// tenths prints nanoseconds as microseconds with one decimal.
func tenths(ns int64) string {
	n := (ns + unitNS/2) / unitNS
	return strconv.FormatInt(n/10, 10) + "." + strconv.FormatInt(n%10, 10)
}
