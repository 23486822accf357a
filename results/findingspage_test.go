package results_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/compare"
)

// reference is a folder of the reference results.
type reference []*results.Record

func read(t *testing.T, name string) reference {
	t.Helper()
	records, _, err := results.Read("reference/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return results.Base(records)
}

// TestFindings computes what docs/findings.md says of the front from the reference
// results, and looks for the words. The figures that have a source behind them are
// tested beside the pages.
func TestFindings(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads all designs of a space")
	}
	text, err := os.ReadFile("../docs/findings.md")
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(string(text)), " ")
	for _, want := range ofFronts(t) {
		if !strings.Contains(flat, want) {
			t.Errorf("docs/findings.md does not say %q, which the reference results do", want)
		}
	}
}

func ofFronts(t *testing.T) []string {
	records := read(t, "space/front")
	fronts := compare.Fronts(records)
	designs, most := map[string]bool{}, 0
	for _, r := range records {
		designs[r.Strategy] = true
	}
	on := func(design string) (n int) {
		for _, f := range fronts {
			if slices.ContainsFunc(f.Members, func(a compare.Alike) bool { return slices.Contains(a.Strategies, design) }) {
				n++
			}
		}
		return n
	}
	for _, f := range fronts {
		most = max(most, len(f.Members))
	}
	return []string{
		fmt.Sprintf("Of [%d safe designs]", len(designs)),
		fmt.Sprintf("%d at most are on the front", most),
		fmt.Sprintf("direct hand-off in %d of %d patterns, `exclusive` in %d, waking all on unlock (`perindex`) in %d", on("handoff"), len(fronts), on("exclusive"), on("perindex")),
	}
}
