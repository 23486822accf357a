package words_test

import (
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
	"daxwait/results/words"
)

// TestNothingIsClearOnABusyMachine: the same records on a quiet one have a leader.
func TestNothingIsClearOnABusyMachine(t *testing.T) {
	for load, busy := range map[float64]bool{1: false, 20: true} {
		var records []*results.Record
		for i, strategy := range []string{"exclusive", "perindex"} {
			r := made.Record("p", strategy, made.Ten(1000*int64(1+9*i), 1), made.Ten(5, 1))
			r.Machine.Load = load
			records = append(records, r)
		}
		var b strings.Builder
		if err := words.WriteSummary(&b, records); err != nil {
			t.Fatal(err)
		}
		if err := words.WriteFindings(&b, records, "exclusive", "daxwait"); err != nil {
			t.Fatal(err)
		}
		for text, is := range map[string]bool{
			"ahead in 1": !busy, "perindex (20.01k)": !busy, "machine busy (20.01k)": busy, "not told in 1, as the machine was busy": busy,
			"machine busy: load 20.0 on 8 CPUs: nothing is called clear": busy,
		} {
			if strings.Contains(b.String(), text) != is {
				t.Errorf("load %v: %q is there: %v, in\n%s", load, text, !is, b.String())
			}
		}
	}
}
