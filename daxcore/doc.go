// Package daxcore is a model of how fs/dax locks the entries of a DAX file and
// makes tasks wait for them: get, put, lock and unlock of entries, the grab of
// a fault with its downgrade and fallback, lock-by-page, invalidation,
// truncation, write-back, the scan for busy pages, and the PTE and PMD faults.
//
// The steps, the points at which xa_lock is dropped, and what is done under it
// are the kernel's. Where a task waits, and which one is woken, is not: that is the
// [EntryLock], the design under test. Most designs are a [Policy], a row of
// decisions that [Kernel] turns into an EntryLock by way of the kernel's own
// loop. docs/model.md walks a fault through all of it.
//
// # The pattern that users get wrong
//
// A [World] runs on no clock and starts no goroutine; engines run tasks in it
// through the port [Task]. An EntryLock is entered with xa_lock held and may
// drop it while it sleeps. After that nothing that was looked up before is
// still true:
//
//	t.Lock(&m.XALock)
//	e, owned := w.Entries.Get(t, m, index, order) // may have slept
//	cur := m.Pages.At(index, order)               // so look only now
//	...
//	w.Entries.Release(t, m, index, e, owned, Unused) // or lock it
//	t.Unlock(&m.XALock)
//
// Whoever gets an entry owes it: lock it and unlock it later, or Release it.
// One who does neither has swallowed a wake that was meant for a task that
// acts, and the next in the queue sleeps for ever.
package daxcore
