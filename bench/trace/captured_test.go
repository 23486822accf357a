package trace

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// twoRounds are two rounds of two tasks on a page, of which the second sleeps.
func twoRounds() []string {
	var lines []string
	for _, at := range []string{"1.0", "1.1"} {
		for _, e := range []string{
			"1 0 %00 <pte>", "1 0 %01 grab", "1 0 %01 get", "1 0 %01 got", "1 0 %02 locked",
			"2 1 %03 <pte>", "2 1 %03 grab", "2 1 %03 get", "2 1 %04 sleep",
			"2 1 %05 sched_switch: prev_comm=task prev_pid=2 prev_prio=120 prev_state=D ==> next_comm=swapper/1 next_pid=0 next_prio=120",
			"1 0 %10 unlock", "1 0 %11 wake", "1 0 %12 sched_waking: comm=task pid=2 prio=120 target_cpu=001", "1 0 %13 </pte>",
			"2 1 %20 sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=task next_pid=2 next_prio=120",
			"2 1 %21 got", "2 1 %22 locked", "2 1 %30 unlock", "2 1 %31 wake", "2 1 %32 </pte>",
		} {
			lines = append(lines, strings.TrimSuffix(text(events.Replace(strings.Replace(e, "%", at, 1))), "\n"))
		}
	}
	return lines
}

// without leaves out the events of these names.
func without(lines []string, names ...string) string {
	return strings.Join(slices.DeleteFunc(lines, func(line string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(line, ": "+name+":") })
	}), "\n") + "\n"
}

// TestCaptured: a quantity without its events is not captured, and the others are.
func TestCaptured(t *testing.T) {
	const faults, holds = "dax_pte_fault dax_pte_fault_done", "grab grab_ret get_entry get_entry_ret sleep unlock wake"
	for _, c := range []struct {
		without string
		lacks   map[Quantity]string // and no other
	}{
		{"", nil},
		{"grab", nil},
		{"insert", nil},
		{"dax_pte_fault", map[Quantity]string{Faults: "dax_pte_fault", FaultTimes: "dax_pte_fault", Fallbacks: "dax_pte_fault"}},
		{"dax_pte_fault_done", map[Quantity]string{FaultTimes: "dax_pte_fault_done"}},
		{"grab_ret", map[Quantity]string{Holds: "grab_ret"}},
		{"unlock", map[Quantity]string{Holds: "unlock"}},
		{"get_entry", map[Quantity]string{Lookups: "get_entry", Sleeps: "get_entry", WaitTimes: "get_entry", Woken: "get_entry", RunTimes: "get_entry"}},
		{"get_entry_ret", map[Quantity]string{WaitTimes: "get_entry_ret"}},
		{"sleep", map[Quantity]string{Sleeps: "sleep", WaitTimes: "sleep", Woken: "sleep", RunTimes: "sleep"}},
		{"sleep sched_switch", map[Quantity]string{Sleeps: "sleep", WaitTimes: "sleep", Woken: "sleep", RunTimes: "sleep", OffCPU: "sched_switch"}},
		{"sleep wake", map[Quantity]string{Sleeps: "sleep", WaitTimes: "sleep", Woken: "sleep wake", RunTimes: "sleep", Wakes: "wake"}},
		{"wake", map[Quantity]string{Wakes: "wake", Woken: "wake"}},
		{"sched_waking", map[Quantity]string{Woken: "sched_waking", RunTimes: "sched_waking"}},
		{"sched_switch", map[Quantity]string{RunTimes: "sched_switch", OffCPU: "sched_switch"}},
		{holds, map[Quantity]string{Lookups: "get_entry", Holds: "grab_ret unlock", Sleeps: "sleep get_entry get_entry_ret", WaitTimes: "sleep get_entry get_entry_ret",
			Wakes: "wake", Woken: "wake sleep get_entry get_entry_ret", RunTimes: "sleep get_entry get_entry_ret", Invalidations: "invalidate"}},
		{faults, map[Quantity]string{Faults: "dax_pte_fault", FaultTimes: "dax_pte_fault", Fallbacks: "dax_pte_fault", Writebacks: "dax_writeback_one", Holes: "dax_load_hole dax_pmd_load_hole"}},
	} {
		s := summarize(t, without(twoRounds(), strings.Fields(c.without)...))
		for q := range numQuantities {
			var got []string
			for _, k := range s.Captured.Missing(q) {
				got = append(got, k.String())
			}
			want := strings.Fields(c.lacks[q])
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("without %q: %v lack %v, want %v", c.without, q, got, want)
			}
		}
	}
}

// TestNoSleep: that nobody slept is known where look-ups are seen at both ends and
// no wake comes between, and only there.
func TestNoSleep(t *testing.T) {
	const alone = "1 0 1.0 <pte>\n1 0 1.01 get\n1 0 1.02 got\n1 0 1.03 locked\n1 0 1.04 unlock\n1 0 1.05 wake\n1 0 1.06 </pte>\n"
	for _, c := range []struct {
		name, in string
		tells    bool
	}{
		{"alone", alone, true},
		{"no end of the look-up", strings.ReplaceAll(alone, "1 0 1.02 got\n", ""), false},
		{"no wake and no switch", strings.ReplaceAll(alone, "1 0 1.05 wake\n", ""), false},
		{"a wake of another page between", "2 1 0.9 get_entry: ino=0xc index=0x8 order=0\n" + alone + "2 1 1.07 got\n", true},
		{"a wake of 2 MiB between", "2 1 0.9 get\n" + strings.Replace(alone, "wake", "PMD", 1) + "2 1 1.07 got\n", false},
		{"a wake of the same entry between", "2 1 0.9 get\n" + alone + "2 1 1.07 got\n", false},
		{"a wake of another device between", "2 1 0.8 " + strings.Replace(events.Replace("<pte>"), "dev 1:1", "dev 1:2", 1) + "\n2 1 0.9 get\n" + alone + "2 1 1.07 got\n", true},
		{"preempted", strings.ReplaceAll(alone, "1 0 1.02 got\n", "1 0 1.011 off:R/9\n1 0 1.02 got\n"), true},
		{"asleep", strings.ReplaceAll(alone, "1 0 1.02 got\n", "1 0 1.011 off:D/9\n1 0 1.02 got\n"), false},
	} {
		in := strings.Replace(events.Replace(c.in), "PMD", "wake: ino=0xc index=0x0 entry=0x15 mode=1", 1)
		if s := summarize(t, text(in)); s.Captured.Tells(Sleeps) != c.tells {
			t.Errorf("%s: %v", c.name, s.Captured.Missing(Sleeps))
		}
	}
}

// TestWakeup: sched_wakeup is taken where there is no sched_waking, with a warning,
// and nowhere else.
func TestWakeup(t *testing.T) {
	lines := twoRounds()
	both := slices.Clone(lines)
	for i, line := range lines {
		if strings.Contains(line, "sched_waking") {
			later := strings.NewReplacer("sched_waking", "sched_wakeup", "task-1", "task-9", "[000]", "[001]").Replace(line)
			both[i], lines[i] = line+"\n"+later, strings.Replace(line, "sched_waking", "sched_wakeup", 1)
		}
	}
	for _, c := range []struct {
		lines []string
		warns int64
	}{{lines, 2}, {both, 0}} {
		s := summarize(t, strings.Join(c.lines, "\n")+"\n")
		w := replay(t, strings.Join(c.lines, "\n")+"\n", 0x100)
		if s.WakesHit != 2 || s.Woken != 2 || s.Run.N != 2 || s.Captured.Lacks() != "" || s.Warnings.Count(WakeupOnly) != c.warns || w.Warnings.Count(WakeupOnly) != c.warns {
			t.Errorf("%+v %v, %v", *s, s.Warnings, w.Warnings)
		}
	}
}

// TestPartOfAKind: a kind of event that is there for a part of the time, or of the
// tasks, is as good as missing; and what begins has to end.
func TestPartOfAKind(t *testing.T) {
	r, err := OpenSample("inval-n8")
	if err != nil {
		t.Fatal(err)
	}
	var all []Event
	for {
		e, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, *e)
	}
	captured := func(drop func(i int, e *Event) bool) *Captured {
		var c Captured
		for i := range all {
			if !drop(i, &all[i]) {
				c.Note(&all[i])
			}
		}
		return &c
	}
	late := func(i int) bool { return i > len(all)/2 }
	task := 0
	for i := range all {
		if all[i].Kind == Unlock {
			task = all[i].PID
		}
	}
	for _, c := range []struct {
		what string
		drop func(i int, e *Event) bool
		of   Quantity
		says string
	}{
		{"half of the sleeps", func(i int, e *Event) bool { return e.Kind == Sleep && late(i) }, Sleeps, "too few sleep"},
		{"half of the look-ups", func(i int, e *Event) bool { return e.Kind == GetEntry && late(i) }, Lookups, "too few get_entry"},
		{"half of the unlocks", func(i int, e *Event) bool { return e.Kind == Unlock && late(i) }, Holds, "too few unlock"},
		{"unlocks of a task", func(_ int, e *Event) bool { return e.Kind == Unlock && e.PID == task }, Holds, "too few unlock"},
		{"ends of invalidations", func(_ int, e *Event) bool { return e.Kind == InvalidateRet }, Invalidations, "no invalidate_ret"},
		{"beginnings of write-backs", func(_ int, e *Event) bool { return e.Kind == WritebackRange }, Writebacks, "no dax_writeback_range"},
		{"ends of write-backs", func(_ int, e *Event) bool { return e.Kind == WritebackRangeDone }, Writebacks, "no dax_writeback_range_done"},
	} {
		if got := captured(c.drop); got.Tells(c.of) || !strings.Contains(got.Lack(c.of), c.says) || got.NoReplay() == "" && c.of != Lookups {
			t.Errorf("without %s: %q, want %q; no replay: %q", c.what, got.Lack(c.of), c.says, got.NoReplay())
		}
	}
	// What rests on sleeps lacks those that they lack.
	c := captured(func(i int, e *Event) bool { return e.Kind == Sleep && late(i) })
	for _, q := range []Quantity{WaitTimes, Woken, RunTimes} {
		if c.Tells(q) {
			t.Errorf("with half of the sleeps %v are told", q)
		}
	}
	if c := captured(func(int, *Event) bool { return false }); c.Lacks() != "" {
		t.Errorf("the whole capture lacks %s", c.Lacks())
	}
}
