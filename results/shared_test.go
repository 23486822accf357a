package results

import (
	"testing"
	"unsafe"

	"daxwait/results/machine"
)

// TestShared: records share texts and machines that are equal, and keep no more room than
// they fill; nothing that is different is shared.
func TestShared(t *testing.T) {
	record := func(strategy, cpu string) *Record {
		return &Record{Strategy: string([]byte(strategy)), Machine: &machine.Machine{CPU: cpu}, Samples: make([]Sample, 3, 8)}
	}
	var s shared
	a, b, c := record("merged", "x"), record("merged", "x"), record("nopmd", "y")
	for _, r := range []*Record{a, b, c} {
		s.record(r)
	}
	if unsafe.StringData(a.Strategy) != unsafe.StringData(b.Strategy) || a.Machine != b.Machine {
		t.Error("equal texts or machines are there twice")
	}
	if c.Strategy != "nopmd" || c.Machine.CPU != "y" || a.Strategy != "merged" || a.Machine.CPU != "x" {
		t.Errorf("%+v", c)
	}
	if cap(a.Samples) != 3 || len(a.Samples) != 3 {
		t.Errorf("%d samples have room for %d", len(a.Samples), cap(a.Samples))
	}
}
