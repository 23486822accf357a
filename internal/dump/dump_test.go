package dump_test

import (
	"fmt"
	"strings"
	"testing"

	"daxwait/internal/dump"
)

// shown is a dump in a line: its tasks with their functions, guesses with a question
// mark.
func shown(d *dump.Dump) string {
	var all []string
	for _, t := range d.Tasks {
		s := fmt.Sprintf("%s:%d %s %v", t.Name, t.PID, t.State, t.Why)
		if t.Seconds != 0 {
			s += fmt.Sprintf(" %ds", t.Seconds)
		}
		for _, f := range t.Frames {
			s += " " + f.Name
			if f.Guess {
				s += "?"
			}
			if f.Module != "" {
				s += "/" + f.Module
			}
		}
		all = append(all, s)
	}
	return strings.Join(all, " | ")
}

// TestTexts: the forms in which people have stacks. A bar is the end of a line.
func TestTexts(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a hung task's report", "[  1.5] INFO: task kworker/u8:3:77 blocked for more than 120 seconds.|[  1.5]       Not tainted 5.1.0+ #12|[  1.5] kworker/u8:3    D    0    77      2 0x00000000|[  1.5] Call Trace:|[  1.5]  ? __schedule+0x2a8/0x6a0|[  1.5]  schedule+0x34/0x90|[  1.5]  a_b.isra.7.cold+0x1/0x2 [fuse]",
			"kworker/u8:3:77 D blocked 120s __schedule? schedule a_b/fuse"},
		{"of today, with a caller and two tasks", "<6>[ 9.1][ T45] INFO: task a b:7 blocked in I/O wait for more than 122 seconds.|[ 9.1][ T45] task:a b   state:D stack:0     pid:7     tgid:6     ppid:1      flags:0x0|[ 9.1][ T45] Call Trace:|[ 9.1][ T45]  <TASK>|[ 9.1][ T45]  x_y+0x1/0x2|[ 9.1][ T45]  </TASK>|[ 9.1][ T45] INFO: task c:8 blocked for more than 122 seconds.|[ 9.1][ T45] Call Trace:|[ 9.1][ T45]  z_z+0x1/0x2",
			"a b:7 D blocked 122s x_y | c:8 D blocked 122s z_z"},
		{"sysrq-t", "task:init  state:S stack:    0 pid:    1 ppid:     0 flags:0x4|Call Trace:|__schedule+0x1/0x2|do_wait+0x1/0x2|task:db state:D stack:0 pid: 5 ppid: 1 flags:0x0|Call Trace:|get_unlocked_entry+0x1/0x2", "init:1 S shown __schedule do_wait | db:5 D shown get_unlocked_entry"},
		{"/proc of all, as grep has it", "/proc/12/stack:[<0>] a_b+0x1/0x2|/proc/12/stack:[<0>] c_d+0x1/0x2|/proc/13/task/14/stack:[<0>] e_f+0x1/0x2", ":12  shown a_b c_d | :14  shown e_f"},
		{"/proc of all, as head has it", "==> /proc/12/stack <==|[<0>] a_b+0x1/0x2||==> /proc/13/stack <==|[<0>] a_b+0x1/0x2", ":12  shown a_b | :13  shown a_b"},
		{"/proc of all, as a loop has it", "/proc/1/task/12/stack:|[<0>] a_b+0x1/0x2|/proc/1/task/13/stack:|[<0>] c_d+0x1/0x2", ":12  shown a_b | :13  shown c_d"},
		{"stacks with an empty line between", "[<0>] a_b+0x1/0x2|[<0>] c_d+0x1/0x2||[<0>] a_b+0x1/0x2|[<0>] e_f+0x1/0x2", ":0  shown a_b c_d | :0  shown a_b e_f"},
		{"a stack in a mail with double spacing", "a_b+0x1/0x2||c_d+0x1/0x2||e_f+0x1/0x2", ":0  shown a_b c_d e_f"},
		{"a stack after another", "a_b+0x1/0x2|entry_SYSCALL_64_after_hwframe+0x1/0x2|c_d+0x1/0x2|ret_from_fork+0x1/0x2|ret_from_fork_asm+0x1/0x2", ":0  shown a_b entry_SYSCALL_64_after_hwframe | :0  shown c_d ret_from_fork ret_from_fork_asm"},
		{"crash", `PID: 9  TASK: ffff88  CPU: 1  COMMAND: "make x"| #0 [ffffc9] __schedule at ffffffff81| #1 [ffffc9] a_b.part.0 at ffffffff83 [fuse]|    RIP: 00007f  RSP: 7ff|PID: 10  TASK: ffff89  CPU: 0  COMMAND: "cc"|    [exception RIP: dax_iomap_rw+161]`, "make x:9  shown __schedule a_b/fuse | cc:10  shown dax_iomap_rw"},
		{"drgn, gdb and decoded", "#0  context_switch (kernel/sched/core.c:5244:2)|#1  0xffffffff81 in __schedule () at x.c:1|#2 a_b+0x1/0x2|c_d (fs/dax.c:12 fs/dax.c:13)|? e_f (fs/dax.c:12)", ":0  shown context_switch __schedule a_b c_d e_f?"},
		{"names alone", "get_unlocked_entry|? grab_mapping_entry.constprop.0|schedule|it hangs|word", ":0  shown get_unlocked_entry grab_mapping_entry? schedule"},
		{"quotes of mail, and CR LF", "> > INFO: task a:1 blocked for more than 120 seconds.\r|> > Call Trace:\r|> >  a_b+0x1/0x2\r", "a:1 D blocked 120s a_b"},
		{"a journal", "Dec 01 12:00:00 box kernel: INFO: task a:1 blocked for more than 120 seconds.|2026-12-01T12:00:00+01:00 box kernel: Call Trace:|2026-12-01 12:00:00.1 kernel:  a_b+0x1/0x2", "a:1 D blocked 120s a_b"},
		{"dmesg -T", "[Tue Dec  1 12:00:00 2026] INFO: task a:1 blocked for more than 120 seconds.|[Tue Dec  1 12:00:00 2026] Call Trace:|[Tue Dec  1 12:00:00 2026]  a_b+0x1/0x2", "a:1 D blocked 120s a_b"},
		{"an interrupt in a stack", "Call Trace:| <IRQ>| watchdog_fn+0x1/0x2| </IRQ>| <TASK>| a_b+0x1/0x2", ":0  shown a_b"},
		{"a stuck CPU", "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [tail:911]|CPU: 1 PID: 911 Comm: tail Not tainted 5.15.60 #1|RIP: 0010:dax_iomap_rw+0xa1/0xf0|Call Trace:| dax_iomap_rw+0xa1/0xf0| vfs_read+0x1/0x2", "tail:911 R spins 26s dax_iomap_rw vfs_read"},
		{"an oops, and a hang behind it", "BUG: kernel NULL pointer dereference|Oops: 0002 [#1] SMP|CPU: 1 PID: 4 Comm: a b Tainted: G        W  O      5.9.1 #1|RIP: 0010:a_b+0x1/0x2|Call Trace:| c_d+0x1/0x2|---[ end trace 12 ]---|INFO: task x:5 blocked for more than 120 seconds.|Call Trace:|e_f+0x1/0x2", "a b:4  mishap a_b c_d | x:5 D blocked 120s e_f"},
		{"a status before a stack", "Name:\tdb|State:\tD (disk sleep)|Tgid:\t7|Pid:\t8|[<0>] a_b+0x1/0x2", "db:8 D shown a_b"},
		{"a line of frames", "[<0>] a_b+0x1/0x2 [<0>] c_d+0x1/0x2", ":0  shown a_b c_d"},
		{"arm64", "pc : a_b+0x1/0x2|lr : c_d+0x1/0x2|Call trace:| a_b+0x1/0x2| e_f+0x1/0x2", ":0  shown a_b c_d? a_b e_f"},
		{"nothing", "dear all,|it hangs|x + y|", ""},
	} {
		got := shown(dump.Parse(strings.ReplaceAll(c.text, "|", "\n")))
		if got != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, got, c.want)
		}
	}
}

// TestKernels: how texts name a kernel.
func TestKernels(t *testing.T) {
	for text, want := range map[string]string{
		"Linux version 5.10.0-23-amd64 (debian-kernel@lists.debian.org) (gcc) #1 SMP Debian 5.10.179-1 (2023-05-12)": "5.10.0-23-amd64 5.10.179",
		"      Not tainted 5.10.0-23-amd64 #1 Debian 5.10.179-1":                                                     "5.10.0-23-amd64 5.10.179",
		"CPU: 1 PID: 4 Comm: x Tainted: G        W  O      5.9.1 #1":                                                 "5.9.1 ",
		"CPU: 0 UID: 0 PID: 9 Comm: x Tainted: [W]=WARN, [O]=OOT_MODULE 6.15.1 #1":                                   "6.15.1 ",
		"CPU: 0 UID: 0 PID: 9 Comm: x Not tainted 6.15.1-rc3+ #1":                                                    "6.15.1-rc3+ ",
		"uname -r: 5.15.60":                                            "5.15.60 ",
		"$ uname -r\n4.18.0-305.el8.x86_64":                            "4.18.0-305.el8.x86_64 ",
		"Linux box 5.4.0-42-generic #46-Ubuntu SMP Fri":                "5.4.0-42-generic ",
		"Ubuntu 5.4.0-42.46-generic 5.4.44":                            "5.4.0-42-generic 5.4.44",
		"     RELEASE: 5.9.0":                                          "5.9.0 ",
		"kernel 6.6.87.2-microsoft-standard-WSL2, it hangs":            "6.6.87.2-microsoft-standard-WSL2 ",
		"version 1.5 of my program takes 12.3 s":                       " ",
		"get_unlocked_entry+0x1/0x2 [x] Linux version 5.1 in one line": " ",
		"": " ",
	} {
		k := dump.Parse(text).Kernel()
		if got := k.Release + " " + k.Base; got != want {
			t.Errorf("%q is of %q, want %q", text, got, want)
		}
	}
}

// TestBounds: of very many tasks the first are kept, and the rest is counted; of a
// stack without end the frames nearest to the sleep.
func TestBounds(t *testing.T) {
	d := dump.Parse(strings.Repeat("INFO: task x:1 blocked for more than 120 seconds.\n some_function+0x1/0x2\n", 20_003))
	if len(d.Tasks) != 20_000 || d.Dropped != 3 || d.Lines != 40_006 {
		t.Errorf("%d tasks, %d dropped, %d lines", len(d.Tasks), d.Dropped, d.Lines)
	}
	var b strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&b, "a_%d+0x1/0x2\n", i)
	}
	if d = dump.Parse(b.String()); len(d.Tasks) != 1 || len(d.Tasks[0].Frames) != 256 || d.Tasks[0].Frames[0].Name != "a_0" {
		t.Errorf("%d tasks", len(d.Tasks))
	}
	if _, err := dump.Read(strings.NewReader(strings.Repeat("x", 16<<20+1)), "x.txt"); err == nil || !strings.Contains(err.Error(), "x.txt: more than 16 MiB") {
		t.Error(err)
	}
}

// TestAccidents: what happened above a hang, with the task it is of.
func TestAccidents(t *testing.T) {
	d := dump.Parse("WARNING: CPU: 1 PID: 9 at fs/dax.c:1 a_b+0x1/0x2\nCPU: 1 PID: 9 Comm: x Not tainted 6.1.0 #1\nCall Trace:\n c_d+0x1/0x2\n---[ end trace 1 ]---\nrcu: INFO: rcu_sched self-detected stall on CPU\nCall Trace:\n e_f+0x1/0x2\n")
	if len(d.Accidents) != 2 || d.Accidents[0].Kind != "warning" || d.Accidents[0].Line != 1 || d.Accidents[1].Kind != "stuck CPU" || d.Accidents[1].Line != 6 {
		t.Errorf("%+v", d.Accidents)
	}
	if got, want := shown(d), "x:9  mishap a_b c_d | :0 R spins e_f"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// FuzzParse: no text makes it panic, and what comes out is within bounds.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"INFO: task a:1 blocked for more than 120 seconds.\nCall Trace:\n a_b+0x1/0x2\n",
		"/proc/1/stack:[<0>] a_b+0x1/0x2", "PID: 9  TASK: f  CPU: 1  COMMAND: \"x\"\n #0 [ff] a_b at ff", "State:\tD\n", "Oops: 1\nBUG: x\n", "> > [ 1.1][ T1] <IRQ>\r\n",
		"task:a state:D stack:0 pid:1\n", "\x00\xff\n", "a_b+0x1/0x2\n\na_b+0x1/0x2\n", "Ubuntu 5.4.0-42.46-generic 5.4.44",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := dump.Parse(text)
		for _, task := range d.Tasks {
			if len(task.Frames) > 256 || len(task.Name) > 64 || task.Line < 1 || task.Line > d.Lines || len(task.Functions()) > len(task.Frames) {
				t.Errorf("%+v", task)
			}
			_ = task.Why.String()
		}
		for _, a := range d.Accidents {
			if a.Line < 1 || a.Line > d.Lines || a.Task >= len(d.Tasks) {
				t.Errorf("%+v of %d tasks", a, len(d.Tasks))
			}
		}
	})
}
