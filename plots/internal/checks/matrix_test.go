package checks

import (
	"fmt"
	"strings"
	"testing"

	"daxwait/plots/internal/ink/inktest"
	"daxwait/results"
	"daxwait/results/words"
)

// catalogue is designs and scenarios as many and as long as they get.
func catalogue() (designs, scenarios []string) {
	designs = strings.Fields("exclusive perindex merged mergednext nopmd merged-2019 linux-4.9 linux-4.19 linux-4.20-rc1 linux-5.2 linux-5.3-rc1 linux-5.3 linux-5.12 linux-6.15 linux-6.16 wake-if-absent wake-both")
	scenarios = strings.Fields(`faults/pte-same faults/pte-neighbours faults/pmd-same faults/pmd-and-pte faults/pmd-cold faults/pte-cold faults/two-pmds
		invalidations/of-pte invalidations/of-pmd invalidations/of-pmd-behind-a-fault invalidations/of-two-ptes invalidations/whole-file
		writeback/of-pte writeback/of-pmd writeback/tagged writeback/behind-invalidation writeback/twice
		truncation/punch-pmd truncation/punch-pte truncation/to-zero truncation/behind-fault
		upgrades/pte-to-pmd upgrades/zero-page upgrades/split-by-punch`)
	return designs, scenarios
}

// checked makes up what a check finds: the same for the same arguments.
func checked(designs, scenarios []string) (list []*results.Verdict) {
	for d, design := range designs {
		for s, scenario := range scenarios {
			v := &results.Verdict{
				Strategy: design, Scenario: scenario, Verdict: results.Proved, AsExpected: true, States: int64(40000 + 1237*s*s), Seconds: 0.4 + float64(s)/9,
				Bounds: results.Bounds{Tasks: 2 + s%3, Operations: 3 + s%5, Spurious: 1, MaxStates: 1e7},
			}
			h := (d*31 + s*17 + d*s*7) % 97
			all := words.Kinds()
			switch {
			case d > 4 && d < 13 && h < 30:
				v.Verdict = results.Violation
				v.Kind = all[[]int{0, 0, 0, 1, 0, 3, 0, 2, 4, 5, 0, 6, 7, 8, 0}[h%15]].Name
				v.Kinds = []string{v.Kind}
				if h%4 == 0 {
					v.Kinds = append(v.Kinds, "lost wakeup", "livelock")[:1+h%3]
				}
				v.AsExpected = h%11 != 0
			case h == 31 || h == 57:
				v.Verdict, v.Bounds.Hit = results.Incomplete, "states"
			case d == 16 && s > 18:
				continue
			case h%3 == 0:
				v.Findings = []string{remarks()[h%5].name}
				if h%6 == 0 {
					v.Findings = append(v.Findings, remarks()[h%4].name)
				}
				if h%18 == 0 {
					v.Findings = []string{"stranded", "false-sharing stall", "herd", "immediate fallback", "skipped"}
				}
			}
			list = append(list, v)
		}
	}
	return list
}

func TestMatrix(t *testing.T) {
	designs, scenarios := catalogue()
	f := Matrix(checked(designs, scenarios), MatrixOptions{Footer: "commit 0123456789ab"})
	inktest.Tidy(t, f)
	inktest.Keep(t, f)
}

func TestMatrixOfOddSizes(t *testing.T) {
	designs, scenarios := catalogue()
	var many []string
	for i := range 35 {
		many = append(many, fmt.Sprintf("%s-%d", strings.Repeat("invalidations-of-pmd-", 2)[:26], i))
	}
	for _, c := range []struct{ designs, scenarios []string }{
		{nil, nil},
		{designs[:1], scenarios[:1]},
		{designs[:2], scenarios[:3]},
		{append(designs, "a-design-of-long-n", "x", "y"), many},
		{[]string{strings.Repeat("long-", 30)}, []string{strings.Repeat("long/", 30), "a/<&>", "\x00"}},
	} {
		inktest.Tidy(t, Matrix(checked(c.designs, c.scenarios), MatrixOptions{Name: "odd"}))
	}
	inktest.Tidy(t, Matrix([]*results.Verdict{nil, {}, {Strategy: "a", Verdict: "VIOLATION"}}, MatrixOptions{}))
}

func TestMatrixLegend(t *testing.T) {
	list := []*results.Verdict{
		{Strategy: "a", Scenario: "x", Verdict: results.Proved, AsExpected: true, Findings: []string{"herd"}},
		{Strategy: "b", Scenario: "x", Verdict: results.Violation, AsExpected: true, Kind: "lost wakeup"},
	}
	f := Matrix(list, MatrixOptions{})
	for text, want := range map[string]bool{
		"proved": true, "lost wakeup": true, "herd": true,
		"lock cycle": false, "panic or other": false, "search incomplete": false, "not run": false, "not as expected": false, "stranded": false, "more kinds": false,
	} {
		if inktest.Says(f, text) != want {
			t.Errorf("%q in the legend: %v", text, !want)
		}
	}
	// A proof counts more than a search that was cut, a violation more than both.
	for i, v := range []string{results.Incomplete, results.Proved, results.Violation, results.Proved} {
		list = append(list, &results.Verdict{Strategy: "c", Scenario: "x", Verdict: v, Kind: "livelock"})
		if f := Matrix(list, MatrixOptions{}); inktest.Says(f, "livelock") != (i >= 2) || inktest.Says(f, "search incomplete") != (i == 0) {
			t.Errorf("after %d verdicts of a cell it is another", i+1)
		}
	}
}

func ExampleMatrix() {
	f := Matrix([]*results.Verdict{
		{Strategy: "exclusive", Scenario: "faults/pmd", Verdict: results.Proved, AsExpected: true},
		{Strategy: "linux-5.2", Scenario: "faults/pmd", Verdict: results.Violation, Kind: "lost wakeup", AsExpected: true},
	}, MatrixOptions{})
	fmt.Println(f.Name + ": " + f.Caption)
	// Output: matrix: 1 of 2 designs loses a wakeup in faults/pmd; 1 is proved
}
