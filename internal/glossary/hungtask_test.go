package glossary_test

import (
	"strings"
	"testing"

	"daxwait/internal/glossary"
	"daxwait/strategies"
)

// TestStacks: where tasks sleep, of which kernel, and what is known of it. In the
// texts a bar is the end of a line.
func TestStacks(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	for _, c := range []struct{ name, text, want, not string }{
		{"a PMD fault of a hung task's report",
			"[  912.000100] INFO: task db:77 blocked for more than 120 seconds.|[  912.000110]       Not tainted 5.0.7 #3|[  912.000130] Call Trace:|[  912.000140]  ? __schedule+0x2b1/0x6b0|[  912.000150]  schedule+0x38/0xa0|[  912.000160]  get_unlocked_entry+0xa4/0xe0|[  912.000170]  ? dax_iomap_rw+0x90/0x90|[  912.000180]  grab_mapping_entry+0x52/0x1f0|[  912.000190]  dax_iomap_pmd_fault.isra.3+0x11a/0x7e0|[  912.000200]  xfs_filemap_huge_fault+0x20/0x90",
			"get_unlocked_entry: a fault, PMD;waits for an entry lock;5.0.7: linux-5.2 ;wakeups in pmd-meets-pte;23c84eb78375;--strategy linux-5.2 --scenario pmd-meets-pte", "dax_iomap_rw"},
		{"a PTE fault of /proc/PID/stack, with its release",
			"[<0>] get_unlocked_entry+0x8e/0xc0|[<0>] grab_mapping_entry+0x41/0x190|[<0>] dax_iomap_pte_fault+0x94/0x8b0|[<0>] ext4_dax_huge_fault+0x1a/0x200|$ uname -r|5.10.21",
			"a fault, PTE;5.10.21: linux-5.12 ;wakeups in invalidations;237388320def", "pmd-meets-pte"},
		{"a PTE fault where PMD faults are lost", "get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|Linux version 5.0.7", "a fault, PTE;5.0.7: linux-5.2 ;237388320def", "23c84eb78375"},
		{"the mend of a stable release",
			"[<0>] get_unlocked_entry+0x8e/0xc0|[<0>] grab_mapping_entry+0x41/0x190|[<0>] dax_iomap_pte_fault+0x94/0x8b0|Linux version 5.10.40 (me@here)",
			"5.10.40: exclusive ;nothing known;holds the entry", "mended"},
		{"a PMD fault of which mm tells", "schedule+0x1/0x2|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_fault+0x1/0x2|ext4_dax_huge_fault+0x1/0x2|create_huge_pmd+0x1/0x2|kernel 5.2.1", "a fault, PMD;pmd-meets-pte;23c84eb78375", "a fault, PTE"},
		{"a PTE fault that is inlined, and interrupted", "Call Trace:| <IRQ>| watchdog_timer_fn+0x1/0x2| </IRQ>| <TASK>|__schedule+0x1/0x2|schedule+0x1/0x2|dax_iomap_pte_fault.constprop.0+0x1/0x2|__do_fault+0x1/0x2|Linux version 5.3.0-rc2", "dax_iomap_pte_fault: a fault, PTE;waits for an entry lock;linux-5.3-rc1;one-invalidation;61c30c98ef17", ""},
		{"a fault behind a scan", "schedule+0x1/0x2|get_next_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|CPU: 1 UID: 0 PID: 4 Comm: x Not tainted 6.15.1 #1", "a fault, PTE;6.15.1: linux-6.15 ;wakeups in scan;dd59137bfe70", "237388320def"},
		{"a removal behind a scan", "schedule+0x1/0x2|get_next_unlocked_entry+0x1/0x2|__dax_invalidate_entry+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|uname -r: 6.15.2", "a removal;wakeups in scan;dd59137bfe70", "a fault,"},
		{"a scan that waits for an entry", "schedule+0x1/0x2|wait_entry_unlocked_exclusive+0x1/0x2|dax_layout_busy_page_range+0x1/0x2|dax_break_layout+0x1/0x2|Linux version 6.16.1", "wait_entry_unlocked_exclusive: a scan\n;waits for an entry lock;linux-6.16 ;nothing known", "no entry lock"},
		{"a scan that violates something else", "schedule+0x1/0x2|get_unlocked_entry+0x1/0x2|dax_layout_busy_page+0x1/0x2|Linux version 4.20.0-rc2", "a scan;linux-4.20-rc1 ;violates something else", "proved"},
		{"the removal of a range", "schedule+0x1/0x2|wait_entry_unlocked_exclusive+0x1/0x2|dax_delete_mapping_range+0x1/0x2|dax_break_layout+0x1/0x2|Linux version 6.15.0", "a removal;linux-6.15 ;dd59137bfe70", ""},
		{"a page that is pinned", "schedule+0x1/0x2|xfs_break_dax_layouts+0x1/0x2|xfs_break_layouts+0x1/0x2|Not tainted 5.4.9 #1", "no entry lock;pinned page", "linux-5.12 ;loses"},
		{"virtiofs, as in crash", `PID: 9  TASK: ffff88  CPU: 1  COMMAND: "make"| #0 [ffffc9] __schedule at ffffffff81| #1 [ffffc9] schedule at ffffffff82| #2 [ffffc9] get_unlocked_entry at ffffffff83| #3 [ffffc9] __dax_invalidate_entry at ffffffff84| #4 [ffffc9] invalidate_inode_pages2_range at ffffffff85| #5 [ffffc9] fuse_finish_open at ffffffff86|RELEASE: 5.9.0`, "a removal;5.9.0: linux-5.12 ;invalidations-only;237388320def", ""},
		{"a folio above an invalidation", "io_schedule+0x1/0x2|folio_wait_bit_common+0x1/0x2|__folio_lock+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|fuse_finish_open+0x1/0x2 [fuse]|uname -r: 6.15.1", "no entry lock;folio;page cache;none of ours", "loses;dd59137bfe70"},
		{"a page above an invalidation, of before", "io_schedule+0x1/0x2|__lock_page+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|Linux version 5.4.1", "no entry lock;page cache;none of ours", "loses"},
		{"a folio that is a guess", "schedule+0x1/0x2|? folio_wait_bit_common+0x1/0x2|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pmd_fault+0x1/0x2|Linux version 6.1.3", "a fault, PMD;6.1.3: exclusive ", "none of ours"},
		{"an invalidation that sleeps elsewhere", "schedule+0x1/0x2|rwsem_down_write_wait+0x1/0x2|unmap_mapping_pages+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|Linux version 5.9.2", "no entry lock;sleeps in rwsem_down_write_wait", "loses"},
		{"a holder in the journal", "schedule+0x1/0x2|jbd2_log_wait_commit+0x1/0x2|ext4_iomap_begin+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|Linux version 5.9.2", "no entry lock;sleeps in jbd2_log_wait_commit;holds its entry", "loses"},
		{"a read of 0 bytes", "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [cat:5]|RIP: 0010:dax_iomap_rw+0x91/0xe0|Call Trace:| <IRQ>| watchdog_timer_fn+0x1/0x2| </IRQ>| <TASK>| asm_sysvec_apic_timer_interrupt+0x1/0x2| ext4_file_read_iter+0x1/0x2|CPU: 0 PID: 5 Comm: cat Not tainted 5.17.3 #1", "dax_iomap_rw: read-write;no entry lock;0 bytes;5.17.3 spins for ever;17d9c15c9b9e", "watchdog_timer_fn;does not have"},
		{"a read of 0 bytes, mended", "dax_iomap_rw+0x91/0xe0|ext4_file_read_iter+0x1/0x2|uname -r: 5.15.71", "no entry lock;5.15.71 does not have that", "spins for ever there"},
		{"a fault of a write's buffer", "schedule+0x1/0x2|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pmd_fault+0x1/0x2|asm_exc_page_fault+0x1/0x2|dax_iomap_rw+0x1/0x2|Linux version 4.20.1", "a fault, PMD;4.20.1: linux-5.2 ;23c84eb78375", "read-write"},
		{"the pile-up", "schedule+0x1/0x2|rwsem_down_read_slowpath+0x1/0x2|proc_pid_cmdline_read+0x1/0x2|Linux version 5.2.0", "no entry lock;look for the one", "loses"},
		{"a handler of memory failures", "schedule+0x1/0x2|wait_entry_unlocked+0x1/0x2|dax_lock_page+0x1/0x2|memory_failure+0x1/0x2|Linux version 4.20.0-rc7", "a page lock;linux-4.20-rc6 ;page-lock;d8a706414af4", ""},
		{"a distribution", "get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|Not tainted 5.4.0-77-generic #86-Ubuntu", "5.4.0-77-generic: linux-5.12 ;do not decide;changelog", ""},
		{"no kernel", "get_unlocked_entry|grab_mapping_entry|dax_iomap_pmd_fault", "a fault, PMD;names none;linux-5.2 (from 4.20;linux-6.15 (", "mended"},
		{"a line of a stack", "[<0>] get_unlocked_entry+0x1/0x2 [<0>] grab_mapping_entry+0x1/0x2 [<0>] dax_iomap_pmd_fault+0x1/0x2", "a fault, PMD", ""},
		{"two tasks", "INFO: task a:1 blocked for more than 120 seconds.|      Not tainted 5.2.1 #1|Call Trace:|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pmd_fault+0x1/0x2|INFO: task b:2 blocked for more than 120 seconds.|Call Trace:|rwsem_down_write_slowpath+0x1/0x2|vm_mmap_pgoff+0x1/0x2", "in get_unlocked_entry: a fault, PMD;in rwsem_down_write_slowpath: not an entry lock", ""},
		{"none of fs/dax", "schedule+0x1/0x2|futex_wait+0x1/0x2|Linux version 5.2.0", "no wait for an entry lock;futex_wait", "loses"},
	} {
		got := g.Explain(strings.ReplaceAll(c.text, "|", "\n"))
		flat := strings.Join(strings.Fields(got), " ")
		for w := range strings.SplitSeq(c.want, ";") {
			if !strings.Contains(got, w) && !strings.Contains(flat, w) {
				t.Errorf("%s: no %q in\n%s", c.name, w, got)
			}
		}
		for w := range strings.SplitSeq(c.not, ";") {
			if w != "" && strings.Contains(flat, w) {
				t.Errorf("%s: %q in\n%s", c.name, w, got)
			}
		}
	}
	for _, nothing := range []string{"", "\n\n", "a letter\nof two lines", strings.Repeat("[", 1000) + "\n"} {
		if got := g.Explain(nothing); got != "" {
			t.Errorf("%.20q is explained: %s", nothing, got)
		}
	}
}

// TestFunctionsAsStacksWriteThem: what a stack adds to a name says nothing.
func TestFunctionsAsStacksWriteThem(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	for text, want := range map[string]string{
		"grab_mapping_entry+0x3d/0x1c0":             "grab_mapping_entry, a kernel function, from 4.7 on: a fault\n",
		"? dax_iomap_pmd_fault.isra.7+0x1b8/0x810":  "dax_iomap_pmd_fault, a kernel function, from 4.10 on: a fault\n",
		"dax_writeback_one.part.0":                  "dax_writeback_one, a kernel function: write-back\n",
		"dax_iomap_pte_fault.constprop.12.isra.3":   "dax_iomap_pte_fault, a kernel function, from 4.10 on: a fault\n",
		"[<0>] __dax_invalidate_entry+0x1/0x2":      "__dax_invalidate_entry, a kernel function, from 4.20 on: a removal\n",
		"[<ffffffff8128>] get_unlocked_entry+0x1":   "get_unlocked_entry, a kernel function, 4.20 to 6.14: a fault or a removal\n",
		"fuse_dax_break_layouts+0x1/0x2 [virtiofs]": "fuse_dax_break_layouts, a kernel function, from 5.10 on: a scan\n",
		"dax_iomap_rw()":                            "dax_iomap_rw, a kernel function, from 4.9 on: read-write\n",
		"wait_entry_unlocked_exclusive":             "wait_entry_unlocked_exclusive, a kernel function, from 6.15 on: a scan or a removal\n",
		"dax_unlock_page":                           "dax_unlock_page, a kernel function, from 4.20 on: a page lock\n",
		"rwsem_down_read_slowpath":                  "rwsem_down_read_slowpath, a kernel function: not an entry lock\n",
		"grab_mapping_entry+0x3d/":                  "",
		"grab mapping entry":                        "",
	} {
		if got := g.Explain(text); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("%s: %.100q, want %q", text, got, want)
		}
	}
}

// TestVersions: stable releases have their mends, numbers of distributions do not
// decide.
func TestVersions(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	for _, c := range []struct{ version, design, not string }{
		{"5.10.36", "linux-5.12 of", "distribution"}, {"5.10.39", "exclusive of", "distribution"},
		{"5.12.4", "linux-5.12 of", "distribution"}, {"5.12.6", "exclusive of", "distribution"},
		{"6.15.1", "linux-6.15 of", "distribution"}, {"6.15.4+", "linux-6.16 of", "distribution"},
		{"5.13-rc1-00012-g0123456789ab-dirty", "linux-5.12 of", "distribution"},
		{"4.18.0-553.el8_10.x86_64", "do not decide", "a kernel: "}, {"5.15.0-101-generic", "do not decide", "a kernel: "},
		{"6.1.0-13-amd64", "do not decide", "a kernel: "}, {"5.15.167.4-microsoft-standard-WSL2", "do not decide", "a kernel: "},
		{"6.9.1-arch1-1", "changelog of its package", "a kernel: "},
	} {
		got := strings.Join(strings.Fields(g.Explain(c.version)), " ")
		if !strings.HasPrefix(got, strings.ToLower(c.version)) || !strings.Contains(got, c.design) || strings.Contains(got, c.not) {
			t.Errorf("%s: no %q, or %q, in\n%s", c.version, c.design, c.not, got)
		}
	}
}

// TestManyStacks: of very many stacks the first are told.
func TestManyStacks(t *testing.T) {
	g := &glossary.Glossary{Program: "daxwait", Catalogue: strategies.All()}
	text := strings.Repeat("INFO: task x\n some_function+0x1/0x2\n", 1002)
	said := g.Explain(text)
	if n := strings.Count(said, "a stack: "); n != 1000 || !strings.HasSuffix(said, "\n2 more stacks are left out, behind 1000 that are told\n") {
		t.Errorf("%d stacks, and at the end %q", n, said[max(0, len(said)-100):])
	}
}
