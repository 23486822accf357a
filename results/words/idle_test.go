package words

import (
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestNoOperationIsSaid by name, in sentences and in the table.
func TestNoOperationIsSaid(t *testing.T) {
	frozen := made.Simulated("frozen", make([]int64, 10), make([]int64, 10))
	records := []*results.Record{
		made.Simulated("base", made.Ten(1000, 1), made.Ten(10, 1)), made.Simulated("other", made.Ten(2000, 1), made.Ten(10, 1)), frozen,
	}
	var sentences, table strings.Builder
	if err := WriteFindings(&sentences, records, "base", "daxwait"); err != nil {
		t.Fatal(err)
	}
	if err := WriteSummary(&table, records); err != nil {
		t.Fatal(err)
	}
	if got := sentences.String(); !strings.Contains(got, "frozen did no operation in p, and is not compared there.") || !strings.Contains(got, "other   ops/s ahead in 1") {
		t.Error(got)
	}
	if got := table.String(); !strings.Contains(got, "frozen (no operation)") {
		t.Error(got)
	}
}
