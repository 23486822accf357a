package words

import (
	"bytes"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

func TestSummaryTellsOfHangs(t *testing.T) {
	r := made.Record("inval-rounds", "linux-5.12", made.Ten(10, 0), made.Ten(1, 0))
	r.Hangs = []string{"task 3 sleeps on key 0:0x7"}
	r.Machine.CPUs = 2
	var out bytes.Buffer
	if err := WriteSummary(&out, []*results.Record{r, made.Record("inval-rounds", "exclusive", made.Ten(10, 0), made.Ten(1, 0))}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"linux-5.12 hung in inval-rounds: task 3 sleeps", "warning: 2 CPUs", "goroutines, not kernel"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
}
