package glossary_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"daxwait/internal/glossary"
	"daxwait/strategies"
)

// rows are those of a table of inputs with their answers, without its head.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil || len(all) < 3 {
		t.Fatalf("%d rows: %v", len(all), err)
	}
	return all[1:]
}

// TestVersionsOfReports: each version has the design that its release has.
func TestVersionsOfReports(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	for _, r := range rows(t, "versions.csv") {
		if got := g.Explain(r[0]); !strings.HasPrefix(got, r[0]+", a kernel: "+r[1]+" of the catalogue") {
			t.Errorf("%s: %.80q, want %s", r[0], got, r[1])
		}
	}
}

// TestFunctionsOfReports: each function is known, by its kernels and by what a task
// does in it.
func TestFunctionsOfReports(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	says := map[string][]string{ // of what stands in the column "right"
		"get_next_unlocked_entry":       {"a fault or a removal", "get_unlocked_entry, 4.20 to 6.14", "scan"},
		"wait_entry_unlocked_exclusive": {"a scan or a removal", "6.15.0 to 6.15.2", "next index", "dd59137bfe70"},
		"dax_delete_mapping_range":      {"a removal", "range after the scan"},
		"dax_break_layout_inode":        {"a scan"},
		"dax_iomap_fault":               {"a fault", "often inlined"},
		"dax_iomap_rw":                  {"read-write", "no entry lock"},
		"__dax_invalidate_entry":        {"a removal"},
		"get_unlocked_entry+0xb1/0xf0":  {"get_unlocked_entry, a kernel function"},
	}
	for _, r := range rows(t, "functions.csv") {
		got := strings.Join(strings.Fields(g.Explain(r[0])), " ")
		head, _, _ := strings.Cut(got, ":")
		era := strings.TrimSuffix(strings.Replace(r[1], " on", "", 1), " to 6.14")
		if !strings.Contains(head, era) || says[r[0]] == nil {
			t.Errorf("%s: %q, want a kernel from %s", r[0], head, era)
		}
		for _, w := range says[r[0]] {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q in %s", r[0], w, got)
			}
		}
	}
}
