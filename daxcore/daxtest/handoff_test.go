package daxtest_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

// TestHandOffConforms proves that the port carries a design that is no Policy.
func TestHandOffConforms(t *testing.T) {
	for name, r := range map[string]daxcore.Rules{
		"skips": {},
		"waits": {Scan: daxcore.ScanWaits, Writeback: daxcore.WritebackWaits},
	} {
		t.Run(name, func(t *testing.T) {
			if err := daxtest.Conform(strategies.HandOff(r), daxtest.Options{Schedules: schedules(true) / 3}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestHandOffAloneIsAsTheModelSays(t *testing.T) {
	for seed := range uint64(4) {
		sequence(t, strategies.HandOff(daxcore.Rules{}), randomScript(seed, 60))
	}
}

// playHandOff plays operations on a world with one PTE entry at B+1.
func playHandOff(t *testing.T, d daxcore.Design, ops string) (*daxtest.Stepper, *daxcore.Mapping) {
	t.Helper()
	parsed, err := daxtest.ParseTasks(ops)
	if err != nil {
		t.Fatal(err)
	}
	w, err := daxtest.NewWorld(d, len(parsed), "pte B+1")
	if err != nil {
		t.Fatal(err)
	}
	s := daxtest.NewStepper(w, parsed)
	t.Cleanup(s.Stop)
	return s, w.Files[0]
}

func TestHandOffLetsNobodyBargeIn(t *testing.T) {
	s, m := playHandOff(t, strategies.HandOff(daxcore.Rules{}), "F(0,B+1); F(0,B+1); F(0,B+1)")
	if err := s.Play("0 1 0 2"); err != nil { // 0 unlocks while 1 waits; 2 comes
		t.Fatal(err)
	}
	if !m.Load(daxtest.B + 1).Locked() {
		t.Error("the lock bit was clear on the way")
	}
	if err := s.Step(2); err == nil {
		t.Error("2 does not sleep")
	}
	if err := s.Finish(); err != nil || s.Verdict() != nil {
		t.Error(err, s.Verdict())
	}
	if m.Load(daxtest.B + 1).Locked() {
		t.Error("the last one leaves it locked")
	}
}

func TestHandOffWakesWhoWaitsByPageEveryTime(t *testing.T) {
	s, _ := playHandOff(t, strategies.HandOff(daxcore.Rules{}), "F(0,B+1); F(0,B+1); L(B+1)")
	if err := s.Play("0 1 2 0"); err != nil {
		t.Fatal(err)
	}
	if err := s.Step(2); err != nil {
		t.Error("the page waiter was not woken by a release that gave the entry to another:", err)
	}
	if err := s.Finish(); err != nil || s.Verdict() != nil {
		t.Error(err, s.Verdict())
	}
}
