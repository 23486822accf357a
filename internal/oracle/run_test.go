package oracle

import (
	"bytes"
	"math"
	"os"
	"testing"
)

const few = 20_000

// found runs the rows of testdata with few operations.
func found(t *testing.T, workers int) []*Result {
	t.Helper()
	f, err := os.Open("testdata/rows.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := Read(f, "rows.csv")
	if err != nil {
		t.Fatal(err)
	}
	results, err := Run(t.Context(), Cases(rows), Options{Seed: 1, Ops: few, Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// TestFamilies: a case of each family is as theory says, so far as few
// operations can tell: a tolerance for 4 million is widened.
func TestFamilies(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range found(t, 2) {
		seen[r.Family] = true
		for i, row := range r.Rows {
			may := row.tolerance(r.Ops)
			if !row.HasSE && row.Kind != exact {
				may *= math.Sqrt(4e6 / few)
			}
			if off := math.Abs(r.Values[i] - row.Value); !(off <= may) {
				t.Errorf("%s %s %s is %v, want %v within %v", r.Family, r.describe(), row.Metric, r.Values[i], row.Value, may)
			}
		}
	}
	for _, name := range Families() {
		if !seen[name] {
			t.Errorf("%s is not in testdata", name)
		}
	}
}

// TestWorkers: how many work at a time changes no byte.
func TestWorkers(t *testing.T) {
	var one, two bytes.Buffer
	for workers, w := range map[int]*bytes.Buffer{1: &one, 2: &two} {
		if _, err := Write(w, found(t, workers)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two workers find something else than one")
	}
}

// TestRecorder: batches are put together, the first tenth does not count, and
// the error of a mean is the spread of the batches over the root of their number.
func TestRecorder(t *testing.T) {
	stages := 0
	r := recorder{unit: 1, size: 1, keep: true, enough: func(*recorder) bool { stages++; return stages == 2 }}
	for i := int64(0); !r.done; i++ {
		r.record(i+1, &op{wait: i})
	}
	if r.size != 2 || r.ops() != 72 || r.total().time != 72 {
		t.Errorf("%d operations in batches of %d, in a time of %v", r.ops(), r.size, r.total().time)
	}
	mean := findMetric("wait_mean")
	if got := mean(r.total(), nil); got != 8+71.0/2 {
		t.Errorf("the mean is %v", got)
	}
	// Batches have the means 8.5, 10.5 and so on: 36 of them, 2 apart.
	want := 2 * math.Sqrt((36*36-1)/12.0*36/35) / 6
	if got := r.standardError(mean, nil); math.Abs(got-want) > 1e-9 {
		t.Errorf("its error is %v, want %v", got, want)
	}
	if got := findMetric("wait_p25")(r.total(), nil); got != 8+17 {
		t.Errorf("the first quartile is %v", got)
	}
}

// TestSharp: a run that ends before four standard errors are within the
// tolerance cannot judge a value; a count of a fixed schedule is sharp at once.
func TestSharp(t *testing.T) {
	open, counts := 0, 0
	for _, r := range found(t, 2) {
		for i, row := range r.Rows {
			if len(r.Sharp) != len(r.Rows) {
				t.Fatalf("%s has %d of %d", r.Family, len(r.Sharp), len(r.Rows))
			}
			switch {
			case row.Kind == exact:
				if counts++; !r.Sharp[i] && !row.HasSE {
					t.Errorf("%s %s is exact, and not sharp", r.Family, row.Metric)
				}
			case r.Family == "open_mm1" && row.Metric == "wait_p999":
				if open++; r.Sharp[i] {
					t.Errorf("%s %s is sharp after %d operations", r.Family, row.Metric, r.Ops)
				}
			}
		}
	}
	if open == 0 || counts == 0 {
		t.Errorf("%d values of a long tail, %d counts: nothing was looked at", open, counts)
	}
}

// TestTolerance: the rule for files.
func TestTolerance(t *testing.T) {
	for _, c := range []struct {
		row  Row
		ops  int64
		want float64
	}{
		{Row{Value: 10, HasSE: true, SE: 0.01, Kind: relative, Tol: 5}, 4_000_000, 4*0.01/2 + 0.01},
		{Row{Value: -10, Kind: relative, Tol: 0.01}, 1, 0.1},
		{Row{Value: 10, Kind: absolute, Tol: 0.002}, 1, 0.002},
		{Row{Value: 131328, Kind: exact}, 1, 0},
		{Row{Value: 190.1140684, Kind: exact, Tol: 1e-9}, 1, 190.1140684e-9},
	} {
		if got := c.row.tolerance(c.ops); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%+v: %v, want %v", c.row, got, c.want)
		}
	}
}
