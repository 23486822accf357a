package hang

import (
	"slices"
	"strings"

	"daxwait/internal/dump"
)

// What a task sleeps for that waits for no entry lock.
const (
	ofFolio    = "a folio of the page cache"
	ofServer   = "the FUSE server's answer"
	ofRange    = "a free range of the virtiofs window"
	ofJournal  = "the journal"
	ofMemory   = "memory"
	ofDevice   = "the device"
	ofFreeze   = "the end of a freeze of the file system"
	ofMM       = "mmap_lock"
	ofMappings = "i_mmap_rwsem"
	ofFile     = "invalidate_lock or the inode's lock"
	ofPin      = "a page that is pinned"
)

// places are functions that say what a task sleeps for: those with such a name, and,
// where it ends in *, those with such a beginning.
var places = []struct {
	of    string
	names []string
}{
	{ofFolio, []string{"folio_wait_bit_common", "folio_wait_bit", "__folio_lock", "folio_wait_writeback", "wait_on_page_bit_common", "wait_on_page_bit", "__lock_page", "wait_on_page_writeback", "folio_wait_bit_killable", "__folio_lock_killable", "__lock_page_killable"}},
	{ofServer, []string{"request_wait_answer", "fuse_simple_request", "__fuse_simple_request", "__fuse_request_send", "fuse_request_send"}},
	{ofRange, []string{"__fuse_dax_fault", "fuse_dax_fault", "fuse_dax_huge_fault", "alloc_dax_mapping_reclaim", "fuse_iomap_begin"}},
	{ofJournal, []string{"jbd2_*", "jbd2__*", "start_this_handle", "wait_transaction_locked", "wait_transaction_switching", "add_transaction_credits", "do_get_write_access", "xlog_*", "xfs_log_*"}},
	{ofMemory, []string{"__alloc_pages*", "alloc_pages*", "try_to_free_pages", "shrink_*", "__alloc_frozen_pages*", "mem_cgroup_*", "xas_nomem", "xas_alloc"}},
	{ofDevice, []string{"submit_bio_wait", "blkdev_issue_*", "__wait_on_buffer", "wait_on_buffer", "blk_execute_rq", "__blkdev_issue_*", "virtio_pmem_*", "xfs_buf_*", "pmem_*", "nd_*", "async_pmem_flush"}},
	{ofFreeze, []string{"percpu_rwsem_wait", "__percpu_down_read", "percpu_down_read", "__sb_start_write"}},
	{ofPin, []string{"dax_break_layout", "dax_break_layout_final", "dax_break_layout_inode", "xfs_break_dax_layouts", "ext4_break_layouts", "fuse_dax_break_layouts", "xfs_wait_dax_page", "ext4_wait_dax_page", "fuse_wait_dax_page", "wait_page_idle*"}},
}

// locks are functions that say which lock a task sleeps for that is in a semaphore.
var locks = []struct {
	of    string
	names []string
}{
	{ofMM, []string{"mmap_read_lock*", "mmap_write_lock*", "lock_mm_and_find_vma", "do_user_addr_fault", "__do_page_fault", "do_page_fault", "exc_page_fault", "vm_mmap_pgoff", "vm_munmap", "__vm_munmap", "__x64_sys_m*", "__do_sys_m*", "__se_sys_m*", "ksys_mmap_pgoff", "do_mprotect_pkey", "do_madvise*", "proc_pid_cmdline_read", "get_mm_cmdline", "proc_pid_get_cmdline*", "environ_read", "access_remote_vm", "__access_remote_vm", "m_start", "proc_get_vma", "dup_mm*", "exit_mm*", "khugepaged*", "task_numa_work", "__get_user_pages*", "get_user_pages*", "show_smap*", "do_exit", "mm_release", "__x64_sys_brk", "process_vm_rw*", "ptrace_access_vm", "down_read_mmap*"}},
	{ofMappings, []string{"unmap_mapping_*", "vma_link*", "__vma_adjust", "vma_adjust", "unlink_file_vma*", "rmap_walk*", "__rmap_walk*", "pfn_mkclean_range", "i_mmap_*", "dax_entry_mkclean", "vma_prepare", "unlink_file_vma_batch*"}},
	{ofFile, []string{"filemap_invalidate_*", "ext4_dax_*", "xfs_filemap_*", "__xfs_filemap_*", "xfs_dax_*", "ext4_filemap_*", "fuse_dax_*", "__fuse_dax_*", "xfs_ilock*", "inode_lock*", "ext4_setattr", "ext4_punch_hole", "ext4_fallocate", "xfs_file_*", "ext4_file_*", "do_truncate", "fuse_file_*", "vfs_fallocate", "path_openat", "open_last_lookups", "ext4_mb_*", "ext4_map_blocks", "xfs_trans_*", "xfs_free_*"}},
}

// listed reports whether a name is among names, some of which end in *.
func listed(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		begin, many := strings.CutSuffix(n, "*")
		return n == name || many && strings.HasPrefix(name, begin)
	})
}

// semaphore reports whether a function is of a semaphore or a mutex, and of nothing
// else, and whether it is taken to write.
func semaphore(name string) (is, write bool) {
	switch {
	case strings.HasPrefix(name, "rwsem_down_"), strings.HasPrefix(name, "down_"), strings.HasPrefix(name, "__down_"),
		strings.HasPrefix(name, "__mutex_lock"), strings.HasPrefix(name, "mutex_lock"):
		return true, strings.Contains(name, "write")
	}
	return false, false
}

// placeOf says what a task sleeps for that is in these functions, nearest to the sleep
// first: what the first says that is known; and whether it is to write. It is empty
// if it does not sleep in one of them.
func placeOf(functions []string) (of string, write bool) {
	locked := false
	for _, name := range functions {
		if dump.Scheduling(name) {
			continue
		}
		if is, w := semaphore(name); is {
			locked, write = true, write || w
			continue
		}
		if !locked {
			// mmap_read_lock may have the semaphore's parts inlined.
			for _, p := range places {
				if listed(p.names, name) {
					return p.of, false
				}
			}
			if strings.HasPrefix(name, "mmap_read_lock") || strings.HasPrefix(name, "mmap_write_lock") {
				return ofMM, strings.HasPrefix(name, "mmap_write")
			}
			return "what " + name + " waits for", false
		}
		for _, l := range locks {
			if listed(l.names, name) {
				return l.of, write
			}
		}
		return "a lock that " + name + " takes", write
	}
	if locked {
		return "a semaphore or a mutex", write
	}
	return "", false
}

// fileSystems are the beginnings of functions of each.
var fileSystems = []struct{ name, begins string }{
	{"FUSE", "fuse_"}, {"FUSE", "__fuse_"}, {"FUSE", "virtio_fs_"}, {"ext4", "ext4_"}, {"XFS", "xfs_"}, {"XFS", "__xfs_"}, {"ext2", "ext2_"}, {"erofs", "erofs_"},
}

// fileSystemOf is that of a stack, or nothing.
func fileSystemOf(functions []string) string {
	for _, name := range functions {
		for _, f := range fileSystems {
			if strings.HasPrefix(name, f.begins) {
				return f.name
			}
		}
	}
	return ""
}
