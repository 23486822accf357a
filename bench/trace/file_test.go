package trace

import (
	"strings"
	"testing"
)

// TestFiles: a file is a device and an inode number. What tells a number only is on
// the one file that has it, or nobody knows on which.
func TestFiles(t *testing.T) {
	pte := func(dev string) string {
		return strings.NewReplacer("dev 1:1", "dev "+dev).Replace(events.Replace("1 0 1.1 <pte>\n1 0 1.2 get\n1 0 1.2 got\n1 0 1.3 </pte>\n"))
	}
	const invalidate = "2 1 1.0 invalidate: ino=0xc index=0x7 trunc=0\n2 1 1.0 invalidate_ret: ret=0\n"
	for _, c := range []struct {
		name, in         string
		files, ambiguous int
		ops              int
	}{
		{"one", pte("1:1") + pte("1:1"), 1, 0, 2},
		{"two devices", pte("1:1") + pte("1:2"), 2, 0, 2},
		{"a minor of more than 8 bits", pte("1:1") + pte("1:257"), 2, 0, 2},
		{"none told", invalidate + invalidate, 1, 0, 2},
		{"told later", invalidate + pte("1:1"), 1, 0, 2},
		{"told before", pte("1:1") + invalidate, 1, 0, 2},
		{"one of two", pte("1:1") + invalidate + pte("1:2"), 2, 1, 2},
	} {
		in := strings.NewReplacer("  task-1 ", "  w00-x-1 ", "  task-2 ", "  w01-x-2 ").Replace(text(c.in))
		w := replay(t, in, 10)
		ops := 0
		for _, worker := range w.Workers {
			ops += len(worker.Ops)
		}
		if w.Files != c.files || ops != c.ops || int(w.Warnings.Count(AmbiguousFile)) != c.ambiguous {
			t.Errorf("%s: %d files, %d operations, %v", c.name, w.Files, ops, w.Warnings)
		}
	}
}

// TestEnding: who sleeps for ever at the end of a trace, who is only late, and who
// sleeps with an entry that others want.
func TestEnding(t *testing.T) {
	const a, b = "1 0 1.0 <pte>\n1 0 1.1 get\n1 0 1.1 got\n1 0 1.1 locked\n", "2 1 1.2 <pte>\n2 1 1.2 get\n2 1 1.3 sleep\n"
	const waking = "1 0 1.6 sched_waking: comm=w01-x pid=2 prio=120 target_cpu=001\n"
	for _, c := range []struct {
		name, in    string
		lost, stuck bool // the second, the first
	}{
		{"held", a + b, false, false},
		{"unlocked, not yet told", a + b + "1 0 1.4 unlock\n", false, false},
		{"about to be woken", a + b + "1 0 1.4 unlock\n1 0 1.5 wake\n", false, false},
		{"woken", a + b + "1 0 1.4 unlock\n1 0 1.5 wake\n" + waking + "1 0 1.7 </pte>\n", false, false},
		{"lost", a + b + "1 0 1.4 unlock\n1 0 1.5 wake\n1 0 1.7 </pte>\n9 0 1.8 sched_waking: comm=x pid=8 prio=120 target_cpu=001\n", true, false},
		{"nobody can tell without wakes", a + b + "1 0 1.4 unlock\n1 0 1.5 wake\n1 0 1.7 </pte>\n", false, false},
		{"another is on the way", a + b + "1 0 1.4 unlock\n1 0 1.5 wake\n1 0 1.6 </pte>\n9 0 1.7 sched_waking: comm=x pid=8 prio=120 target_cpu=001\n1 0 1.8 <pte>\n1 0 1.9 get\n", false, false},
		{"behind a sleeping holder", a + b + "1 0 1.4 off:D/9\n9 0 1.7 sched_waking: comm=x pid=8 prio=120 target_cpu=001\n", false, true},
		{"behind a preempted holder", a + b + "1 0 1.4 off:R/9\n9 0 1.7 sched_waking: comm=x pid=8 prio=120 target_cpu=001\n", false, false},
	} {
		in := strings.NewReplacer("  task-1 ", "  w00-x-1 ", "  task-2 ", "  w01-x-2 ").Replace(text(events.Replace("3 0 0.1 unlock\n" + c.in)))
		w := replay(t, in, 10)
		if len(w.Workers) != 2 {
			t.Fatalf("%s: %+v", c.name, *w)
		}
		first, second := w.Workers[0].Ops[0], w.Workers[1].Ops[0]
		if second.Lost != c.lost || first.Stuck != c.stuck || !second.Open || first.Lost || second.Stuck {
			t.Errorf("%s:\n%+v\n%+v", c.name, first, second)
		}
	}
}

// TestCleanReads: an entry that a read fault made goes as clean, with no write-back.
func TestCleanReads(t *testing.T) {
	read := strings.Replace(events.Replace("1 0 1.0 <pte>\n1 0 1.1 get\n1 0 1.1 void\n1 0 1.1 locked\n1 0 1.2 unlock\n1 0 1.2 wake\n1 0 1.3 </pte>\n"), "entry=0x11\n1 0 1.2 wake", "entry=0x40e1\n1 0 1.2 wake", 1)
	read = strings.ReplaceAll(read, "shared WRITE", "shared USER")
	const goes = "1 0 2.0 invalidate: ino=0xc index=0x7 trunc=0\n1 0 2.1 invalidate_ret: ret=1\n"
	for _, c := range []struct {
		name, in string
		want     bool
	}{
		{"clean", read + goes, true},
		{"it stays", read + strings.Replace(goes, "ret=1", "ret=0", 1), false},
		{"written back", read + events.Replace("1 0 1.5 <wb>\n1 0 1.6 </wb>\n") + goes, false},
		{"while written back", events.Replace("2 0 0.5 <wb>\n") + read + events.Replace("2 0 1.6 </wb>\n") + goes, false},
		{"a write", strings.ReplaceAll(read, "shared USER", "shared WRITE") + goes, false},
		{"then a write", read + strings.ReplaceAll(strings.ReplaceAll(read, "shared USER", "shared WRITE"), "entry=0x11", "entry=0x40e1") + goes, false},
		{"there before", strings.ReplaceAll(read, "entry=0x11", "entry=0x40e1") + goes, false},
		{"a zero page", strings.Replace(read, "entry=0x40e1", "entry=0x40e9", 1) + goes, false},
		{"whatever its state", read + strings.Replace(goes, "trunc=0", "trunc=1", 1), false},
	} {
		if w := replay(t, text(c.in), 10); w.CleanReads != c.want {
			t.Errorf("%s: %v", c.name, w.CleanReads)
		}
	}
}
