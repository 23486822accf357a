package trace

import (
	"reflect"
	"strings"
	"testing"
)

// events shortens the traces below: the names stand for what a line of the
// event has at least.
var events = strings.NewReplacer(
	"<pte>", "dax_pte_fault: dev 1:1 ino 0xc shared WRITE address 0x1 pgoff 0x7",
	"</pte>", "dax_pte_fault_done: dev 1:1 ino 0xc shared WRITE address 0x1 pgoff 0x7 NOPAGE",
	"<pmd>", "dax_pmd_fault: dev 1:1 ino 0xd shared USER address 0x1 vm_start 0x1 vm_end 0x2 pgoff 0x207 max_pgoff 0x400",
	"</pmd>", "dax_pmd_fault_done: dev 1:1 ino 0xd shared USER address 0x1 vm_start 0x1 vm_end 0x2 pgoff 0x207 max_pgoff 0x400 FALLBACK",
	"<wb>", "dax_writeback_range: dev 1:1 ino 0xc pgoff 0x0-0x7f", "</wb>", "dax_writeback_range_done: dev 1:1 ino 0xc pgoff 0x40-0x7f",
	"grab", "grab: ino=0xc index=0x7 order=0", "locked", "grab_ret: entry=0x11", "conflict", "grab_ret: entry=0x2002",
	"unlock", "unlock: ino=0xc index=0x7 entry=0x11", "get", "get_entry: ino=0xc index=0x7 order=0",
	"got", "get_entry_ret: entry=0x21040e1", "gopmd", "get_entry_ret: entry=0x21040e5", "void", "get_entry_ret: entry=0x0", "sleep", "sleep: wq=0x1",
	"wake", "wake: ino=0xc index=0x7 entry=0x11 mode=1", "flush", "flush: size=0x1000", "one", "dax_writeback_one: dev 1:1 ino 0xc pgoff 0x7 pglen 0x1",
	"busy", "busy_range: ino=0xc start=0x0 end=0x7fffffffffffffff",
	"off:", "sched_switch: prev_comm=w00-x prev_pid=1 prev_prio=120 prev_state=", "on", "sched_switch: prev_comm=other prev_pid=9 prev_prio=120 prev_state=S ==> next_comm=w00-x next_pid=1 next_prio=120",
	"/9", " ==> next_comm=other next_pid=9 next_prio=120",
)

// TestOps has one short trace for each way in which an operation is told.
// Times are in tenths of a second.
func TestOps(t *testing.T) {
	const s = 100_000_000
	for _, test := range []struct {
		name, in string
		want     []Op
	}{
		{"a fault, and preemption left out of its hold", `
1 0 1.0 <pte>
1 0 1.1 grab
1 0 1.1 get
1 0 1.2 got
1 0 1.3 locked
1 0 1.4 off:R/9
9 0 1.6 on
1 0 1.7 unlock
1 0 1.8 wake
1 0 1.9 </pte>`, []Op{{Kind: OpPTEFault, Index: 7, End: 7, Write: true, Grabbed: true, OwnNS: 2 * s, HoldNS: 5 * s, Entries: 1}}},
		{"sleep with the entry is part of the hold", `
1 0 1.0 <pte>
1 0 1.1 grab
1 0 1.3 locked
1 0 1.4 off:D/9
9 0 1.6 on
1 0 1.7 unlock
1 0 1.9 </pte>`, []Op{{Kind: OpPTEFault, Index: 7, End: 7, Write: true, Grabbed: true, OwnNS: 5 * s, HoldNS: 4 * s, Entries: 1, HoldSleeps: true}}},
		{"a wait, and the think time after it", `
1 0 1.0 <pte>
1 0 1.1 grab
1 0 1.1 get
1 0 1.2 sleep
1 0 1.2 off:D/9
9 0 1.4 on
1 0 1.4 sleep
1 0 1.4 off:D/9
9 0 1.5 on
1 0 1.5 got
1 0 1.5 locked
1 0 1.6 unlock
1 0 1.6 </pte>
1 0 1.7 off:R+/9
9 0 1.8 on
1 0 2.0 off:S/9
9 0 2.4 on
1 0 2.5 <pte>
1 0 2.6 </pte>`, []Op{
			{Kind: OpPTEFault, Index: 7, End: 7, Write: true, Grabbed: true, OwnNS: 2 * s, HoldNS: s, Entries: 1, WaitNS: 3 * s},
			{Kind: OpPTEFault, Index: 7, End: 7, Write: true, StartNS: 15 * s, ThinkNS: 4 * s, IdleNS: 4 * s, OwnNS: s}}},
		{"a sleeper that is woken waits for a CPU; a waker's own time ends with the hold", `
1 0 1.0 <pte>
1 0 1.1 </pte>
1 0 1.2 off:S/9
9 0 1.3 sched_waking: comm=w00-x pid=1 prio=120 target_cpu=000
9 0 1.7 on
1 0 1.8 <pte>
1 0 1.8 get
1 0 1.8 got
1 0 1.9 locked
2 1 1.9 <pte>
2 1 1.9 get
2 1 1.9 sleep
1 0 2.0 unlock
1 0 2.1 wake
1 0 2.2 sched_waking: comm=other pid=2 prio=120 target_cpu=001
1 0 2.6 </pte>`, []Op{
			{Kind: OpPTEFault, Index: 7, End: 7, Write: true, OwnNS: s},
			{Kind: OpPTEFault, Index: 7, End: 7, Write: true, StartNS: 8 * s, ThinkNS: 2 * s, IdleNS: s, HoldNS: 3 * s, Entries: 1}}},
		{"a PMD fault that falls back, and its retry", `
1 0 1.0 <pmd>
1 0 1.1 grab
1 0 1.2 conflict
1 0 1.2 </pmd>
1 0 1.3 <pte>
1 0 1.4 </pte>`, []Op{
			{Kind: OpPMDFault, Index: 0x200, End: 0x3ff, Page: 0x207, Order: 9, FellBack: true, Grabbed: true, OwnNS: 2 * s},
			{Kind: OpPTEFault, File: 1, Index: 7, End: 7, Write: true, StartNS: 3 * s, ThinkNS: s, OwnNS: s}}},
		{"a write-back of two entries", `
1 0 1.0 <wb>
1 0 1.1 flush
1 0 1.2 wake
1 0 1.3 one
1 0 1.4 flush
1 0 1.6 wake
1 0 1.6 one
1 0 1.9 </wb>`, []Op{{Kind: OpWriteback, End: 0x7f, OwnNS: 6 * s, HoldNS: 3 * s, Entries: 2}}},
		{"an invalidation", `
1 0 1.0 invalidate: ino=0xc index=0x7 trunc=0
1 0 1.0 get
1 0 1.1 sleep
1 0 1.3 got
1 0 1.4 wake
1 0 1.5 invalidate_ret: ret=0`, []Op{{Kind: OpInvalidate, Index: 7, End: 7, OwnNS: 2 * s, HoldNS: s, Entries: 1, WaitNS: 2 * s}}},
		{"an invalidation of nothing", `
1 0 1.0 invalidate: ino=0xc index=0x7 trunc=0
1 0 1.0 get
1 0 1.3 void
1 0 1.5 invalidate_ret: ret=0`, []Op{{Kind: OpInvalidate, Index: 7, End: 7, OwnNS: 5 * s}}},
		{"a punch of two entries, one of them 2 MiB; a second one of the same", `
1 0 1.0 busy
1 0 1.0 wake
1 0 1.1 invalidate: ino=0xc index=0x7 trunc=1
1 0 1.2 got
1 0 1.3 wake
1 0 1.3 invalidate_ret: ret=1
1 0 1.4 invalidate: ino=0xc index=0x200 trunc=1
1 0 1.5 gopmd
1 0 1.6 wake
1 0 1.7 invalidate_ret: ret=1
1 0 1.8 invalidate: ino=0xc index=0x7 trunc=1
1 0 1.9 invalidate_ret: ret=1`, []Op{
			{Kind: OpPunch, Index: 7, End: 0x3ff, Order: 9, OwnNS: 5 * s, HoldNS: 2 * s, Entries: 2},
			{Kind: OpPunch, Index: 7, End: 7, StartNS: 8 * s, ThinkNS: s, OwnNS: s}}},
		{"a punch of nothing, one of another file, and a fault", `
1 0 1.0 busy
1 0 1.1 busy
1 0 1.2 invalidate: ino=0xd index=0x7 trunc=1
1 0 1.3 invalidate_ret: ret=1
1 0 1.4 <pte>
1 0 1.5 </pte>`, []Op{
			{Kind: OpPunch, File: 1, Index: 7, End: 7, StartNS: 2 * s, OwnNS: s},
			{Kind: OpPTEFault, Index: 7, End: 7, Write: true, StartNS: 4 * s, ThinkNS: s, OwnNS: s}}},
		{"a punch in which an end is missing is not told", `
1 0 1.0 invalidate: ino=0xc index=0x7 trunc=1
1 0 1.1 invalidate: ino=0xc index=0x8 trunc=1
1 0 1.2 invalidate_ret: ret=1`, []Op{{Kind: OpPunch, Index: 8, End: 8, StartNS: s, OwnNS: s}}},
		{"no hold after a conflict", `
1 0 1.0 <pte>
1 0 1.1 conflict
1 0 1.2 unlock
1 0 1.3 </pte>`, []Op{{Kind: OpPTEFault, Index: 7, End: 7, Write: true, OwnNS: 3 * s}}},
		{"two flushes of one entry", `
1 0 1.0 <wb>
1 0 1.1 flush
1 0 1.2 flush
1 0 1.3 wake
1 0 1.9 </wb>`, []Op{{Kind: OpWriteback, End: 0x7f, OwnNS: 7 * s, HoldNS: 2 * s, Entries: 1}}},
		{"a sleep on something else", `
1 0 1.0 <pte>
1 0 1.1 sleep
1 0 1.2 get
1 0 1.3 got
1 0 1.4 </pte>`, []Op{{Kind: OpPTEFault, Index: 7, End: 7, Write: true, OwnNS: 4 * s}}},
		{"the end of another fault", `
1 0 1.0 <pte>
1 0 1.1 </pmd>
1 0 1.2 </pte>`, []Op{{Kind: OpPTEFault, Index: 7, End: 7, Write: true, OwnNS: 2 * s}}},
		{"no pause around a loss", `
1 0 1.0 <pte>
1 0 1.1 </pte>
CPU:0 [LOST 1 EVENTS]
1 0 1.5 <pte>
1 0 1.6 </pte>`, []Op{{Kind: OpPTEFault, Index: 7, End: 7, Write: true, OwnNS: s}, {Kind: OpPTEFault, Index: 7, End: 7, Write: true, StartNS: 5 * s, OwnNS: s}}},
		{"what is in flight at the end, and after a loss", `
1 0 1.0 <pte>
CPU:0 [LOST 1 EVENTS]
1 0 1.1 </pte>
1 0 1.2 <pte>
1 0 1.3 </pte>
1 0 1.4 <pte>`, []Op{
			{Kind: OpPTEFault, Index: 7, End: 7, Write: true, StartNS: 2 * s, OwnNS: s},
			{Kind: OpPTEFault, Index: 7, End: 7, Write: true, StartNS: 4 * s, ThinkNS: s, Open: true}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := replay(t, strings.ReplaceAll(text(events.Replace(test.in)), "  task-1 ", "  w00-x-1 "), 10)
			if len(w.Workers) != 1 || w.Workers[0].Name != "w00-x" || w.Workers[0].PID != 1 || w.Trace != "x.trace" {
				t.Fatalf("%+v", *w)
			}
			if got := w.Workers[0].Ops; !reflect.DeepEqual(got, test.want) {
				t.Errorf("\n got %+v\nwant %+v", got, test.want)
			}
		})
	}
}
