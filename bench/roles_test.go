package bench

import (
	"encoding/json"
	"testing"

	"daxwait/results"
)

// TestOperationsByRole: where tasks have more than one role the operations of
// each are told, and add up to all; where they have one, records are as ever.
func TestOperationsByRole(t *testing.T) {
	for name, want := range map[string][]string{
		"mixed-punch": {"punch operations", "PTE faults", "PMD faults"}, "inval": {"PMD faults", "invalidate operations"},
		"pte-same": nil, "mix": nil,
	} {
		var r results.Record
		if err := json.Unmarshal([]byte(simulated(t, name, "exclusive", 8, 1)), &r); err != nil {
			t.Fatal(err)
		}
		s := r.Samples[0]
		if len(s.Roles) != len(want) {
			t.Errorf("%s: roles %+v, want %q", name, s.Roles, want)
			continue
		}
		sum := int64(0)
		for i, o := range s.Roles {
			if sum += o.Ops; o.Role != want[i] || o.Ops == 0 {
				t.Errorf("%s: %+v, want %q", name, s.Roles, want)
			}
		}
		if want != nil && sum != s.Ops {
			t.Errorf("%s: roles have %d operations, all have %d", name, sum, s.Ops)
		}
	}
}
