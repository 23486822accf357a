package pattern_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/pattern"
	"daxwait/bench/trace"
)

// TestKernels: the name of a capture, or what it shows, says whether its read faults
// dirty entries; a kernel that was not looked at is named, with what it is taken for.
func TestKernels(t *testing.T) {
	for _, c := range []struct {
		file       string
		clean      bool // as the trace shows
		dirty      bool
		note, lack string
	}{
		{"linux6.1-ext4-2cpu-x.trace", false, true, "", "taken for"},
		{"linux6.12-ext4-2cpu-x.trace", false, false, "", "taken for"},
		{"linux6.8-ext4-2cpu-hot.trace", false, true, "Linux 6.8 by its name: taken for Linux 6.1", "no kernel"},
		{"a/my-Linux-v6.11.trace.gz", false, true, "Linux 6.11 by its name: taken for Linux 6.1", ""},
		{"linux5.15-x.trace", false, true, "Linux 5.15 by its name: taken for Linux 6.1", ""},
		{"linux6.15-x.trace", false, false, "Linux 6.15 by its name: taken for Linux 6.12", ""},
		{"linux7.0-x.trace", false, false, "Linux 7.0 by its name: taken for Linux 6.12", ""},
		{"linux6.12/hot.trace", false, true, "no kernel in its name: taken for Linux 6.1", ""},
		{"linux.trace", false, true, "no kernel in its name", ""},
		{"hot.trace", true, false, "taken for Linux 6.12 whatever its name", ""},
		{"linux6.1-x.trace", true, false, "taken for Linux 6.12 whatever its name", ""},
		{"linux6.12-x.trace", true, false, "", "taken for"},
	} {
		w := &trace.Workload{Warnings: &trace.Warnings{}, CleanReads: c.clean, Workers: []trace.Worker{{Ops: []trace.Op{{Kind: trace.OpPTEFault}}}}}
		p, err := pattern.FromTrace(c.file, w)
		if err != nil {
			t.Fatal(err)
		}
		notes := strings.Join(p.Replay.Notes, "\n")
		if p.ReadDirties != c.dirty || !strings.Contains(notes, c.note) || c.lack != "" && strings.Contains(notes, c.lack) {
			t.Errorf("%s: reads dirty: %v, want %v; notes:\n%s", c.file, p.ReadDirties, c.dirty, notes)
		}
	}
}

// TestPagesOfFallbacks: a worker whose PMD faults fall back on 75 pages touches 75.
func TestPagesOfFallbacks(t *testing.T) {
	var ops []trace.Op
	for i := range uint64(75) {
		ops = append(ops,
			trace.Op{Kind: trace.OpPMDFault, Index: 512, End: 1023, Page: 512 + i, Order: 9, FellBack: true, Grabbed: true},
			trace.Op{Kind: trace.OpPTEFault, Index: 512 + i, End: 512 + i, Grabbed: true, HoldNS: 5, Entries: 1})
	}
	ops = append(ops, trace.Op{Kind: trace.OpPMDFault, Index: 512, End: 1023, Page: 600, Order: 9, Grabbed: true, HoldNS: 5, Entries: 1})
	p, err := pattern.FromTrace("linux6.1-x.trace", &trace.Workload{Warnings: &trace.Warnings{}, Files: 1, Workers: []trace.Worker{{Ops: ops}}})
	if err != nil {
		t.Fatal(err)
	}
	pages := map[uint64]bool{}
	for _, op := range p.Replay.Workers[0] {
		pages[op.Index] = true
		if op.Index != op.Last || op.Hold.NS != 5 {
			t.Errorf("%+v", op)
		}
	}
	if len(p.Replay.Workers[0]) != 76 || len(pages) != 76 || !pages[600] {
		t.Errorf("%d operations on %d pages", len(p.Replay.Workers[0]), len(pages))
	}
}

// TestProcesses: whose threads the workers are is the trace's to say, and the name's
// where it does not.
func TestProcesses(t *testing.T) {
	for _, c := range []struct {
		file  string
		tgids []int
		want  bool // threads of one process
		note  string
	}{
		{"x", []int{0, 0}, false, ""},
		{"x-threads", []int{0, 0}, true, ""},
		{"x-threads", []int{0, 7}, true, ""},
		{"x", []int{7, 7}, true, ""},
		{"x-threads", []int{7, 8}, false, ""},
		{"x", []int{7, 7, 8}, false, "3 workers are threads of 2 processes"},
		{"x", []int{7}, false, ""},
	} {
		w := &trace.Workload{Warnings: &trace.Warnings{}}
		for i, tgid := range c.tgids {
			w.Workers = append(w.Workers, trace.Worker{PID: i, TGID: tgid, Ops: []trace.Op{{Kind: trace.OpPTEFault}}})
		}
		p, err := pattern.FromTrace("linux6.1-2cpu-"+c.file+".trace", w)
		if err != nil || (p.Process != nil) != c.want || !strings.Contains(fmt.Sprint(p.Replay.Notes), c.note) {
			t.Errorf("%s, processes %v: %v, %v, %v", c.file, c.tgids, p.Process, p.Replay.Notes, err)
		}
	}
}

// TestEndOfAHang: its rounds have what was going on since the first operation that
// never ends began, at the times of the capture.
func TestEndOfAHang(t *testing.T) {
	fault := func(at int64) trace.Op {
		return trace.Op{Kind: trace.OpPTEFault, Index: 7, End: 7, StartNS: at, ThinkNS: 1, OwnNS: 10, HoldNS: 30, Entries: 1}
	}
	lost := trace.Op{Kind: trace.OpPTEFault, Index: 7, End: 7, StartNS: 120, ThinkNS: 1, Open: true, Lost: true, WaitNS: 900}
	w := &trace.Workload{Warnings: &trace.Warnings{}, Files: 1, CPUs: 3, Workers: []trace.Worker{
		{Name: "w00-a", Ops: []trace.Op{fault(0), fault(50), fault(100), fault(150)}},
		{Name: "w01-b", Ops: []trace.Op{fault(10), lost}},
		{Name: "w02-c", Ops: []trace.Op{fault(20)}},
	}}
	p, err := pattern.FromTrace("linux6.1-x.trace", w)
	if err != nil {
		t.Fatal(err)
	}
	end := p.Ending()
	if end == nil || end.Rounds == 0 || end.Replay.CPUs != 3 || end.Ending() != nil || !strings.Contains(fmt.Sprint(end.Replay.Notes), "w01-b sleeps in a pte-fault of page 0x7") {
		t.Fatalf("%+v", end)
	}
	var got [][]int64 // when each begins
	for i, ops := range end.Replay.Workers {
		got = append(got, nil)
		for _, op := range ops {
			got[i] = append(got[i], op.Idle)
		}
		if end.InRound(i) != len(ops) {
			t.Errorf("worker %d does %d in a round of %d", i, end.InRound(i), len(ops))
		}
	}
	if want := [][]int64{{0, 0}, {20}, nil}; !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v, want %v", got, want)
	}
	// The hold that it never had is as long as its others are, in the loop of all.
	if op := p.Replay.Workers[1][1]; op.Hold.NS != 30 {
		t.Errorf("%+v", op)
	}
	w.Workers[1].Ops[1].Lost = false
	if p, err = pattern.FromTrace("linux6.1-x.trace", w); err != nil || p.Ending() != nil {
		t.Errorf("no hang: %v, %v", p.Ending(), err)
	}
}
