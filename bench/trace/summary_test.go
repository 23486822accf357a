package trace

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// captures has the traces that the excerpts in testdata were taken from.
const captures = "../../results/captures"

// summaryOf summarizes a file.
func summaryOf(t testing.TB, path string) *Summary {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return summaryIn(t, path, f)
}

// summarize reads a text.
func summarize(t testing.TB, in string) *Summary {
	t.Helper()
	return summaryIn(t, "x", strings.NewReader(in))
}

func summaryIn(t testing.TB, name string, in io.Reader) *Summary {
	t.Helper()
	r, err := NewReader(name, in)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Summarize(r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// row is the line that a summary makes.
func row(t testing.TB, s *Summary) string {
	t.Helper()
	var b strings.Builder
	if err := s.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSummaryCSV makes the summary.csv that was published with the full
// captures, byte for byte.
func TestSummaryCSV(t *testing.T) {
	testCSV(t, captures)
}

// TestSummaryExcerpts does the same for the excerpts in testdata. Their
// values are those of testdata/summary.py, which shares nothing with this
// package: it keeps every sample and sorts it. On the full captures it makes
// the published file too.
func TestSummaryExcerpts(t *testing.T) { testCSV(t, "testdata") }

func testCSV(t *testing.T, dir string) {
	want, err := os.ReadFile(filepath.Join(dir, "summary.csv"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(want, []byte("\n"))
	if len(lines) < 3 {
		t.Fatal("no rows")
	}
	var header strings.Builder
	if err := WriteCSVHeader(&header); err != nil {
		t.Fatal(err)
	}
	if header.String() != string(lines[0]) {
		t.Errorf("header:\n got %q\nwant %q", header.String(), lines[0])
	}
	for _, line := range lines[1 : len(lines)-1] {
		name, _, _ := strings.Cut(string(line), ",")
		t.Run(name, func(t *testing.T) {
			if got := row(t, summaryOf(t, filepath.Join(dir, name))); got != string(line) {
				t.Errorf("\n got %q\nwant %q", got, line)
			}
		})
	}
}

// TestCaptureWarnings: the full captures have nothing odd but the waiters
// that were woken before they had left the CPU.
func TestCaptureWarnings(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join(captures, "*.trace.gz"))
	if len(paths) == 0 {
		t.Fatal("no captures")
	}
	for _, path := range paths {
		summaryOf(t, path).Warnings.Each(func(r Reason, n int64, first int, _ string) {
			if r != WokenRunning {
				t.Errorf("%s:%d: %v (%d)", path, first, r, n)
			}
		})
	}
}

// TestSummaryRules has one short trace for each rule of the columns.
func TestSummaryRules(t *testing.T) {
	for _, test := range []struct {
		name, in string
		want     func(s *Summary) bool
	}{
		{"a sleep outside get_entry is another's", `
1 0 1.0 sleep: wq=0x1
1 0 1.1 get_entry: ino=0xc index=0x7 order=0
1 0 1.2 sleep: wq=0x1
1 0 1.3 get_entry_ret: entry=0x0
1 0 1.4 sleep: wq=0x1`, func(s *Summary) bool { return s.Get == 1 && s.Waits == 1 && s.Sleeps == 1 && s.Resleeps == 0 }},
		{"a CPU is counted if anything happened on it", `
1 0 1.0 wake: ino=0xc index=0x7 entry=0x11 mode=1
1 3 1.1 wake: ino=0xc index=0x7 entry=0x11 mode=1
1 0 1.2 wake: ino=0xc index=0x7 entry=0x11 mode=1`, func(s *Summary) bool { return s.CPUs == 2 }},
		{"the second sleep is a resleep, and the wait is one", `
1 0 1.1 get_entry: ino=0xc index=0x7 order=0
1 0 1.2 sleep: wq=0x1
1 0 1.3 sleep: wq=0x1
1 0 1.5 get_entry_ret: entry=0x0`, func(s *Summary) bool {
			return s.Waits == 1 && s.Sleeps == 2 && s.Resleeps == 1 && s.Wait == Quantiles{1, 3e8, 3e8, 3e8, 3e8}
		}},
		{"an internal word locks nothing", `
1 0 1.1 grab_ret: entry=0x2002
1 0 1.2 grab_ret: entry=0x11
1 0 1.3 unlock: ino=0xc index=0x7 entry=0x11`, func(s *Summary) bool { return s.Hold.N == 1 && s.Hold.Max == 1e8 && s.Warnings.Count(NoPartner) == 0 }},
		{"a wake hits within 2 ms, on its CPU, who sleeps", `
1 0 1.0 get_entry: ino=0xc index=0x7 order=0
1 0 1.1 sleep: wq=0x1
3 1 1.2 wake: ino=0xc index=0x7 entry=0x11 mode=1
3 1 1.202 sched_waking: comm=w pid=1 prio=120
3 1 1.202 sched_waking: comm=w pid=9 prio=120
1 0 1.203 sched_switch: prev_comm=a b prev_pid=4 prev_prio=120 prev_state=S ==> next_comm=x =y next_pid=1 next_prio=120`,
			func(s *Summary) bool {
				return s.Wakes == 1 && s.WakesHit == 1 && s.Woken == 1 && s.StillAsleep == 0 && s.Run == Quantiles{1, 1e6, 1e6, 1e6, 1e6}
			}},
		{"not after 2 ms", `
1 0 1.0 get_entry: ino=0xc index=0x7 order=0
1 0 1.1 sleep: wq=0x1
3 1 1.2 wake: ino=0xc index=0x7 entry=0x11 mode=1
3 1 1.202001 sched_waking: comm=w pid=1 prio=120`, func(s *Summary) bool { return s.WakesHit == 0 && s.Woken == 0 && s.StillAsleep == 0 }},
		{"not before it", `
1 0 1.0 get_entry: ino=0xc index=0x7 order=0
1 0 1.1 sleep: wq=0x1
3 1 1.2 wake: ino=0xc index=0x7 entry=0x11 mode=1
3 1 1.199 sched_waking: comm=w pid=1 prio=120`, func(s *Summary) bool { return s.WakesHit == 0 && s.StillAsleep == 0 }},
		{"woken before it left the CPU", `
1 0 1.0 get_entry: ino=0xc index=0x7 order=0
1 0 1.1 sleep: wq=0x1
3 1 1.2 wake: ino=0xc index=0x7 entry=0x11 mode=1
3 1 1.2 sched_waking: comm=w pid=1 prio=120
1 0 1.3 get_entry_ret: entry=0x0
1 0 1.7 sched_switch: prev_comm=a prev_pid=4 prev_prio=120 prev_state=S ==> next_comm=x next_pid=1 next_prio=120`,
			func(s *Summary) bool { return s.Run.N == 1 && s.Run.Max == 5e8 && s.Warnings.Count(WokenRunning) == 1 }},
		{"not on another CPU", `
1 0 1.0 get_entry: ino=0xc index=0x7 order=0
1 0 1.1 sleep: wq=0x1
3 1 1.2 wake: ino=0xc index=0x7 entry=0x11 mode=0
3 0 1.2001 sched_waking: comm=w pid=1 prio=120`, func(s *Summary) bool { return s.WakesAll == 1 && s.WakesHit == 0 }},
		{"a wake of all hits once and wakes two", `
1 0 1.0 get_entry: ino=0xc index=0x7 order=0
1 0 1.1 sleep: wq=0x1
2 0 1.1 get_entry: ino=0xc index=0x7 order=0
2 0 1.1 sleep: wq=0x1
4 0 1.1 get_entry: ino=0xc index=0x7 order=0
4 0 1.1 sleep: wq=0x1
3 1 1.2 wake: ino=0xc index=0x7 entry=0x11 mode=0
3 1 1.2001 sched_waking: comm=w pid=1 prio=120
3 1 1.2002 sched_waking: comm=w pid=2 prio=120`, func(s *Summary) bool { return s.WakesHit == 1 && s.Woken == 2 && s.MaxQ == 3 && s.StillAsleep == 1 }},
		{"lost events void what is open", `
1 0 1.0 grab_ret: entry=0x11
CPU:0 [LOST 7 EVENTS]
1 0 9.0 unlock: ino=0xc index=0x7 entry=0x11`, func(s *Summary) bool {
			return s.Hold.N == 0 && s.Warnings.Count(LostEvents) == 7 && s.Warnings.Count(NoPartner) == 1
		}},
		{"a task number that is used again is another task", `
1 0 1.0 dax_pte_fault: dev 1:1 ino 0xc shared WRITE address 0x7 pgoff 0x7
1 0 1.1 sched_switch: prev_comm=a prev_pid=1 prev_prio=120 prev_state=X ==> next_comm=b next_pid=2 next_prio=120
1 0 9.0 dax_pte_fault_done: dev 1:1 ino 0xc shared WRITE address 0x7 pgoff 0x7 NOPAGE`, func(s *Summary) bool { return s.Fault.N == 0 && s.Warnings.Count(NoPartner) == 2 }},
		{"a wait that ends before it begins is no number", `
1 0 2.0 grab_ret: entry=0x11
1 0 1.0 unlock: ino=0xc index=0x7 entry=0x11`, func(s *Summary) bool { return s.Hold.N == 0 && s.Warnings.Count(TimeBackwards) == 2 && s.Seconds == 1 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := summarize(t, text(test.in))
			if !test.want(s) {
				t.Errorf("%+v\n%v", *s, s.Warnings)
			}
		})
	}
}

// text makes ftrace text of lines "PID CPU SECONDS EVENT"; others it keeps.
func text(short string) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimLeft(short, "\n")) {
		f := strings.SplitN(strings.TrimRight(line, "\n"), " ", 4)
		if len(f) == 4 && f[0] != "" && f[0][0] <= '9' {
			whole, frac, _ := strings.Cut(f[2], ".")
			line = "  task-" + f[0] + "  [00" + f[1] + "] d..1. " + whole + "." + (frac + "000000")[:6] + ": " + f[3] + "\n"
		}
		b.WriteString(line)
	}
	if s := b.String(); strings.HasSuffix(s, "\n") {
		return s
	}
	return b.String() + "\n"
}

func TestSeconds(t *testing.T) {
	for in, want := range map[float64]string{0: "0.0", 2: "2.0", 0.1: "0.1", 0.3199: "0.32", 0.3196: "0.32", 10: "10.0", 0.0004: "0.0", 1.2345: "1.234"} {
		if got := seconds(in); got != want {
			t.Errorf("%v: %s, want %s", in, got, want)
		}
	}
}
