package strategies

// Function is a part of the kernel as stacks of hung tasks show it.
type Function struct {
	// Names are what it was called from version to version.
	Names []string
	Says  string
	// Scenarios are about it: a design that loses in one of them may hang there.
	Scenarios []string
}

// Functions returns those that a hung task may be seen in.
func Functions() []Function {
	return []Function{
		{[]string{"dax_lock_page", "dax_lock_mapping_entry", "dax_lock_folio"},
			"Lock-by-page, which a handler of memory failures does: dax_lock_mapping_entry in 4.19, dax_lock_page from 4.20 on, dax_lock_folio by 6.12. Here it is the operation L(INDEX), and the decisions wait-page, page-retry, page-rcu and cookie are about it; docs/q4.md. Faults beside it may be lost where it is not.",
			[]string{"page-lock", "page-lock-truncate", "page-lock-evict", "page-lock-evict-awake", "page-locks-evict", "page-lock-remapped", "page-lock-split", "page-lock-tail"}},
		{[]string{"wait_entry_unlocked"},
			"The wait of lock-by-page since 4.20-rc6, non-exclusive since 4.20, which uses nothing of the file after the sleep. Here it is the decisions wait-page and page-retry; docs/q4.md.",
			[]string{"page-lock", "page-lock-truncate", "page-locks-evict"}},
		{[]string{"get_unlocked_entry", "get_unlocked_mapping_entry"},
			"The look-up of an entry, which sleeps while the entry is locked: here the decisions lookup, key, pmd-meets-pte and wait. Who stands here waits for the entry lock; who called it says for what: grab_mapping_entry for a fault, an invalidation, a scan.",
			[]string{"pmd-meets-pte", "pmds-meet-pte", "invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "key-migration"}},
		{[]string{"grab_mapping_entry", "dax_iomap_pmd_fault", "dax_iomap_pte_fault"},
			"A fault on its way to its locked entry: here the operations F(ORDER,INDEX) and P(INDEX,r or w). The decision pmd-meets-pte says what a PMD fault does that meets a PTE entry.",
			[]string{"pmd-meets-pte", "pmds-meet-pte", "pmd-meets-far-pte", "downgrade", "downgrade-late-pmd", "key-migration"}},
		{[]string{"dax_layout_busy_page", "dax_layout_busy_page_range", "dax_break_layout"},
			"The scan for pinned pages, before blocks are freed: here the operation S(FROM,TO) and the decision scan. Up to 6.14 it waits for no locked entry since 4.20, so it cannot sleep for one. A sleep for a page to become idle is another, and not in the model.",
			[]string{"scan", "scan-of-pmd", "scan-of-pinned"}},
		{[]string{"invalidate_inode_pages2", "invalidate_inode_pages2_range", "dax_delete_mapping_entry", "dax_invalidate_mapping_entry_sync", "__dax_invalidate_mapping_entry"},
			"The removal of an entry by an invalidation, truncation or punch: here the operations I(INDEX), R(FROM,TO), T(INDEX) and U(FROM,TO). The decision wake-on-removal says whom it wakes.",
			[]string{"invalidations", "invalidations-only", "invalidations-of-pmd", "one-invalidation", "range-invalidation", "key-migration"}},
		{[]string{"dax_writeback_mapping_range", "dax_writeback_one"},
			"Write-back, of fsync: here the operation W(FROM,TO) and the decision writeback. Since 4.20 it passes locked entries by, and so cannot sleep for one; docs/upstream.md.",
			[]string{"writeback", "writebacks"}},
		{[]string{"mmap_lock", "mmap_sem"},
			"What a fault holds for shared use while it sleeps (mmap_sem before it was renamed). Who maps queues behind it, and all else behind that, ps among them: look for the one task that holds it and sleeps in fs/dax. Here it is a world with an address space; docs/q5.md.",
			[]string{"pile-up", "pile-up-vma-locks"}},
	}
}
