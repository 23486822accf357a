package glossary_test

import (
	"strings"
	"testing"

	"daxwait/internal/glossary"
	"daxwait/strategies"
)

// TestBugs: a bug is explained by its name, and a kernel by the bugs that it has.
func TestBugs(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	for _, b := range strategies.Bugs() {
		got := strings.Join(strings.Fields(g.Explain(b.Name)), " ")
		if !strings.HasPrefix(got, b.Name+", a bug of kernels from "+b.Since()) || !strings.Contains(got, b.Ended) || !strings.Contains(got, b.Brought) {
			t.Errorf("%s: %s", b.Name, got)
		}
	}
	for version, want := range map[string]string{
		"5.2":    "bugs the invalidation that wakes one, until 237388320def (5.13-rc2, 5.10.38, 5.12.5) the missed PMD wakeup, until 23c84eb78375",
		"6.15.1": "bugs the scan that passes its wake to the next index, until dd59137bfe70 (6.16-rc1, 6.15.3)",
		"6.1":    "",
	} {
		got := strings.Join(strings.Fields(g.Explain(version)), " ")
		if want == "" && strings.Contains(got, " bugs ") || !strings.Contains(got, want) {
			t.Errorf("%s: no %q in %s", version, want, got)
		}
	}
}
