package daxtest_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

func TestZZ(t *testing.T) {
	extra := []daxtest.Scenario{
		{"scan-inval", "pte B+1, pte B+2", "F(0,B+1); S(B,B+511); I(B+1); F(0,B+1)"},
		{"del", "pte B+1, pte B+2", "F(0,B+1); D(B,B+511); D(B,B+511); F(0,B+1)"},
		{"del-pmd", "pmd", "F(9,B); D(B+3,B+511); L(B+7); F(0,B+1)"},
		{"wb-inval", "pte B+1 dirty", "F(0,B+1); W(B,B+511); W(B,B+511); D(B,B+511)"},
		{"wb-pmd", "pmd dirty", "F(0,B+1); W(B+5,B+511); I(B+7); W(B+9,B+9)"},
		{"scan-pmd", "zero-pmd", "F(9,B); S(B+5,1023); F(0,B+7); S(B,B)"},
		{"all", "pmd dirty", "P(B+1,w); W(B,B+511); D(B,B+511); L(B+3)"},
		{"trunc", "pmd dirty", "L(B+1); T(600); P(B+1,w); W(0,2047)"},
		{"c", "", "C(B+1); P(B+1,r); P(B+1,w); R(0,2047)"},
		{"0", "pte 0", "F(0,0); F(9,0); D(0,511); I(0)"},
		{"00", "", "F(0,0); F(9,0); D(0,511); F(0,1)"},
	}
	for name, p := range map[string]daxcore.Policy{
		"skip": {}, "waits": {Rules: daxcore.Rules{Scan: daxcore.ScanWaits, Writeback: daxcore.WritebackWaits}},
		"all":   {OnUnlock: daxcore.WakeAll, Put: daxcore.PutAll, Rules: daxcore.Rules{Scan: daxcore.ScanWaits, Writeback: daxcore.WritebackWaits}},
		"merged":   {Key: daxcore.KeyBase, PMDMeets: daxcore.WaitAtBase, Rules: daxcore.Rules{Scan: daxcore.ScanWaits, Writeback: daxcore.WritebackWaits}},
		"found":   {Key: daxcore.KeyFound, Rules: daxcore.Rules{Scan: daxcore.ScanWaits, Writeback: daxcore.WritebackWaits}},
	} {
		t.Run(name, func(t *testing.T) {
			if err := daxtest.Conform(func() daxcore.EntryLock { return daxcore.Kernel(p) }, daxtest.Options{Schedules: 4000, Seed: 7, Scenarios: append(daxtest.Scenarios(), extra...)}); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("handoff", func(t *testing.T) {
		if err := daxtest.Conform(func() daxcore.EntryLock { return newHandOff(daxcore.Rules{Scan: daxcore.ScanWaits, Writeback: daxcore.WritebackWaits}) }, daxtest.Options{Schedules: 4000, Seed: 7, Scenarios: append(daxtest.Scenarios(), extra...)}); err != nil {
			t.Error(err)
		}
	})
}
