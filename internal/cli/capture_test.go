package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daxwait/internal/cli/flag"
)

// capture is n rounds of two tasks on one page, of which the second sleeps, as ftrace
// prints them with all events, or with those that are not left out.
func capture(n int, without ...string) string {
	const ino, second = "ino=0x2a index=0x7", 1_000_000
	fault := "dev 259:0 ino 0x2a shared WRITE|USER address 0x7f0000007000 pgoff 0x7"
	var b strings.Builder
	for i := range n {
		for _, e := range []struct {
			at, cpu int
			task    string
			what    string
		}{
			{0, 0, "alpha-701", "dax_pte_fault: " + fault + " "},
			{10, 0, "alpha-701", "grab: (f+0x0/0x1) " + ino + " order=0"},
			{12, 0, "alpha-701", "get_entry: (f+0x0/0x1) " + ino + " order=0"},
			{14, 0, "alpha-701", "get_entry_ret: (f+0x3/0x1 <- g) entry=0x0"},
			{16, 0, "alpha-701", "grab_ret: (f+0x3/0x1 <- g) entry=0x11"},
			{20, 1, "beta-702", "dax_pte_fault: " + fault + " "},
			{22, 1, "beta-702", "grab: (f+0x0/0x1) " + ino + " order=0"},
			{24, 1, "beta-702", "get_entry: (f+0x0/0x1) " + ino + " order=0"},
			{26, 1, "beta-702", "sleep: (f+0x0/0x1) wq=0xffffffff84040000"},
			{30, 1, "beta-702", "sched_switch: prev_comm=beta prev_pid=702 prev_prio=120 prev_state=D ==> next_comm=swapper/1 next_pid=0 next_prio=120"},
			{66, 0, "alpha-701", "unlock: (f+0x0/0x1) " + ino + " entry=0x21040e1"},
			{68, 0, "alpha-701", "wake: (f+0x0/0x1) " + ino + " entry=0x21040e1 mode=1"},
			{70, 0, "alpha-701", "sched_waking: comm=beta pid=702 prio=120 target_cpu=001"},
			{80, 0, "alpha-701", "dax_pte_fault_done: " + fault + " NOPAGE"},
			{90, 1, "<idle>-0", "sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=beta next_pid=702 next_prio=120"},
			{96, 1, "beta-702", "get_entry_ret: (f+0x3/0x1 <- g) entry=0x21040e1"},
			{100, 1, "beta-702", "grab_ret: (f+0x3/0x1 <- g) entry=0x21040e1"},
			{120, 1, "beta-702", "unlock: (f+0x0/0x1) " + ino + " entry=0x21040e1"},
			{122, 1, "beta-702", "wake: (f+0x0/0x1) " + ino + " entry=0x21040e1 mode=1"},
			{130, 1, "beta-702", "dax_pte_fault_done: " + fault + " NOPAGE"},
		} {
			if name, _, _ := strings.Cut(e.what, ":"); !slices.Contains(without, name) {
				us := 100*second + i*200 + e.at
				fmt.Fprintf(&b, "%16s     [%03d] ..... %5d.%06d: %s\n", e.task, e.cpu, us/second, us%second, e.what)
			}
		}
	}
	return b.String()
}

// TestCaptures: no verb says that a capture agrees, or that designs do not differ,
// in what it does not have.
func TestCaptures(t *testing.T) {
	probes := []string{"grab", "grab_ret", "get_entry", "get_entry_ret", "sleep", "unlock", "wake"}
	sched := []string{"sched_switch", "sched_waking"}
	two := strings.NewReplacer("beta", "zeta", "702", "703", "259:0", "259:1").Replace(capture(30, append([]string{"sleep"}, sched...)...))
	raw := strings.NewReplacer(" 100.", " 100").Replace(capture(1))
	for _, c := range []struct {
		name, in    string
		verb        string
		code        int
		want, never string
	}{
		{"all", capture(30), "validate", flag.OK, "Of 7 quantities", "not captured"},
		{"all", capture(30), "summary", flag.OK, ",60,60,0,0,60,30,30,0,60,0,30,30,", "not captured"},
		{"all", capture(30), "run", flag.OK, "exclusive", "not captured"},
		{"no kprobes", capture(30, append(probes, sched...)...), "validate", flag.OK, "No quantity in 1 trace could be compared (7 were not captured)", "agree"},
		{"no kprobes", capture(30, append(probes, sched...)...), "summary", flag.OK, "holds (no grab_ret, unlock)", "cannot"},
		{"no kprobes", capture(30, append(probes, sched...)...), "run", flag.Usage, "a replay needs holds; not captured: ", "no difference"},
		{"no unlock", capture(30, "unlock"), "run", flag.Usage, "holds (no unlock)", "no difference"},
		{"no unlock", capture(30, "unlock"), "validate", flag.OK, "not captured", "agrees"},
		{"no sleep", capture(30, "sleep"), "validate", flag.OK, "sleeps and waits (no sleep)", "sleeps/op  0"},
		{"no sleep", capture(30, "sleep"), "summary", flag.OK, "sleeps and waits (no sleep)", ",60,0,0,0,"},
		{"no sleep", capture(30, "sleep"), "run", flag.Usage, "a replay needs sleeps and waits; not captured: sleeps and waits (no sleep)", "no difference"},
		{"no sleep", capture(30, "sleep"), "validate", flag.OK, "No quantity in 1 trace could be compared", "agrees"},
		{"no get_entry", capture(30, "get_entry"), "validate", flag.OK, "sleeps and waits (no get_entry)", "agrees"},
		{"no sched_waking", capture(30, "sched_waking"), "summary", flag.OK, "woken (no sched_waking)", "cannot"},
		{"no sched_switch", capture(30, "sched_switch"), "run", flag.OK, "time off the CPU (no sched_switch)", "no sleep"},
		{"wakeup", strings.ReplaceAll(capture(30), "sched_waking", "sched_wakeup"), "summary", flag.OK, "sched_wakeup in place of sched_waking, 30 times", "not captured"},
		{"wakeup", strings.ReplaceAll(capture(30), "sched_waking", "sched_wakeup"), "validate", flag.OK, "sched_wakeup in place of sched_waking", "not captured"},
		{"wakeup", strings.ReplaceAll(capture(30), "sched_waking", "sched_wakeup"), "run", flag.OK, "sched_wakeup in place of sched_waking", "not captured"},
		{"sched only", capture(30, append(probes, "dax_pte_fault", "dax_pte_fault_done")...), "summary", flag.OK, "not captured: any fs_dax event", ",0,0,"},
		{"sched only", capture(30, append(probes, "dax_pte_fault", "dax_pte_fault_done")...), "run", flag.Usage, "not captured: any fs_dax event", "no difference"},
		{"sched only", capture(30, append(probes, "dax_pte_fault", "dax_pte_fault_done")...), "validate", flag.Usage, "not captured: any fs_dax event", "agrees"},
		{"no faults", capture(30, "dax_pte_fault", "dax_pte_fault_done"), "run", flag.Usage, "any fs_dax event", "no difference"},
		{"no ends of faults", capture(30, "dax_pte_fault_done"), "run", flag.Usage, "dax_pte_fault_done", "no difference"},
		{"no ends of faults", capture(30, "dax_pte_fault_done"), "validate", flag.OK, "not captured", "agrees"},
		{"two devices", two, "validate", flag.OK, "sleeps/op", "MISSES"},
		{"raw clock", raw, "summary", flag.Usage, "echo global > trace_clock", "not captured"},
		{"raw clock", raw, "validate", flag.Usage, "echo global > trace_clock", "agrees"},
		{"raw clock", raw, "run", flag.Usage, "echo global > trace_clock", "no difference"},
		{"mostly raw", capture(1) + raw + raw, "summary", flag.Usage, "40 of 60 lines are no events", "not captured"},
	} {
		file := filepath.Join(t.TempDir(), "linux6.12-2cpu-x.trace")
		if err := os.WriteFile(file, []byte(c.in), 0o666); err != nil {
			t.Fatal(err)
		}
		args := []string{"trace", "summary", file}
		switch c.verb {
		case "validate":
			args = []string{"validate", "--trace", file}
		case "run":
			args = []string{"run", "--trace", file, "--strategy", "exclusive,handoff", "--window", "1ms", "--windows", "2", "--out", t.TempDir(), "--plots", ""}
		}
		code, stdout, stderr := daxwait(args...)
		all := strings.Join(strings.Fields(stdout+stderr), " ")
		if code != c.code || !strings.Contains(all, c.want) || strings.Contains(all, strings.Join(strings.Fields(c.never), " ")) {
			t.Errorf("%s, %s: code %d, want %d, %q and no %q in:\n%s%s", c.name, c.verb, code, c.code, c.want, c.never, stdout, stderr)
		}
	}
}

// TestCapturedHang: what hangs in a trace hangs in its replay, under the design that
// lost a wakeup there, and not under others.
func TestCapturedHang(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "hang.trace")
	if code, stdout, stderr := daxwait("run", "--pattern", "inval-rounds", "--strategy", "linux-5.12", "--tasks", "8", "--window", "20ms", "--timeline", file); code != flag.OK || !strings.Contains(stdout, "where nobody can go on") {
		t.Fatalf("no hang to replay: exit %d: %s%s", code, stdout, stderr)
	}
	code, stdout, stderr := daxwait("run", "--trace", file, "--strategy", "linux-5.12,exclusive", "--window", "20ms", "--out", filepath.Join(dir, "out"), "--plots", "")
	if code != flag.OK || !strings.Contains(stdout, "linux-5.12 loses wakeups: it hung in replay-hang-end") || strings.Contains(stdout, "exclusive hung") || strings.Contains(stdout, "even in") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
}
