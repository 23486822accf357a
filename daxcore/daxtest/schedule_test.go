package daxtest_test

import (
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// TestSchedulesOfProposals plays the losing schedules on designs that were
// proposed or shipped for weeks and are in no catalogue, each beside one that
// the same schedule must not hang.
func TestSchedulesOfProposals(t *testing.T) {
	var (
		next     = daxcore.WakeNext
		inverted = daxcore.Policy{OnRemoval: next, Put: daxcore.PutNever}                                             // 5.3-rc1
		merged   = daxcore.Policy{Key: daxcore.KeyBase, PMDMeets: daxcore.WaitAtBase, OnRemoval: next}                // July 2019
		mergedA  = daxcore.Policy{Key: daxcore.KeyBase, PMDMeets: daxcore.WaitAtBase}                                 // the same, all on removal
		absent   = daxcore.Policy{OnRemoval: next, Put: daxcore.PutAbsent}                                            // April 2021, first try
		both     = daxcore.Policy{OnRemoval: next, Put: daxcore.PutBoth}                                              // April 2021, both keys
		scan615  = daxcore.Policy{Rules: daxcore.Rules{Scan: daxcore.ScanWaitsAdvanced}}                              // 6.15.0
		scan616  = daxcore.Policy{Rules: daxcore.Rules{Scan: daxcore.ScanWaits}}                                      // 6.16
		pageExcl = daxcore.Policy{OnRemoval: next, Wait: [3]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive}} // 4.20-rc
		pageAll  = daxcore.Policy{Wait: [3]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive}}
	)
	four := "F(0,B+1); I(B+1); I(B+1); F(0,B+1)"
	pmds := "F(9,B); I(B+1); I(B+1); I(B+1)"
	migration := "F(9,B); I(B); F(0,B+1); F(9,B)"
	for _, c := range []struct {
		name, entries, tasks, schedule string
		policy                         daxcore.Policy
		hangs                          bool
	}{
		{"T4, merged", "pte B+1", four, "32103321", merged, true},
		{"T4, merged, all on removal", "pte B+1", four, "32103321", mergedA, false},
		{"T4, wake if absent", "pte B+1", four, "32103321", absent, false},
		{"T5, merged", "pte B+1", "F(0,B+1); I(B+1); I(B+1); I(B+1)", "03210032", merged, true},
		{"T6, wake if absent", "pmd", pmds, "03210032", absent, true},
		{"T6, both keys", "pmd", pmds, "03210032", both, false},
		{"T7, wake if absent", "pmd", migration, "3120331222", absent, true},
		{"T7, both keys", "pmd", migration, "3120331222", both, true},
		{"T7, merged", "pmd", migration, "3120331222", merged, false},
		{"T8, inverted put", "pte B+1", "F(0,B+1); I(B+1); F(0,B+1)", "210221", inverted, true},
		{"T8, upstream", "pte B+1", "F(0,B+1); I(B+1); F(0,B+1)", "210221", daxcore.Policy{}, false},
		{"T10, page lock exclusive", "pte B+1", "F(0,B+1); L(B+1); I(B+1); F(0,B+1)", "32103321", pageExcl, true},
		{"T10, page lock exclusive, all on removal", "pte B+1", "F(0,B+1); L(B+1); I(B+1); F(0,B+1)", "32103321", pageAll, false},
		{"T9, scan of 6.15.0", "pte B+1", "F(0,B+1); S(B,B+511); F(0,B+1)", "2 1111 0 22 1", scan615, true},
		{"T9, scan of 6.16", "pte B+1", "F(0,B+1); S(B,B+511); F(0,B+1)", "2 1111 0 22 1", scan616, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ops, err := daxtest.ParseTasks(c.tasks)
			if err != nil {
				t.Fatal(err)
			}
			w, err := daxtest.NewWorld(daxcore.Kernel(c.policy), len(ops), c.entries)
			if err != nil {
				t.Fatal(err)
			}
			s := daxtest.NewStepper(w, ops)
			defer s.Stop()
			s.Describe = daxtest.FormatIndex
			for _, d := range strings.ReplaceAll(c.schedule, " ", "") {
				_ = s.Step(int(d - '0')) // who cannot step is passed over
			}
			if err := s.Finish(); err != nil {
				t.Fatal(err)
			}
			if s.Hung() != c.hangs {
				t.Errorf("hung %v, want %v:\n%s", s.Hung(), c.hangs, s.Transcript())
			}
		})
	}
}
