package check_test

import (
	"slices"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// brute tries schedules one by one, each from the start: it knows no states,
// no labels and no graph.
type brute struct {
	t  *testing.T
	sc *daxtest.Scenario
	s  *strategies.Strategy
}

// at plays a schedule, and says who is ready after it, who has finished, and
// whether nobody can go on though somebody has not.
func (b brute) at(steps []int) (ready []int, finished uint, hung bool) {
	s := daxtest.NewStepper(b.sc.World(b.s.EntryLock), b.sc.Tasks)
	defer s.Stop()
	s.Quiet = true
	for _, id := range steps {
		if err := s.Step(id); err != nil {
			b.t.Fatal(err)
		}
	}
	for id := range b.sc.Tasks {
		if s.Status(id) == step.Finished {
			finished |= 1 << id
		}
	}
	return s.Ready(), finished, s.Hung()
}

// shortest returns the length of the shortest schedule that hangs with at most
// so many preemptions, or 0.
func (b brute) shortest(steps []int, preemptions int) (length int) {
	ready, _, hung := b.at(steps)
	if hung {
		return len(steps)
	}
	for _, id := range ready {
		left := preemptions
		if n := len(steps); n != 0 && steps[n-1] != id && slices.Contains(ready, steps[n-1]) {
			left--
		}
		if left < 0 {
			continue
		}
		if n := b.shortest(append(slices.Clone(steps), id), left); n != 0 && (length == 0 || n < length) {
			length = n
		}
	}
	return length
}

// mayFinish returns who finishes in some schedule that begins with steps; it
// stops looking when all of want do.
func (b brute) mayFinish(steps []int, want uint) uint {
	ready, done, _ := b.at(steps)
	for _, id := range ready {
		if done&want == want {
			break
		}
		done |= b.mayFinish(append(slices.Clone(steps), id), want)
	}
	return done
}

// TestSchedulesAreSimplest compares with all schedules there are: none with
// fewer preemptions hangs, none with as many in fewer steps, and the point of
// no return is the first after which a task that is lost cannot be saved.
func TestSchedulesAreSimplest(t *testing.T) {
	for _, c := range []struct{ scenario, row string }{
		{"pmd-meets-pte", "F"}, {"pmds-meet-pte", "F"}, {"downgrade-late-pmd", "F"}, {"downgrade-empty", "F"},
		{"one-invalidation", "G"}, {"scan", "M"}, {"scan-of-pmd", "M"}, {"clear-dirty", "G"}, {"invalidations-only", "I"},
	} {
		t.Run(c.scenario, func(t *testing.T) {
			sc, err := daxtest.ScenarioNamed(c.scenario)
			if err != nil {
				t.Fatal(err)
			}
			b := brute{t, sc, row(t, c.row)}
			v := found(search(t, sc, b.s.EntryLock, check.Options{}), step.LostWakeup)
			if v == nil {
				t.Fatal("nothing is lost")
			}
			if v.Preemptions > 0 {
				if n := b.shortest(nil, v.Preemptions-1); n != 0 {
					t.Errorf("%v has %d preemptions; one with fewer hangs, too, in %d steps", v.Schedule, v.Preemptions, n)
				}
			}
			if n := b.shortest(nil, v.Preemptions); n != len(v.Schedule.Steps) {
				t.Errorf("%v has %d steps; one of %d hangs, with as few preemptions", v.Schedule, len(v.Schedule.Steps), n)
			}
			var steps []int
			var lost uint
			for _, st := range v.Schedule.Steps {
				steps = append(steps, int(st.Task))
			}
			for _, id := range v.Tasks {
				lost |= 1 << id
			}
			if b.mayFinish(steps[:v.NoReturn-1], lost)&lost != lost {
				t.Errorf("%v: lost before step %d", v.Schedule, v.NoReturn)
			}
			if b.mayFinish(steps[:v.NoReturn], lost)&lost == lost {
				t.Errorf("%v: not yet lost after step %d", v.Schedule, v.NoReturn)
			}
		})
	}
}

// TestHope: what a search has not seen may still end well, so one that was cut
// short knows of no earlier point of no return.
func TestHope(t *testing.T) {
	sc, err := daxtest.ScenarioNamed("two-each")
	if err != nil {
		t.Fatal(err)
	}
	design := row(t, "F").EntryLock
	whole := search(t, sc, design, check.Options{})
	want := found(whole, step.LostWakeup)
	compared := 0
	for percent := 88; percent < 96; percent += 2 {
		r := search(t, sc, design, check.Options{MaxStates: whole.States * percent / 100})
		v := found(r, step.LostWakeup)
		if v == nil || r.Hit == "" || v.Schedule.String() != want.Schedule.String() {
			continue
		}
		compared++
		if v.NoReturn != 0 && v.NoReturn < want.NoReturn {
			t.Errorf("after %d of %d states: no return from step %d, in truth from %d", r.States, whole.States, v.NoReturn, want.NoReturn)
		}
	}
	if compared == 0 {
		t.Error("no search that was cut short found the same schedule")
	}
}

// TestEvidenceShows plays what is said to show a finding. Its last step does
// what the finding says, as far as that step alone tells.
func TestEvidenceShows(t *testing.T) {
	shown := map[check.Finding]int{}
	forAll(t, 420, func(t *testing.T, sc *daxtest.Scenario, s *strategies.Strategy) {
		r := plain(t, sc, s)
		for f, schedule := range r.Evidence {
			if r.Findings&f == 0 {
				t.Errorf("%s: evidence of %v, which is not found", s.Name, f.Names())
			}
			st := daxtest.NewStepper(sc.World(s.EntryLock), sc.Tasks)
			defer st.Stop()
			if err := st.Play(schedule.String()); err != nil {
				t.Fatalf("%s: %v: %v", s.Name, f.Names(), err)
			}
			shown[f]++
			if !slices.ContainsFunc(st.Events(), func(e task.Event) bool {
				switch f {
				case check.FalseSharing:
					return e.Kind == task.Woke && e.N == 1
				case check.Herd:
					return e.Kind == task.Woke && e.N > 1
				case check.ImmediateFallback:
					return e.Kind == task.FellBack
				case check.Skipped:
					return e.Kind == task.Skipped
				}
				return true // of what is stranded there is no event
			}) {
				t.Errorf("%s, %s: the last step of %v shows no %v", sc.Name, s.Name, schedule, f.Names())
			}
		}
		if bits := len(r.Findings.Names()); bits != len(r.Evidence) {
			t.Errorf("%s, %s: %d findings, %d schedules", sc.Name, s.Name, bits, len(r.Evidence))
		}
	})
	for _, f := range []check.Finding{check.Herd, check.ImmediateFallback, check.Skipped} {
		if shown[f] == 0 {
			t.Errorf("%v is never shown", f.Names())
		}
	}
}
