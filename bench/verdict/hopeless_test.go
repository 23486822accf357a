package verdict

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// mute wakes nobody, ever.
type mute struct{ daxcore.EntryLock }

func (m mute) Unlock(t daxcore.Task, f *daxcore.Mapping, index uint64, cookie daxcore.Entry) {
	f.Enter(t, index)
	f.StoreUnlocked(t, index, cookie)
	t.Unlock(&f.XALock)
}

func (m mute) Release(t daxcore.Task, f *daxcore.Mapping, index uint64, e daxcore.Entry, owned bool, _ daxcore.Reason) {
	if owned {
		f.StoreUnlocked(t, index, e)
	}
}

// spinning waits for an entry by looking again.
type spinning struct{ daxcore.EntryLock }

func (s spinning) Get(t daxcore.Task, m *daxcore.Mapping, index uint64, order uint8) (daxcore.Entry, bool) {
	for {
		cur := m.Pages.At(index, order)
		if e := m.Find(t, &cur); !e.Locked() || e.Order() < order {
			return s.EntryLock.Get(t, m, index, order)
		}
		t.Unlock(&m.XALock)
		t.At(task.GetLoop, index, uint64(order))
		m.Enter(t, index)
	}
}

// TestJudgeDoesNotSimulateInVain: a case of a design that hangs in its first window
// has no other, and stands alone; one in which tasks run round for ever is none.
func TestJudgeDoesNotSimulateInVain(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches all scenarios, and simulates")
	}
	judge := func(wrap func(daxcore.EntryLock) daxcore.EntryLock) *Verdict {
		design := func(daxcore.Room) daxcore.EntryLock { return wrap(daxcore.Kernel(daxcore.Policy{})) }
		v, err := Judge(t.Context(), &strategies.Strategy{Name: "mine", New: design}, Options{Window: 1e6, Schedules: 1})
		if err != nil {
			t.Fatal(err)
		}
		if len(v.Losing()) == 0 || v.Safe() {
			t.Errorf("%d lose, safe: %v", len(v.Losing()), v.Safe())
		}
		return v
	}
	v := judge(func(l daxcore.EntryLock) daxcore.EntryLock { return mute{l} })
	hung := 0
	for _, r := range v.Records {
		if r.Hung() {
			hung++
			first := len(r.Samples) == 1 // hung in its first window: with no other price
			if last := r.Samples[len(r.Samples)-1]; !last.Hung && last.HungRounds == 0 || r.Strategy != "mine" || first && r.Variant != "" {
				t.Errorf("%s of %s, %q: %d windows", r.Strategy, r.Pattern, r.Variant, len(r.Samples))
			}
		}
	}
	if hung == 0 || len(v.Hung()) == 0 {
		t.Errorf("%d of %d cases hung", hung, len(v.Records))
	}
	if v := judge(func(l daxcore.EntryLock) daxcore.EntryLock { return spinning{l} }); v.Without == "" || len(v.Records) != 0 {
		t.Errorf("%d cases of a design that spins: %q", len(v.Records), v.Without)
	}
}
