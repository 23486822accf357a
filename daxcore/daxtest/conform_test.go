package daxtest_test

import (
	"errors"
	"path"
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/strategies"
)

// schedules of a scenario that is lost are enough to meet each known loss many
// times over. One that is safe is played less, and with -short a little.
func schedules(safe bool) int {
	switch {
	case !safe:
		return 300
	case testing.Short():
		return 12
	}
	return 200
}

func TestStrategiesConform(t *testing.T) {
	for _, s := range strategies.All() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			var safe, lost []*daxtest.Scenario
			for _, sc := range daxtest.Scenarios() {
				switch kinds := sc.Expected(s.Name); {
				case kinds == nil:
					safe = append(safe, sc)
				case slices.Contains(kinds, step.LostWakeup):
					lost = append(lost, sc)
				}
			}
			if err := daxtest.Conform(s.EntryLock, daxtest.Options{Schedules: schedules(true), Scenarios: safe}); err != nil {
				t.Error(err)
			}
			if !s.Hangs {
				return
			}
			err := daxtest.Conform(s.EntryLock, daxtest.Options{Schedules: schedules(false), Scenarios: lost})
			if hang := new(*daxtest.Hang); !errors.As(err, hang) {
				t.Errorf("is said to lose wakeups, but conforms: %v", err)
			}
		})
	}
}

// lossesOf returns the names of the scenarios of entry locks that a design
// fails. With -short it plays those that it must fail alone.
func lossesOf(l daxcore.Design, must []string) []string {
	var names []string
	for _, sc := range daxtest.Scenarios() {
		if !strings.HasPrefix(sc.Name, "entry/") || testing.Short() && !slices.Contains(must, path.Base(sc.Name)) {
			continue
		}
		if daxtest.Conform(l, daxtest.Options{Schedules: schedules(false), Scenarios: []*daxtest.Scenario{sc}}) != nil {
			names = append(names, path.Base(sc.Name))
		}
	}
	return names
}

// TestLosses says which scenarios each losing design must fail. They are the
// columns in which history says that it loses, by name.
func TestLosses(t *testing.T) {
	next := daxcore.WakeNext
	for _, c := range []struct {
		name   string
		policy daxcore.Policy
		lost   string
	}{
		{"linux-5.2", daxcore.Policy{PMDMeets: daxcore.WaitAtBase, OnRemoval: next},
			"pmd-meets-pte pmd-meets-far-pte invalidations invalidations-of-pmd key-migration downgrade downgrade-empty page-lock-of-pmd"},
		{"linux-5.12", daxcore.Policy{OnRemoval: next}, "invalidations invalidations-of-pmd key-migration"},
		{"wake if nothing is there", daxcore.Policy{OnRemoval: next, Put: daxcore.PutAbsent}, "invalidations-of-pmd key-migration"},
		{"wake both keys", daxcore.Policy{OnRemoval: next, Put: daxcore.PutBoth}, "key-migration"},
		{"inverted put", daxcore.Policy{OnRemoval: next, Put: daxcore.PutNever}, "invalidations"},
		{"first slot", daxcore.Policy{Lookup: daxcore.FirstSlot}, "pmd-meets-far-pte"},
		{"merged, next on removal", daxcore.Policy{Key: daxcore.KeyBase, PMDMeets: daxcore.WaitAtBase, OnRemoval: next}, "invalidations"},
		// Two PMD faults sleep on the key of B+2; its unlock wakes one, which now
		// meets B+1 first, sleeps on that one's key, and leaves the other alone.
		{"waits at the entry", daxcore.Policy{PMDMeets: daxcore.WaitAtEntry}, "downgrade"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			must := strings.Fields(c.lost)
			got := lossesOf(c.policy.Design, must)
			for _, name := range must {
				if !slices.Contains(got, name) {
					t.Errorf("does not lose %s; loses %v", name, got)
				}
			}
			t.Logf("loses %v", got)
		})
	}
}

func TestBadScripts(t *testing.T) {
	for _, s := range []string{"", "F", "F(", "F(0)", "X(1)", "F(0,b)", "F(0,B+)", "F(0,-1)", "F(3,B)", "P(2048,w)", "L(9999999)"} {
		if _, err := daxtest.ParseTasks(s); err == nil {
			t.Errorf("ParseTasks(%q) accepts it", s)
		}
	}
	for _, s := range []string{"dirty", "pud", "pte X", "pte B dirty wet", "pte 2048"} {
		if _, err := daxtest.NewWorld(daxcore.Policy{}.Design, 1, s); err == nil {
			t.Errorf("NewWorld(%q) accepts it", s)
		}
	}
}
