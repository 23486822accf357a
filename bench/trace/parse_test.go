package trace

import (
	"strings"
	"testing"
)

// TestEvents reads one line of each form.
func TestEvents(t *testing.T) {
	const text, report = "  w00-a-b-12  [001] d..1. 1.000002: ", "  w00-a-b-12  [001]  1.000002: "
	for _, test := range []struct {
		line string
		want Event
	}{
		{text + "grab: (grab_mapping_entry+0x0/0x1f0) ino=0xc index=0x7 order=9", Event{Kind: Grab, Ino: 12, Index: 7, Order: 9}},
		{text + "grab_ret: (dax_iomap_pte_fault+0xe8/0x3f0 <- grab_mapping_entry) entry=0x21040e3", Event{Kind: GrabRet, Entry: 0x21040e3}},
		{text + "get_entry: (get_unlocked_entry+0x0/0x150) ino=0xc index=0x7 order=0", Event{Kind: GetEntry, Ino: 12, Index: 7}},
		{report + "get_entry_ret:        (ffffffff813d6c80 <- ffffffff813d827f) entry=0x0", Event{Kind: GetEntryRet}},
		{report + "sleep:                (ffffffff81105120) wq=0xffffffff84055ed0", Event{Kind: Sleep}},
		{report + "insert:               (ffffffff813d78d0) ino=0xc index=0x7 entry=0x11 pfn=0x3000000000108207 flags=0x0", Event{Kind: Insert, Ino: 12, Index: 7, Entry: 0x11}},
		{text + "unlock: (dax_unlock_entry+0x0/0x60) ino=0xc index=0x7 entry=0x21040e1", Event{Kind: Unlock, Ino: 12, Index: 7, Entry: 0x21040e1}},
		{text + "wake: (dax_wake_entry+0x0/0xa0) ino=0xc index=0x7 entry=0x21040e1 mode=1", Event{Kind: Wake, Ino: 12, Index: 7, Entry: 0x21040e1, Mode: 1}},
		{text + "invalidate: (__dax_invalidate_entry+0x0/0x140) ino=0xc index=0x7 trunc=1", Event{Kind: Invalidate, Ino: 12, Index: 7, Trunc: 1}},
		{text + "invalidate_ret: (dax_delete_mapping_entry+0xf/0x20 <- __dax_invalidate_entry) ret=1", Event{Kind: InvalidateRet, Ret: 1}},
		{text + "busy_range: (dax_layout_busy_page_range+0x0/0x2f0) ino=0xc start=0x0 end=0x7fffffffffffffff", Event{Kind: BusyRange, Ino: 12, End: 1<<63 - 1}},
		{text + "flush: (dax_flush+0x0/0x30) size=0x1000", Event{Kind: Flush, Size: 4096}},
		{text + "dax_pte_fault: dev 259:0 ino 0xc shared WRITE|MKWRITE|ALLOW_RETRY|0x800 address 0x7f0d153d0000 pgoff 0x7 ", Event{Kind: PTEFault, Ino: 12, Index: 7, Write: true}},
		{text + "dax_pte_fault: dev 259:0 ino 0xc private ALLOW_RETRY|MKWRITE address 0x7f0d153d0000 pgoff 0x7 ", Event{Kind: PTEFault, Ino: 12, Index: 7}},
		{text + "dax_pte_fault: dev 259:0 ino 0xc shared  address 0x7f0d153d0000 pgoff 0x7 ", Event{Kind: PTEFault, Ino: 12, Index: 7}},
		{text + "dax_pmd_fault_done: dev 259:0 ino 0xc shared ALLOW_RETRY address 0x7f vm_start 0x7f vm_end 0x80 pgoff 0x1d7 max_pgoff 0x200 FALLBACK", Event{Kind: PMDFaultDone, Ino: 12, Index: 0x1d7, Result: "FALLBACK", FallBack: true}},
		{text + "dax_load_hole: dev 259:0 ino 0xc shared ALLOW_RETRY address 0x7f pgoff 0x7 NOPAGE", Event{Kind: PTELoadHole, Ino: 12}},
		{text + "dax_pmd_load_hole: dev 259:0 ino 0xc shared address 0x7f zero_page 00000000b8340ffd radix_entry 0x291400d", Event{Kind: PMDLoadHole, Ino: 12}},
		{text + "dax_writeback_range: dev 259:0 ino 0xc pgoff 0x40-0x7ffffffffffff", Event{Kind: WritebackRange, Ino: 12, Index: 64, End: 1<<51 - 1}},
		{report + "dax_writeback_range:  dev 259:0 ino 0xc pgoff 0-0x7ffffffffffff", Event{Kind: WritebackRange, Ino: 12, End: 1<<51 - 1}},
		{report + "dax_writeback_range_done:  ino=0xc start_index=0x40 end_index=0x41 dev=271581184", Event{Kind: WritebackRangeDone, Ino: 12, Index: 64, End: 65}},
		{text + "dax_writeback_one: dev 259:0 ino 0xc pgoff 0x200 pglen 0x200", Event{Kind: WritebackOne, Ino: 12, Index: 512, Pages: 512}},
		{text + "sched_switch: prev_comm=a ==> b prev_pid=1 prev_prio=120 prev_state=R+ ==> next_comm=c next_pid=9 d next_pid=2 next_prio=120", Event{Kind: SchedSwitch, PrevPID: 1, PrevState: "R+", NextPID: 2, NextComm: "c next_pid=9 d"}},
		{report + "sched_switch:         kworker/u4:1:25 [120] D ==> a [1]:2 [120]", Event{Kind: SchedSwitch, PrevPID: 25, PrevState: "D", NextPID: 2, NextComm: "a [1]"}},
		{report + "sched_switch:  prev_comm=a prev_pid=1 prev_prio=120 prev_state=256 next_comm=b next_pid=2 next_prio=120", Event{Kind: SchedSwitch, PrevPID: 1, PrevState: "R+", NextPID: 2, NextComm: "b"}},
		{report + "sched_switch:  prev_comm=a prev_pid=1 prev_prio=120 prev_state=32 next_comm=b next_pid=2 next_prio=120", Event{Kind: SchedSwitch, PrevPID: 1, PrevState: "Z", NextPID: 2, NextComm: "b"}},
		{text + "sched_waking: comm=a pid=3 b pid=5 prio=120 target_cpu=003", Event{Kind: SchedWaking, WokenPID: 5, TargetCPU: 3, Targeted: true}},
		{report + "sched_waking: a:b:5 [120] CPU:001", Event{Kind: SchedWaking, WokenPID: 5}},
		{text + "tracing_mark_write: anything: at all", Event{Kind: Other}},
		{text + "<stack trace>", Event{Kind: Other}},
	} {
		r, err := NewReader("x", strings.NewReader(test.line+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := r.Next()
		if err != nil {
			t.Errorf("%s:\n%v", test.line, err)
			continue
		}
		want := test.want
		want.Line, want.Time, want.CPU, want.PID, want.Comm = 1, 1_000_002_000, 1, 12, "w00-a-b"
		if strings.Contains(test.line, " dev") {
			want.Dev = 259 << 20
		}
		if *e != want {
			t.Errorf("%s:\n got %+v\nwant %+v", test.line, *e, want)
		}
		if w := r.Warnings().String(); w != "" {
			t.Errorf("%s: %s", test.line, w)
		}
	}
}

// TestHeads reads what precedes the name of the event.
func TestHeads(t *testing.T) {
	for _, test := range []struct {
		head string
		want Event // without Line and Kind
		bad  bool
	}{
		{head: " <idle>-0       [000] d.h2.    22.160332:", want: Event{Comm: "<idle>", Time: 22_160_332_000}},
		{head: "   <...>-7 (-------) [011] d.h2. 0.5:", want: Event{Comm: "<...>", PID: 7, CPU: 11, Time: 5e8}},
		{head: "   a-7     (    145) [011] d.h2. 0.000000001:", want: Event{Comm: "a", PID: 7, TGID: 145, CPU: 11, Time: 1}},
		{head: "a b [1] c-7 [000] 1.000000:", want: Event{Comm: "a b [1] c", PID: 7, Time: 1e9}},
		{head: "a-3 [1] c-7 [000] d..1. 1.000000:", want: Event{Comm: "a-3 [1] c", PID: 7, Time: 1e9}},
		{head: "-7 [000] d..1. 1.000000:", want: Event{PID: 7, Time: 1e9}},
		{head: "a-7 [000] d..1. 123456789:", bad: true}, // a counter of unknown rate
		{head: "a-7 [000] d..1. 1.:", bad: true},
		{head: "a-7 [000] d..1. 1.0000000001:", bad: true},
		{head: "a-7 [000] d..1. 99999999999.0:", bad: true},
		{head: "a-7 [x] d..1. 1.000000:", bad: true},
		{head: "a-7 d..1. 1.000000:", bad: true},
		{head: "a-x [000] d..1. 1.000000:", bad: true},
	} {
		r, err := NewReader("x", strings.NewReader(test.head+" some_event: a=1\n"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := r.Next()
		if test.bad {
			if err == nil || r.Warnings().Count(MalformedLine) != 1 {
				t.Errorf("%q: %+v, %v", test.head, e, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", test.head, err)
			continue
		}
		test.want.Line = 1
		if *e != test.want {
			t.Errorf("%q:\n got %+v\nwant %+v", test.head, *e, test.want)
		}
	}
}

// TestMalformed has lines that lack something their event must have.
func TestMalformed(t *testing.T) {
	for _, body := range []string{
		"grab: ino=0xc order=0", "grab: ino=0xc index=0x7 order=64", "grab_ret: entry=", "grab_ret: entry=0x", "grab_ret: entry=0xG",
		"grab_ret: entry=0x11111111111111111", "wake: ino=0xc index=0x7 entry=0x1", "dax_pte_fault: dev 1:1 ino 0xc pgoff 0x7",
		"dax_pmd_fault_done: dev 1:1 ino 0xc shared WRITE address 0x1 pgoff 0x7", "dax_writeback_range: ino 0xc pgoff 0x1",
		"sched_switch: ", "sched_switch: a ==> b", "sched_switch: a:1 S ==> b:2 [120]", "sched_switch: prev_comm=a prev_pid=x prev_prio=1 prev_state=S ==> next_comm=b next_pid=2",
		"sched_waking: comm=a", "sched_waking: pid=99999999999999999999", "no event",
	} {
		r, err := NewReader("x", strings.NewReader("a-7 [000] d..1. 1.000000: ok: x\na-7 [000] d..1. 1.000000: "+body+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		if e, err := r.Next(); err == nil || r.Warnings().Count(MalformedLine) != 1 || r.Warnings().first[MalformedLine] != 2 {
			t.Errorf("%q: %+v, %v, %v", body, e, err, r.Warnings())
		}
	}
}
