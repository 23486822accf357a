package cli

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
	"daxwait/results"
)

// ordered runs order on scenarios and returns what it says.
func ordered(t *testing.T, o OrderOptions) string {
	t.Helper()
	var out strings.Builder
	o.Workers = 2
	if err := Daxwait().Order(context.Background(), &out, io.Discard, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestOrderSaysWhatIsInsideWhat(t *testing.T) {
	o := OrderOptions{Designs: flag.Designs{Strategies: "exclusive"}, Scenarios: "whole-faults,downgrade", Format: "text"}
	text := ordered(t, o)
	for _, want := range []string{
		"outer to inner, in 2 scenarios with 1 strategy:",
		"\n  invalidate_lock > entry lock > page-table lock, xa_lock > bucket lock\n",
		"\nneither inside the other: page-table lock, xa_lock\n",
		"\ntaken by nobody: mmap_lock, ",
		"\nentry lock ", "entry lock > xa_lock: task 0, ", "\nno inversions\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	o.Format = "json"
	var r results.LockOrder
	if err := json.Unmarshal([]byte(ordered(t, o)), &r); err != nil || !strings.Contains(text, r.Order) || len(r.Edges) == 0 || r.Inversions != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestOrderMindsItsWords(t *testing.T) {
	for _, words := range []string{"--format yaml", "--workers 0", "--scenario none-such", "--strategy none-such"} {
		if code := Daxwait().Main(strings.Fields("order "+words), io.Discard, io.Discard); code != flag.Usage {
			t.Errorf("order %s: exit %d", words, code)
		}
	}
}
