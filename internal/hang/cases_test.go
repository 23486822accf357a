package hang_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"daxwait/internal/dump"
	"daxwait/internal/hang"
)

// answered is what a text must come to: the verdict, the first suspect with the
// release that it names, and words that are said or not.
type answered struct {
	name, text, kernel string
	verdict            hang.Verdict
	commit, first      string
	says, not          string
}

// stack is a stack of /proc of functions, nearest to the sleep first.
func stack(functions string) string {
	return "[<0>] " + strings.ReplaceAll(functions, " ", "+0x10/0x20\n[<0>] ") + "+0x10/0x20\n"
}

// report is that of a hung task.
func report(task, release, functions string) string {
	return "INFO: task " + task + " blocked for more than 122 seconds.\n      Not tainted " + release + " #1\nCall Trace:\n <TASK>\n __schedule+0x1/0x2\n schedule+0x1/0x2\n " +
		strings.ReplaceAll(functions, " ", "+0x10/0x20\n ") + "+0x10/0x20\n </TASK>\n"
}

// shownTasks are so many tasks as sysrq-t shows them, which wait for nothing of ours.
func shownTasks(n int) string {
	return strings.Repeat("task:bash state:S stack:0 pid:70 ppid:1 flags:0x0\nCall Trace:\n__schedule+0x1/0x2\ndo_wait+0x1/0x2\n", n)
}

const (
	pmdFault  = "get_unlocked_entry grab_mapping_entry dax_iomap_pmd_fault"
	pteFault  = "get_unlocked_entry grab_mapping_entry dax_iomap_pte_fault"
	lateFault = "get_next_unlocked_entry grab_mapping_entry dax_iomap_pte_fault"
	opens     = "get_unlocked_entry __dax_invalidate_entry invalidate_inode_pages2_range fuse_finish_open"
)

func cases() []answered {
	return []answered{
		{name: "two virtiofs opens and a fault", text: report("make:7", "5.9.3", opens) + report("cc:8", "5.9.3", opens) + report("ld:9", "5.9.3", pteFault+" fuse_dax_fault"),
			verdict: hang.Lost, commit: "237388320def", says: "3 tasks wait for an entry lock;5.13-rc2;--scenario invalidations"},
		{name: "three virtiofs opens", text: report("make:7", "5.9.3", opens) + report("cc:8", "5.9.3", opens) + report("ld:9", "5.9.3", opens), verdict: hang.Lost, commit: "237388320def", says: "--scenario invalidations-only"},
		{name: "the last stable release without it", text: report("make:7", "5.10.37", opens), verdict: hang.Lost, commit: "237388320def", first: "5.10.38"},
		{name: "the first with it", text: report("make:7", "5.10.38", opens), verdict: hang.Neither, says: "none of ours"},
		{name: "the release candidate", text: report("make:7", "5.13.0-rc1", opens), verdict: hang.Lost, commit: "237388320def", first: "5.13-rc2"},
		{name: "XFS, where no invalidation runs beside a fault", text: report("db:7", "5.8.1", pteFault+" xfs_filemap_fault"), verdict: hang.Unlikely, commit: "237388320def", says: "it is XFS;hold a lock over invalidation"},
		{name: "a hole, in 2016", text: stack("get_unlocked_mapping_entry grab_mapping_entry dax_fault ext4_dax_fault __do_fault"), kernel: "4.9", verdict: hang.Lost, commit: "965d004af540", says: "--strategy linux-4.9,linux-6.16 --scenario hole-page"},
		{name: "a scan and the fault behind it", text: report("punch:3", "6.15.1", "wait_entry_unlocked_exclusive dax_layout_busy_page_range dax_break_layout xfs_break_dax_layouts") + report("db:4", "6.15.1", lateFault+" xfs_filemap_fault"),
			verdict: hang.Lost, commit: "dd59137bfe70", first: "6.15.3", says: "a scan, waits for an entry lock;--scenario scan"},
		{name: "the same, mended", text: report("db:4", "6.15.3", lateFault), verdict: hang.Neither, says: "none of ours", not: "dd59137bfe70"},
		{name: "the newest", text: report("db:4", "6.18.1", lateFault), verdict: hang.Neither, says: "middle of 2025, which is not known"},
		{name: "lock-by-page of 4.20", text: report("mce:5", "4.20.4", "wait_entry_unlocked dax_lock_page memory_failure"), verdict: hang.Neither, says: "a page lock"},
		{name: "a fault beside lock-by-page in a candidate", text: report("mce:5", "4.20.0-rc6", "wait_entry_unlocked dax_lock_page memory_failure") + report("db:6", "4.20.0-rc6", pteFault+" ext4_dax_huge_fault"),
			verdict: hang.Lost, commit: "d8a706414af4", first: "4.20"},
		{name: "Debian says what its package is of", text: report("make:7", "5.10.0-8-amd64 #1 Debian 5.10.46-4", opens), verdict: hang.Neither, says: "upstream's 5.10.46: exclusive"},
		{name: "Debian, before", text: report("make:7", "5.10.0-6-amd64 #1 Debian 5.10.28-1", opens), verdict: hang.Lost, commit: "237388320def", first: "5.10.38"},
		{name: "Debian does not say", text: report("make:7", "5.10.0-6-amd64", opens), verdict: hang.ByChangelog, commit: "237388320def", says: "Debian;do not decide;apt changelog linux-image-5.10.0-6-amd64"},
		{name: "Ubuntu's signature", text: "Ubuntu 5.4.0-42.46-generic 5.4.44\n" + report("make:7", "5.4.0-42-generic", opens), verdict: hang.Lost, commit: "237388320def", says: "upstream's 5.4.44"},
		{name: "Red Hat", text: report("db:7", "4.18.0-305.el8.x86_64", pmdFault+" xfs_filemap_huge_fault"), verdict: hang.ByChangelog, commit: "23c84eb78375", not: "dd59137bfe70", says: "rpm -q --changelog kernel-core-4.18.0-305.el8.x86_64;Fix missed wakeup with PMD faults"},
		{name: "WSL2", text: report("make:7", "6.6.87.2-microsoft-standard-WSL2", opens), verdict: hang.ByChangelog, says: "WSL2;do not decide", not: "237388320def"},
		{name: "ps and top behind a lost fault", text: report("db:7", "5.1.3", pmdFault+" ext4_dax_huge_fault") + report("db:8", "5.1.3", "rwsem_down_write_failed down_write_killable vm_mmap_pgoff") + report("ps:9", "5.1.3", "rwsem_down_read_failed down_read proc_pid_cmdline_read") + report("top:10", "5.1.3", "rwsem_down_read_failed down_read __access_remote_vm"),
			verdict: hang.Lost, commit: "23c84eb78375", first: "5.1.20", says: "folds to db (7);db (8) waits for it to write, with 2 other tasks behind that"},
		{name: "ps and top alone", text: report("ps:9", "5.1.3", "rwsem_down_read_failed down_read proc_pid_cmdline_read") + report("top:10", "5.1.3", "mmap_read_lock __access_remote_vm"), verdict: hang.Open, says: "2 tasks wait for mmap_lock;/proc/[0-9]*"},
		{name: "a holder in the journal", text: report("db:1", "5.6.2", "jbd2_log_wait_commit jbd2_complete_transaction ext4_iomap_begin dax_iomap_pte_fault ext4_dax_huge_fault") + report("db:2", "5.6.2", pteFault),
			verdict: hang.Held, says: "db (1) is past its own wait;the journal", not: "no task of the text holds"},
		{name: "a holder alone", text: report("db:1", "6.1.2", "submit_bio_wait blkdev_issue_zeroout ext4_issue_zeroout dax_iomap_pmd_fault"), verdict: hang.Held, says: "the device"},
		{name: "a fault that runs out of memory on its way", text: report("db:1", "6.1.2", "try_to_free_pages xas_nomem grab_mapping_entry dax_iomap_pte_fault"), verdict: hang.NoEntry, says: "memory", not: "holds the entry"},
		{name: "a holder that died", text: "BUG: unable to handle page fault for address: ffff88\n#PF: supervisor read access\nOops: 0000 [#1] SMP\nCPU: 1 PID: 44 Comm: db Not tainted 5.9.1 #1\nRIP: 0010:dax_insert_entry+0x4/0x90\nCall Trace:\n dax_iomap_pte_fault+0x1/0x2\n ext4_dax_huge_fault+0x1/0x2\n---[ end trace 01 ]---\n" + report("db:45", "5.9.1", pteFault),
			verdict: hang.Held, says: "db (44) died in fs/dax, in dax_insert_entry (line 1);holds it for ever", not: "237388320def"},
		{name: "another died above", text: "kernel BUG at mm/slub.c:5!\nCPU: 1 PID: 44 Comm: kworker/0:1 Not tainted 5.9.1 #1\nCall Trace:\n kfree+0x1/0x2\n---[ end trace 01 ]---\n" + report("db:45", "5.9.1", pteFault+" fuse_dax_fault"),
			verdict: hang.Lost, commit: "237388320def", says: "Line 1 has: kernel BUG at mm/slub.c:5!;look there first"},
		{name: "FUSE's server", text: report("ls:5", "6.5.1", "request_wait_answer fuse_simple_request fuse_lookup_name"), verdict: hang.NoEntry, says: "virtiofsd;None of ours"},
		{name: "FUSE's server, with the entry locked", text: report("ls:5", "6.5.1", "request_wait_answer fuse_simple_request fuse_setup_one_mapping fuse_iomap_begin dax_iomap_pte_fault __fuse_dax_fault"), verdict: hang.Held, says: "the FUSE server's answer"},
		{name: "a full window of virtiofs", text: report("ls:5", "6.5.1", "__fuse_dax_fault handle_mm_fault"), verdict: hang.NoEntry, says: "free range"},
		{name: "a page that is pinned", text: report("t:1", "6.5.1", "xfs_wait_dax_page xfs_break_dax_layouts xfs_break_layouts xfs_file_fallocate"), verdict: hang.NoEntry, says: "a page that is pinned;direct I/O or RDMA"},
		{name: "truncate behind a fault", text: report("t:1", "6.5.1", "rwsem_down_write_slowpath down_write ext4_setattr"), verdict: hang.NoEntry, says: "invalidate_lock or the inode's lock, to write"},
		{name: "a folio, and a fault besides", text: report("t:1", "5.9.1", "wait_on_page_bit_common __lock_page invalidate_inode_pages2_range") + report("db:2", "5.9.1", pteFault+" fuse_dax_fault"), verdict: hang.Lost, commit: "237388320def", says: "t (1), state D: waits for a folio"},
		{name: "a warning of erofs", text: "WARNING: CPU: 1 PID: 9 at fs/dax.c:1 get_next_unlocked_entry+0x1/0x2\nModules linked in:\nCPU: 1 UID: 0 PID: 9 Comm: x Not tainted 6.18.0-rc5 #1\nCall Trace:\n dax_iomap_pte_fault+0x1/0x2\n erofs_dax_fault+0x1/0x2\n", verdict: hang.NoEntry, says: "no DAX entry;erofs;no lost wakeup"},
		{name: "a warning of truncate", text: "WARNING: CPU: 1 PID: 9 at mm/truncate.c:1 truncate_folio_batch_exceptionals+0x1/0x2\nCPU: 1 UID: 0 PID: 9 Comm: x Not tainted 6.15.0 #1\nCall Trace:\n truncate_inode_pages_range+0x1/0x2\n", verdict: hang.NoEntry, commit: "dd59137bfe70", first: "6.15.3", says: "still there"},
		{name: "a read of 0 bytes of today", text: "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [tail:911]\nCall Trace:\n dax_iomap_rw+0x1/0x2\nLinux version 6.1.4\n", verdict: hang.NoEntry, says: "does not have that bug"},
		{name: "all tasks of a machine, none of which holds it", text: report("db:7", "5.1.3", pmdFault) + shownTasks(12) + report("kworker/1:1:9", "5.1.3", "io_schedule blk_mq_get_tag"),
			verdict: hang.Lost, commit: "23c84eb78375", says: "None of all tasks of the text holds one;12 tasks of the text are in nothing of fs/dax;kworker/1:1 (9), state D: waits for what blk_mq_get_tag waits for", not: "the text has not the stacks of all tasks"},
		{name: "a task of another kind that is blocked", text: report("kworker/1:1:9", "5.1.3", "blk_mq_get_tag submit_bio"), verdict: hang.NoEntry, says: "Its tasks are in blk_mq_get_tag"},
		{name: "a kernel without entry locks", text: stack(pteFault), kernel: "3.10.0", verdict: hang.Open, says: "not known to have entry locks"},
		{name: "functions of another kernel", text: report("db:4", "5.10.3", lateFault), verdict: hang.Lost, says: "5.10.3, and a function of the stack is from 6.15 on"},
		{name: "functions that are gone", text: report("db:4", "6.15.3", pteFault), verdict: hang.Neither, says: "6.15.3, and a function of the stack is gone behind 6.14"},
		{name: "the words win", text: report("make:7", "5.9.3", opens), kernel: "6.1", verdict: hang.Neither, says: "6.1: exclusive"},
		{name: "a stack that is cut", text: "INFO: task db:7 blocked for more than 120 seconds.\n Not tainted 5.1.3 #1\nCall Trace:\n ? __schedule+0x1/0x2\n schedule+0x1/0x2\n", verdict: hang.Open, says: "db (7) sleeps, and its stack ends before;the rest of that stack", not: "none of ours"},
		{name: "a report without its stack", text: "INFO: task db:7 blocked for more than 120 seconds.\n Not tainted 5.1.3 #1\n", verdict: hang.Open, says: "the rest of that stack"},
		{name: "a log whose ends of lines are lost", text: "Not tainted 5.1.3 #1 Call Trace: " + strings.ReplaceAll(stack(pmdFault+" ext4_dax_huge_fault"), "\n", " "), verdict: hang.Lost, commit: "23c84eb78375", first: "5.1.20"},
		{name: "a build of a stable tree with patches", text: report("syz.0.17:7", "6.15.1-syzkaller-00042-g1234567", lateFault), verdict: hang.Lost, commit: "dd59137bfe70", first: "6.15.3", not: "distribution"},
		{name: "two kernels", text: report("make:7", "5.9.3", opens) + report("cc:8", "6.1.1", opens), verdict: hang.Lost, commit: "237388320def", says: "names 5.9.3 and, in line"},
	}
}

// TestCases: each text comes to its kind, bug, commit and release, or to none.
func TestCases(t *testing.T) {
	for _, c := range cases() {
		check(t, c)
	}
}

// check holds an answer to what it must be.
func check(t *testing.T, c answered) {
	t.Helper()
	a := hang.Diagnose(dump.Parse(c.text), c.kernel)
	var b strings.Builder
	a.Write(&b, "daxwait")
	flat := strings.Join(strings.Fields(b.String()), " ")
	var commit, first string
	if len(a.Suspects) != 0 {
		commit, first = a.Suspects[0].Commit, a.Suspects[0].First
	}
	if a.Verdict != c.verdict || c.commit != "" && commit != c.commit || c.first != "" && first != c.first {
		t.Errorf("%s: %s; %s in %s; want %s; %s in %s\n%s", c.name, a.Verdict, commit, first, c.verdict, c.commit, c.first, b.String())
	}
	for w := range strings.SplitSeq(c.says, ";") {
		if !strings.Contains(flat, w) {
			t.Errorf("%s: no %q in\n%s", c.name, w, b.String())
		}
	}
	for w := range strings.SplitSeq(c.not, ";") {
		if w != "" && strings.Contains(flat, w) {
			t.Errorf("%s: %q in\n%s", c.name, w, b.String())
		}
	}
}

// utf16ed is a text in UTF-16.
func utf16ed(text string) string {
	b := []byte("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return string(b)
}

// TestTexts: those of public reports.
func TestTexts(t *testing.T) {
	for _, c := range []answered{
		{name: "stack-5.1-pmd.txt", verdict: hang.Lost, commit: "23c84eb78375", first: "5.1.20", says: "loader-a (2201), state D: a fault, PMD;5.1.0+: linux-5.2;--scenario pmd-meets-pte", not: "dax_iomap_rw"},
		{name: "stack-5.15-zero-read.txt", verdict: hang.Spinning, commit: "17d9c15c9b9e", first: "5.15.71", says: "tail (911);wait for no entry lock"},
		{name: "stack-6.19-folio.txt", verdict: hang.NoEntry, says: "a folio of the page cache;none of ours"},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", c.name))
		if err != nil {
			t.Fatal(err)
		}
		// As it is, and as mail and a journal have it.
		for _, change := range []func(string) string{
			func(s string) string { return s },
			func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
			func(s string) string { return "> > " + strings.ReplaceAll(s, "\n", "\n> > ") },
			utf16ed, // PowerShell, of WSL
			func(s string) string { return "\ufeff" + s },
			func(s string) string { return strings.ReplaceAll(s, "\n", "\x00") },
			func(s string) string { return strings.Repeat("\x00", 5000) + s },
			func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
			func(s string) string { return "\x1b[32m" + strings.ReplaceAll(s, "\n", "\x1b[0m\n\x1b[32m") },
			func(s string) string { return strings.Repeat("usb 1-1: new device eth0\n", 40_000) + s },
			func(s string) string {
				return "Dec 01 12:00:00 box kernel: " + strings.ReplaceAll(s, "\n", "\nDec 01 12:00:00 box kernel: ")
			},
			func(s string) string {
				return "[   12.000001][ T2201] " + strings.ReplaceAll(s, "\n", "\n[   12.000001][ T2201] ")
			},
		} {
			c.text = change(string(text))
			check(t, c)
		}
	}
}

// TestSchedules: of a bug that the model has, the nearest scenario is searched: the
// kernel's design loses in it, and upstream's does not.
func TestSchedules(t *testing.T) {
	searched := 0
	for _, c := range cases() {
		a := hang.Diagnose(dump.Parse(c.text), c.kernel)
		sc, all, err := a.Search(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if sc == nil {
			continue
		}
		searched++
		if len(all) != 2 || all[0].Columns == nil || all[1].Columns != nil || all[1].Verdict.Verdict != "PROVED" || all[0].Verdict.Kind != "lost wakeup" {
			t.Errorf("%s in %s: %+v", c.name, sc.Name, all)
		}
		if text := hang.Text(sc); strings.Contains(text, "----") || !strings.Contains(text, "tasks: ") {
			t.Errorf("the scenario is offered as\n%s", text)
		}
	}
	if searched < 12 {
		t.Errorf("%d were searched", searched)
	}
}
