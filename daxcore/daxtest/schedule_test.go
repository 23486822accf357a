package daxtest_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
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
		all52    = daxcore.Policy{PMDMeets: daxcore.WaitAtBase, OnUnlock: daxcore.WakeAll, Put: daxcore.PutAll}       // T1
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
		{"T1, wake all, but PMD waits at its base", "", "F(0,B+1); F(9,B)", "0100", all52, true},
		{"T8, upstream", "pte B+1", "F(0,B+1); I(B+1); F(0,B+1)", "210221", daxcore.Policy{}, false},
		{"T10, page lock exclusive", "pte B+1", "F(0,B+1); L(B+1); I(B+1); F(0,B+1)", "3211033211", pageExcl, true},
		{"T10, page lock exclusive, all on removal", "pte B+1", "F(0,B+1); L(B+1); I(B+1); F(0,B+1)", "3211033211", pageAll, false},
		{"T9, scan of 6.15.0", "pte B+1", "F(0,B+1); S(B,B+511); F(0,B+1)", "2 1111 0 22 1", scan615, true},
		{"T9, scan of 6.16", "pte B+1", "F(0,B+1); S(B,B+511); F(0,B+1)", "2 1111 0 22 1", scan616, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			hangs(t, c.policy.Design, c.entries, c.tasks, c.schedule, c.hangs)
		})
	}
}

// hangs plays a schedule, passing over who cannot step, has all run on, and
// wants tasks to be left asleep or not.
func hangs(t *testing.T, d daxcore.Design, entries, tasks, schedule string, want bool) {
	t.Helper()
	ops, err := daxtest.ParseTasks(tasks)
	if err != nil {
		t.Fatal(err)
	}
	w, err := daxtest.NewWorld(d, len(ops), entries)
	if err != nil {
		t.Fatal(err)
	}
	s := daxtest.NewStepper(w, ops)
	defer s.Stop()
	s.Describe = daxtest.FormatIndex
	for _, d := range strings.ReplaceAll(schedule, " ", "") {
		_ = s.Step(int(d - '0'))
	}
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
	if s.Hung() != want {
		t.Errorf("hung %v, want %v:\n%s", s.Hung(), want, s.Transcript())
	}
}

// TestSchedulesOfTheOracle plays the shortest losing schedules of history, T1 to
// T10, with the rows of the table of history that must hang and those that must
// not (bench/check has the table). Rows in neither list are not played. T3 is no schedule: the
// checker proves it. T10 is above, its rows are no strategies. A scan unmaps
// first, which is a step for each mapping that these schedules leave out.
func TestSchedulesOfTheOracle(t *testing.T) {
	const after53 = "G H I J K L M N"
	for _, c := range []struct{ name, entries, tasks, schedule, hang, not string }{
		{"T1", "", "F(0,B+1); F(9,B)", "0 1 0 0", "F", after53 + " A A' B D E"},
		{"T2", "", "F(0,B+1); F(9,B); F(9,B)", "0 2 1 0 0", "F", after53 + " A A' B D E"},
		{"T4", "pte B+1", "F(0,B+1); I(B+1); I(B+1); F(0,B+1)", "3 2 1 0 3 3 2 1", "D F I A", "C J K L M N A' B"},
		{"T5", "pte B+1", "F(0,B+1); I(B+1); I(B+1); I(B+1)", "0 3 2 1 0 0 3 2", "D F I A", "C J K L M N A' B"},
		{"T6", "pmd", "F(9,B); I(B+1); I(B+1); I(B+1)", "0 3 2 1 0 0 3 2", "D F I A J", "K L M N A' B"},
		{"T7", "pmd", "F(9,B); I(B); F(0,B+1); F(9,B)", "3 1 2 0 3 3 1 2 2 2", "D F I J K", "L M N A A' B"},
		{"T8", "pte B+1", "F(0,B+1); I(B+1); F(0,B+1)", "2 1 0 2 2 1", "G", "A A' B C D E F H I J K L M N"},
		{"T9", "pte B+1", "F(0,B+1); S(B,B+511); F(0,B+1)", "2 1111 0 2 2 1 1", "M", "N L"},
		{"T11", "pmd", "S(B,B+511); F(9,B); L(B)", "22 0000 1 2 2 0 0", "M", "N L"},
	} {
		play := func(rows string, hang bool) {
			for _, row := range strings.Fields(rows) {
				t.Run(c.name+"/"+row, func(t *testing.T) {
					i := slices.IndexFunc(strategies.All(), func(s *strategies.Strategy) bool { return s.Row == row })
					if i < 0 {
						t.Fatal("no strategy is that row")
					}
					hangs(t, strategies.All()[i].EntryLock, c.entries, c.tasks, c.schedule, hang)
				})
			}
		}
		play(c.hang, true)
		play(c.not, false)
	}
}
