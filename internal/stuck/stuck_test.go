package stuck_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/timeline"
	"daxwait/bench/trace"
	"daxwait/internal/stuck"
	"daxwait/strategies"
)

// captured simulates a pattern with a design, and returns it as a capture.
func captured(t *testing.T, of, design string, tasks, cpus int) []byte {
	t.Helper()
	patterns, err := pattern.Find(of)
	if err != nil {
		t.Fatal(err)
	}
	designs, err := strategies.Find(design)
	if err != nil {
		t.Fatal(err)
	}
	costs, err := profile.Find("default")
	if err != nil {
		t.Fatal(err)
	}
	p, err := patterns[0].Set(pattern.AxisNamed("think-on-cpu"), 0)
	if err != nil {
		t.Fatal(err)
	}
	rec := timeline.New(timeline.About{Pattern: p.Name, Strategy: design, Machine: "default", Tasks: tasks, CPUs: cpus, Files: p.Files, Seed: 1}, timeline.Limit)
	c := bench.Case{Pattern: p, Strategy: designs[0], Tasks: tasks, Seed: 1, Sim: &bench.Sim{CPUs: cpus, Profile: &costs.Profile, Slice: 50e3}, Timeline: rec}
	c.Simulate(t.Context(), 1, time.Millisecond)
	var text bytes.Buffer
	if err := rec.WriteFtrace(&text); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// read reads a capture.
func read(t *testing.T, text []byte) *stuck.Report {
	t.Helper()
	r, err := trace.NewReader("x.trace", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	found, err := stuck.Read(r)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// said is what a report says, in a line.
func said(r *stuck.Report, kernel string) string {
	var b strings.Builder
	r.Write(&b, kernel)
	return strings.Join(strings.Fields(b.String()), " ")
}

// TestCapturesOfDesigns: a capture that a design hangs in ends in its bug and the
// commit; one of upstream's has nobody who waits without a holder. The tasks that are
// lost are those that the replay of the capture takes for lost.
func TestCapturesOfDesigns(t *testing.T) {
	for _, c := range []struct{ pattern, design, bug, commit string }{
		{"mixed-rounds", "linux-5.2", "the missed PMD wakeup", "23c84eb78375"},
		{"inval-rounds", "linux-5.12", "the invalidation that wakes one", "237388320def"},
		{"inval-rounds", "linux-4.19", "the invalidation that wakes one", "237388320def"},
		{"inval-rounds", "linux-5.3-rc1", "the inverted test in put", "61c30c98ef17"},
		{"inval-rounds", "exclusive", "", ""},
		{"mixed-rounds", "exclusive", "", ""},
		{"inval-page", "linux-6.16", "", ""},
	} {
		text := captured(t, c.pattern, c.design, 8, 4)
		r := read(t, text)
		says := said(r, "")
		if c.bug == "" {
			if len(r.Losses) != 0 || !r.Told() || !strings.HasPrefix(says, "nobody waits without a holder") {
				t.Errorf("%s, %s: %s", c.pattern, c.design, says)
			}
			continue
		}
		if len(r.Losses) != 1 || r.Losses[0].Bug.Name != c.bug || !strings.Contains(says, c.commit) || r.Losses[0].Columns == nil {
			t.Errorf("%s, %s: %s", c.pattern, c.design, says)
			continue
		}
		reader, err := trace.NewReader("x.trace", bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		w, err := trace.Replay(reader, 0)
		if err != nil {
			t.Fatal(err)
		}
		lost := map[int]bool{}
		for _, worker := range w.Workers {
			for _, o := range worker.Ops {
				if o.Lost {
					lost[worker.PID] = true
				}
			}
		}
		for _, s := range r.Losses[0].Sleepers {
			if !lost[s.PID] {
				t.Errorf("%s, %s: %v is lost, and not to the replay", c.pattern, c.design, s)
			}
			delete(lost, s.PID)
		}
		if len(lost) != 0 {
			t.Errorf("%s, %s: not lost are %v", c.pattern, c.design, lost)
		}
	}
}

// TestCapturesOfKernels: those that ship hang nowhere.
func TestCapturesOfKernels(t *testing.T) {
	files, err := filepath.Glob("../../results/captures/*.gz")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d captures: %v", len(files), err)
	}
	if testing.Short() {
		files = files[:2]
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := trace.NewReader(file, f)
		if err != nil {
			t.Fatal(err)
		}
		found, err := stuck.Read(r)
		f.Close()
		if err != nil || len(found.Losses) != 0 || !found.Told() {
			t.Errorf("%s: %v: %s", file, err, said(found, ""))
		}
	}
}

// script makes a capture of lines "TASK does", where the time goes on by a microsecond
// with each.
func script(lines string) []byte {
	var b bytes.Buffer
	w := trace.NewWriter(&b)
	now := int64(1000)
	for line := range strings.SplitSeq(lines, ";") {
		var pid int
		var does string
		var n, m uint64
		fmt.Sscanf(strings.TrimSpace(line), "%d %s %d %d", &pid, &does, &n, &m)
		e := trace.Event{Time: now, PID: 100 + pid, CPU: pid, Comm: fmt.Sprintf("t%d", pid), Ino: 12, Index: n}
		now += 1000
		const pte, pmd = trace.Word(0x4021), trace.Word(0x4005)
		entry := pte
		if m == 9 {
			e.Order, entry = 9, pmd
		}
		kinds := map[string]trace.Kind{"fault": trace.PTEFault, "done": trace.PTEFaultDone, "huge": trace.PMDFault, "inval": trace.Invalidate, "busy": trace.BusyRange, "grab": trace.Grab, "get": trace.GetEntry,
			"sleep": trace.Sleep, "got": trace.GetEntryRet, "none": trace.GetEntryRet, "has": trace.GrabRet, "unlock": trace.Unlock, "wake": trace.Wake, "waking": trace.SchedWaking, "off": trace.SchedSwitch, "removed": trace.InvalidateRet, "lost": trace.Lost}
		e.Kind = kinds[does]
		switch does {
		case "fault", "done", "huge":
			e.Dev = 259 << 20
		case "got", "has", "unlock", "wake":
			e.Entry, e.Mode = entry, 1
		case "waking":
			e.WokenPID, e.NextComm, e.Targeted = 100+int(n), fmt.Sprintf("t%d", n), true
		case "off":
			e.PrevPID, e.PrevState, e.NextComm = e.PID, "D", "swapper/0"
		case "removed":
			e.Ret = 1
		}
		w.Write(&e)
	}
	if err := w.Flush(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const (
	hold   = "0 fault 7;0 grab 7;0 get 7;0 got 7;0 has 7;"
	behind = "1 fault 7;1 grab 7;1 get 7;1 sleep;1 off;"
	frees  = "0 unlock 7;0 wake 7;"
)

// TestScripts: small captures, each with what it must come to.
func TestScripts(t *testing.T) {
	for _, c := range []struct{ name, text, kernel, says, not string }{
		{"held by a task that sleeps", hold + behind + "0 off", "", "nobody waits without a holder;t0 (100) holds it since 23 µs, and sleeps (state D) since 29 µs", "lost:"},
		{"held by a task that runs", hold + behind + "0 get 8", "", "t0 (100) holds it since 23 µs, and runs", "is lost"},
		{"woken, and not come to its CPU", hold + behind + frees + "0 waking 1;0 done 7", "", "nobody waits without a holder", "is lost"},
		{"an unlock without a call", hold + behind + "0 unlock 7;0 done 7", "", "1 task is lost;Nobody has called for the waiters of page 0x7;None of the bugs that are known", "That is"},
		{"a call that wakes nobody", hold + behind + frees + "0 done 7", "", "1 task is lost;woke nobody;None of the bugs that are known", "That is"},
		{"a scan that passes the wake on", "2 fault 9;2 grab 9;2 get 9;2 got 9;2 has 9;2 unlock 9;2 wake 9;2 done 9;" + hold + "2 busy 7;2 get 7;2 sleep;2 off;" + behind + frees + "0 waking 2;0 done 7;2 got 8;2 wake 8", "6.15.1", "1 task is lost;woke t2 (102), not it;called for the waiters of page 0x8;the scan that passes its wake;dd59137bfe70;6.15.3 is the first", ""},
		{"a PMD fault of another page", hold + "1 huge 9;1 grab 9 9;1 get 9 9;1 sleep;1 off;" + frees + "0 done 7", "", "It sleeps on the key of page 0x0;for the waiters of page 0x7;the missed PMD wakeup", ""},
		{"probes before the first fault", "3 grab 7;3 get 7;3 has 7;2 inval 7;2 get 7;2 sleep;2 off;" + full + "3 unlock 7;3 wake 7;3 get 9;3 none 9", "", "file 259:0;t3 (103) called for the waiters of page 0x7 last, and woke nobody", ""},
		{"an entry that is another", "0 huge 0 9;0 grab 0 9;0 get 0 9;0 got 0 9;0 has 0 9;1 fault 7;1 grab 7;1 get 7;1 sleep;1 off;0 unlock 0 9;0 wake 7;0 done 7", "", "1 task is lost;the invalidation that wakes one", ""},
		{"the bug of another kernel", hold + "2 inval 7;2 get 7;2 sleep;2 off;" + behind + frees + "0 waking 2;0 done 7;2 none 7;2 removed 7", "6.1", "the invalidation that wakes one;6.1 is not known to have it", ""},
		{"lost events", hold + behind + "0 lost;0 fault 9", "", "nobody waits without a holder;events were lost 1 times", "is lost"},
		{"a removal, whose probe tells no device", "2 inval 7;2 get 7;2 none 7;" + hold + "2 inval 7;2 get 7;2 sleep;2 off;" + frees + "0 done 7", "", "t2 (102), a removal, sleeps for page 0x7 of file 259:0 inode 0xc", ""},
	} {
		r := read(t, script(c.text))
		if r.Lacks != "" { // a script has few events
			r = told(t, c.text)
		}
		says := said(r, c.kernel)
		for w := range strings.SplitSeq(c.says, ";") {
			if !strings.Contains(says, w) {
				t.Errorf("%s: no %q in %s", c.name, w, says)
			}
		}
		if c.not != "" && strings.Contains(says, c.not) {
			t.Errorf("%s: %q in %s", c.name, c.not, says)
		}
	}
}

// told reads a script behind one that has each event that a capture must have.
func told(t *testing.T, text string) *stuck.Report {
	t.Helper()
	r := read(t, script(full+text))
	if r.Lacks != "" {
		t.Fatalf("it lacks %s", r.Lacks)
	}
	return r
}

// full has each event that a capture must have.
const full = "5 fault 3;5 grab 3;5 get 3;5 got 3;5 has 3;6 fault 3;6 grab 3;6 get 3;6 sleep;6 off;5 unlock 3;5 wake 3;5 waking 6;5 done 3;6 got 3;6 has 3;6 unlock 3;6 wake 3;6 done 3;"

// TestWhatIsMissing: without one of the events that tell nobody is called lost, and
// nobody is said to wait with a holder.
func TestWhatIsMissing(t *testing.T) {
	text := captured(t, "mixed-rounds", "linux-5.2", 8, 4)
	for _, event := range []string{"sched_waking", "get_entry_ret", "unlock", "wake", "grab_ret", "sleep"} {
		var without []byte
		for line := range bytes.Lines(text) {
			if !bytes.Contains(line, []byte(" "+event+": ")) {
				without = append(without, line...)
			}
		}
		if r := read(t, without); r.Told() || len(r.Losses) != 0 || !strings.Contains(said(r, ""), "not told by this capture") || !strings.Contains(r.Lacks, event) {
			t.Errorf("without %s: %s", event, said(r, ""))
		}
	}
}

// FuzzRead: no capture makes it panic.
func FuzzRead(f *testing.F) {
	f.Add(script(hold + behind + frees + "0 waking 1;0 done 7"))
	f.Add(script(hold + "2 inval 7;2 get 7;2 sleep;2 off;" + behind + frees + "0 waking 2;0 done 7;2 none 7"))
	f.Add(script("1 sleep;0 has 7;0 lost;1 got 1;0 unlock 7 9"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := trace.NewReader("x", bytes.NewReader(text))
		if err != nil {
			return
		}
		found, err := stuck.Read(r)
		if err == nil {
			_ = said(found, "5.2")
		}
	})
}
