package hang_test

import (
	"strings"
	"testing"

	"daxwait/internal/dump"
	"daxwait/internal/hang"
)

// TestStacks: where tasks sleep, of which kernel, and what is known of it. In the
// texts a bar is the end of a line.
func TestStacks(t *testing.T) {
	for _, c := range []struct{ name, text, want, not string }{
		{"a PMD fault of a hung task's report",
			"[  912.000100] INFO: task db:77 blocked for more than 120 seconds.|[  912.000110]       Not tainted 5.0.7 #3|[  912.000130] Call Trace:|[  912.000140]  ? __schedule+0x2b1/0x6b0|[  912.000150]  schedule+0x38/0xa0|[  912.000160]  get_unlocked_entry+0xa4/0xe0|[  912.000170]  ? dax_iomap_rw+0x90/0x90|[  912.000180]  grab_mapping_entry+0x52/0x1f0|[  912.000190]  dax_iomap_pmd_fault.isra.3+0x11a/0x7e0|[  912.000200]  xfs_filemap_huge_fault+0x20/0x90",
			"a lost wakeup that is known;a fault, PMD, in get_unlocked_entry;waits for an entry lock;5.0.7: linux-5.2 ;23c84eb78375;brings the inverted test in put;--strategy linux-5.2,linux-6.16 --scenario pmd-meets-pte", "dax_iomap_rw"},
		{"a PTE fault of /proc/PID/stack, with its release",
			"[<0>] get_unlocked_entry+0x8e/0xc0|[<0>] grab_mapping_entry+0x41/0x190|[<0>] dax_iomap_pte_fault+0x94/0x8b0|[<0>] ext4_dax_huge_fault+0x1a/0x200|$ uname -r|5.10.21",
			"a bug that is unlikely here;a fault, PTE;5.10.21: linux-5.12 ;237388320def;fixed in 5.10.38;it is ext4;pull request of May 2021", "pmd-meets-pte"},
		{"a PTE fault where PMD faults are lost", "get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|Linux version 5.0.7", "a fault, PTE;5.0.7: linux-5.2 ;237388320def;--scenario invalidations", "23c84eb78375"},
		{"the mend of a stable release",
			"[<0>] get_unlocked_entry+0x8e/0xc0|[<0>] grab_mapping_entry+0x41/0x190|[<0>] dax_iomap_pte_fault+0x94/0x8b0|Linux version 5.10.40 (me@here)",
			"none of the known bugs;5.10.40: exclusive ;none of ours;holds the entry;send the stacks", "mended"},
		{"a PMD fault of which mm tells", "schedule+0x1/0x2|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_fault+0x1/0x2|ext4_dax_huge_fault+0x1/0x2|create_huge_pmd+0x1/0x2|kernel 5.2.1", "a fault, PMD;pmd-meets-pte;23c84eb78375;fixed in 5.2.3", "a fault, PTE"},
		{"a PTE fault that is inlined, and interrupted", "Call Trace:| <IRQ>| watchdog_timer_fn+0x1/0x2| </IRQ>| <TASK>|__schedule+0x1/0x2|schedule+0x1/0x2|dax_iomap_pte_fault.constprop.0+0x1/0x2|__do_fault+0x1/0x2|Linux version 5.3.0-rc2", "a fault, PTE, in dax_iomap_pte_fault;waits for an entry lock;linux-5.3-rc1;one-invalidation;61c30c98ef17;fixed in 5.3-rc3", ""},
		{"a fault behind a scan", "schedule+0x1/0x2|get_next_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|CPU: 1 UID: 0 PID: 4 Comm: x Not tainted 6.15.1 #1", "a fault, PTE;6.15.1: linux-6.15 ;--scenario scan;dd59137bfe70;fixed in 6.15.3", "237388320def"},
		{"a removal behind a scan", "schedule+0x1/0x2|get_next_unlocked_entry+0x1/0x2|__dax_invalidate_entry+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|uname -r: 6.15.2", "a removal;--scenario scan;dd59137bfe70", "a fault,"},
		{"a scan that waits for an entry", "schedule+0x1/0x2|wait_entry_unlocked_exclusive+0x1/0x2|dax_layout_busy_page_range+0x1/0x2|dax_break_layout+0x1/0x2|Linux version 6.16.1", "a scan, in wait_entry_unlocked_exclusive;waits for an entry lock;linux-6.16 ;none of ours", "no entry lock"},
		{"a scan that violates something else", "schedule+0x1/0x2|get_unlocked_entry+0x1/0x2|dax_layout_busy_page+0x1/0x2|Linux version 4.20.0-rc2", "a scan;linux-4.20-rc1 ;none of the known bugs", "proved"},
		{"the removal of a range", "schedule+0x1/0x2|wait_entry_unlocked_exclusive+0x1/0x2|dax_delete_mapping_range+0x1/0x2|dax_break_layout+0x1/0x2|Linux version 6.15.0", "a removal;linux-6.15 ;dd59137bfe70", ""},
		{"a page that is pinned", "schedule+0x1/0x2|xfs_break_dax_layouts+0x1/0x2|xfs_break_layouts+0x1/0x2|Not tainted 5.4.9 #1", "no entry lock;a page that is pinned", "237388320def"},
		{"virtiofs, as in crash", `PID: 9  TASK: ffff88  CPU: 1  COMMAND: "make"| #0 [ffffc9] __schedule at ffffffff81| #1 [ffffc9] schedule at ffffffff82| #2 [ffffc9] get_unlocked_entry at ffffffff83| #3 [ffffc9] __dax_invalidate_entry at ffffffff84| #4 [ffffc9] invalidate_inode_pages2_range at ffffffff85| #5 [ffffc9] fuse_finish_open at ffffffff86|RELEASE: 5.9.0`, "a lost wakeup that is known;a removal;5.9.0: linux-5.12 ;--scenario invalidations;237388320def;fixed in 5.13-rc2", ""},
		{"a folio above an invalidation", "io_schedule+0x1/0x2|folio_wait_bit_common+0x1/0x2|__folio_lock+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|fuse_finish_open+0x1/0x2 [fuse]|uname -r: 6.15.1", "no entry lock;folio;page cache;none of ours", "loses;dd59137bfe70"},
		{"a page above an invalidation, of before", "io_schedule+0x1/0x2|__lock_page+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|Linux version 5.4.1", "no entry lock;page cache;none of ours", "loses"},
		{"a folio that is a guess", "schedule+0x1/0x2|? folio_wait_bit_common+0x1/0x2|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pmd_fault+0x1/0x2|Linux version 6.1.3", "a fault, PMD;6.1.3: exclusive ", "folio"},
		{"an invalidation that sleeps elsewhere", "schedule+0x1/0x2|rwsem_down_write_wait+0x1/0x2|unmap_mapping_pages+0x1/0x2|invalidate_inode_pages2_range+0x1/0x2|Linux version 5.9.2", "no entry lock;waits for i_mmap_rwsem, to write", "loses"},
		{"a holder in the journal", "schedule+0x1/0x2|jbd2_log_wait_commit+0x1/0x2|ext4_iomap_begin+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|Linux version 5.9.2", "an entry that is held;past its wait for an entry, in dax_iomap_pte_fault;sleeps for the journal", "loses"},
		{"a read of 0 bytes", "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [cat:5]|RIP: 0010:dax_iomap_rw+0x91/0xe0|Call Trace:| <IRQ>| watchdog_timer_fn+0x1/0x2| </IRQ>| <TASK>| asm_sysvec_apic_timer_interrupt+0x1/0x2| ext4_file_read_iter+0x1/0x2|CPU: 0 PID: 5 Comm: cat Not tainted 5.17.3 #1", "a task that spins, which is known;runs in dax_iomap_rw;no entry lock;0 bytes;17d9c15c9b9e;no stable release is known", "watchdog_timer_fn;does not have"},
		{"a read of 0 bytes, mended", "dax_iomap_rw+0x91/0xe0|ext4_file_read_iter+0x1/0x2|uname -r: 5.15.71", "no entry lock;5.15.71 does not have that bug", "17d9c15c9b9e"},
		{"a fault of a write's buffer", "schedule+0x1/0x2|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pmd_fault+0x1/0x2|asm_exc_page_fault+0x1/0x2|dax_iomap_rw+0x1/0x2|Linux version 4.20.1", "a fault, PMD;4.20.1: linux-5.2 ;23c84eb78375", "read-write"},
		{"the pile-up", "schedule+0x1/0x2|rwsem_down_read_slowpath+0x1/0x2|proc_pid_cmdline_read+0x1/0x2|Linux version 5.2.0", "not told by this text;not for an entry lock;Look for the one", "loses"},
		{"a handler of memory failures", "schedule+0x1/0x2|wait_entry_unlocked+0x1/0x2|dax_lock_page+0x1/0x2|memory_failure+0x1/0x2|Linux version 4.20.0-rc7", "a page lock;linux-4.20-rc6 ;--scenario page-lock;d8a706414af4;fixed in 4.20", ""},
		{"a distribution", "get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pte_fault+0x1/0x2|Not tainted 5.4.0-77-generic #86-Ubuntu", "changelog decides;5.4.0-77-generic, of a distribution;is linux-5.12 of;do not decide;apt changelog linux-image-5.4.0-77-generic | grep -iF 'dax: Wake up all waiters after invalidating dax entry'", ""},
		{"no kernel", "get_unlocked_entry|grab_mapping_entry|dax_iomap_pmd_fault", "not told by this text;a fault, PMD;which kernel it is;the missed PMD wakeup; kernels from 4.20-rc4;237388320def", "mended"},
		{"a line of a stack", "[<0>] get_unlocked_entry+0x1/0x2 [<0>] grab_mapping_entry+0x1/0x2 [<0>] dax_iomap_pmd_fault+0x1/0x2", "a fault, PMD", ""},
		{"two tasks", "INFO: task a:1 blocked for more than 120 seconds.|      Not tainted 5.2.1 #1|Call Trace:|get_unlocked_entry+0x1/0x2|grab_mapping_entry+0x1/0x2|dax_iomap_pmd_fault+0x1/0x2|INFO: task b:2 blocked for more than 120 seconds.|Call Trace:|rwsem_down_write_slowpath+0x1/0x2|vm_mmap_pgoff+0x1/0x2", "a fault, PMD, in get_unlocked_entry;folds to a (1);b (2) waits for it to write;wakeup", ""},
		{"none of fs/dax", "schedule+0x1/0x2|futex_wait+0x1/0x2|Linux version 5.2.0", "no entry lock;Its tasks are in futex_wait", "ended by"},
	} {
		var b strings.Builder
		hang.Diagnose(dump.Parse(strings.ReplaceAll(c.text, "|", "\n")), "").Write(&b, "daxwait")
		got := b.String()
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
}
