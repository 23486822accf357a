package oracle

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
)

// Off returns how far the value of the i-th row is off, in units of what it may
// be off; it fails if that is more than 1.
func (r *Result) Off(i int) float64 {
	row := r.Rows[i]
	diff := r.Values[i] - row.Value
	if diff == 0 {
		return 0
	}
	off := diff / row.tolerance(r.Ops)
	if math.IsNaN(off) {
		return math.Inf(1)
	}
	return off
}

// Summary counts rows.
type Summary struct{ Rows, Failed int }

// Write writes a line for each row, and then one for each family. The first
// error of w ends it.
func Write(w io.Writer, found []*Result) (Summary, error) {
	type share struct {
		name  string
		cases int
		ops   int64
		worst float64
		Summary
	}
	var all Summary
	var families []*share
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "family\tparameters\tmetric\tvalue\tours\toff by\t")
	for _, r := range found {
		at := slices.IndexFunc(families, func(f *share) bool { return f.name == r.Family })
		if at < 0 {
			at = len(families)
			families = append(families, &share{name: r.Family})
		}
		f := families[at]
		f.cases++
		f.ops += r.Ops
		for i, row := range r.Rows {
			off := r.Off(i)
			verdict := "pass"
			f.Rows++
			if !(math.Abs(off) <= 1) {
				verdict = "FAIL"
				f.Failed++
			}
			f.worst = max(f.worst, math.Abs(off))
			fmt.Fprintf(t, "%s\t%s\t%s\t%.10g\t%.10g\t%+.2f\t%s\n", r.Family, r.describe(), row.Metric, row.Value, r.Values[i], off, verdict)
		}
	}
	fmt.Fprint(t, "\nfamily\tcases\trows\tfailed\tworst\toperations\n")
	for _, f := range families {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.2f\t%d\n", f.name, f.cases, f.Rows, f.Failed, f.worst, f.ops)
		all.Rows += f.Rows
		all.Failed += f.Failed
	}
	fmt.Fprintf(t, "\n%d of %d rows pass; off by and worst are in units of what a row may be off.\n", all.Rows-all.Failed, all.Rows)
	return all, t.Flush()
}
