package oracle

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

const good = "mm1n,8,,,,10,1,,,,,,,X,0.66,rel,0.005,5e-4,closed form\n"

func file(rows string) string { return strings.Join(header(), ",") + "\n" + rows }

// TestReadErrors: each tells the line, the column, the value and what to do.
func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"", "f.csv: the file is empty; want the line family,"},
		{"family,N\n", "f.csv:1: the columns are family,N; want family,N,C,"},
		{file(""), "f.csv: there is no row after the header"},
		{file(good + "mm1n,8\n"), "f.csv:3: 2 columns; want 19"},
		{file("\"mm1n,8\n"), "f.csv:2: extraneous or missing \" in quoted-field at byte 9; want values"},
		{file(good + good), `f.csv:3: column metric: "X" has a value for these parameters in line 2; remove one`},
		{file(strings.Replace(good, "mm1n", "mm1", 1)), `f.csv:2: column family: there is no family "mm1" (did you mean "mm1n"`},
		{file(strings.Replace(good, ",8,", ",8.5,", 1)), `column N: "8.5"; want a whole number from 1 to 4096`},
		{file(strings.Replace(good, ",8,", ",,", 1)), `column N: ""; want a whole number`},
		{file(strings.Replace(good, ",8,,", ",8,2,", 1)), `column C: "2", but mm1n has no such parameter, it has N, Z, S; leave it empty`},
		{file(strings.Replace(good, ",10,1,", ",10,0,", 1)), `column S: "0"; want at least 0.000001`},
		{file(strings.Replace(good, ",10,1,", ",-1,1,", 1)), `column Z: "-1"; want 0 or more`},
		{file(strings.Replace(good, ",10,1,", ",1e9,1,", 1)), `column Z: "1e9"; want at most 1e+06`},
		{file(strings.Replace(good, ",X,", ",frac_transit,", 1)), `column metric: mm1n has no "frac_transit"`},
		{file(strings.Replace(good, ",X,", ",wait_mean_pmd,", 1)), `column metric: mm1n has no "wait_mean_pmd"`},
		{file(strings.Replace(good, ",X,", ",wait_p,", 1)), `column metric: mm1n has no "wait_p"`},
		{file(strings.Replace(good, "0.66", "NaN", 1)), `column value: "NaN"; want a number`},
		{file(strings.Replace(good, "rel", "about", 1)), `column tol_kind: "about"; want rel, abs or exact`},
		{file(strings.Replace(good, "0.005", "-1", 1)), `column tol: "-1"; want 0 or more`},
		{file(strings.Replace(good, "5e-4", "x", 1)), `column se_1e6: "x"; want a number`},
		{file("open_mm1,,,,,,1,,,,,,1,X,1,rel,1,,\n"), "column lambda: 1 arrivals for a hold of 1 keep the lock busy for 1 of the time; want at most 0.99"},
		{file("count_pmdrange_merged_all,5,,,2,,,,,,,,,wakeups,1,exact,0,,\n"), "column M: 2 indexes for 5 tasks; want at most 512"},
		{file("count_hash,5,,,6,,,,,,,,,p_bucket_shared,1,rel,0,,\n"), "column M: 6 buckets; want a power of two, as the wait table has (such as 4)"},
		{file("stat_fairness,,,,,,,,,,1;x,,,jain,1,exact,0,,\n"), `column q: "1;x"; want shares such as 4;0;0;0`},
		{file("stat_usl,,,,,,,,,,lambda=1 sigma=2,,,X1,1,exact,0,,\n"), `column q: "lambda=1 sigma=2"; want such as lambda=100`},
		{file("stat_usl,,,,,,,,,,lambda=1 sigma=0 kappa=0,,,nstar,1,exact,0,,\n"), `column metric: stat_usl has no "nstar" with these parameters`},
		{file("stat_co,,,,,,,,,,\"1x1, interval 0\",,,raw_max,1,exact,0,,\n"), "the interval is no number above 0"},
		{file("stat_co,,,,,,,,,,\"1x1e12, interval 1\",,,raw_max,1,exact,0,,\n"), "that is more than 1000000 latencies"},
	} {
		_, err := Read(strings.NewReader(c.file), "f.csv")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q:\n%v\nwant %s", c.file, err, c.want)
		}
	}
}

// TestManyErrors: all wrong rows are told at once, up to a number.
func TestManyErrors(t *testing.T) {
	_, err := Read(strings.NewReader(file(strings.Repeat("x\n", 100))), "f.csv")
	if n := strings.Count(err.Error(), "\n"); n != mostWrong {
		t.Errorf("%d lines of errors", n+1)
	}
}

// TestTheory: all rows that docs/validation.md counts are there and can be run.
func TestTheory(t *testing.T) {
	f, err := os.Open("testdata/theory.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := Read(f, "theory.csv")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/validation.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("All %d rows of", len(rows)); !strings.Contains(string(page), want) {
		t.Errorf("docs/validation.md does not say %q", want)
	}
}

// FuzzRead: a bad file is an error, never a panic, and rows that are read have
// a case, a metric and a tolerance.
func FuzzRead(f *testing.F) {
	data, err := os.ReadFile("testdata/rows.csv")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		f.Add(file(line))
	}
	f.Add(file(good + "\"\n"))
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := Read(strings.NewReader(text), "f.csv")
		if (err == nil) != (len(rows) > 0) {
			t.Fatalf("%d rows and the error %v", len(rows), err)
		}
		for _, c := range Cases(rows) {
			c.describe()
			for _, r := range c.Rows {
				if c.family.stat == nil && findMetric(r.Metric) == nil {
					t.Errorf("line %d has an unknown metric %q", r.Line, r.Metric)
				}
				if !(r.tolerance(1) >= 0) {
					t.Errorf("line %d may be off by %v", r.Line, r.tolerance(1))
				}
			}
		}
	})
}
