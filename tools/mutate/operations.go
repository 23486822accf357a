package main

const (
	core = "./daxcore"
	play = "./daxcore/daxtest"
)

// operations are the ways in which fs/dax is broken. Most are mistakes that
// somebody made in earnest, in the kernel or in a review of it.
var operations = []mutation{
	{
		name:     "unlock wakes nobody",
		file:     "daxcore/kernel.go",
		old:      "	t.Yield(task.WakeAfterUnlock)\n	k.wake(t, m, key, k.OnUnlock.or(WakeNext))\n",
		new:      "	t.Yield(task.WakeAfterUnlock)\n",
		packages: core,
	},
	{
		name: "unlock wakes before the bit is cleared",
		file: "daxcore/kernel.go",
		old: `	t.Lock(&m.XALock)
	m.storeUnlocked(t, index, cookie)
	t.Unlock(&m.XALock)
	key := k.key(m, index, cookie)
	t.At(task.WakeAfterUnlock, key.Index, uint64(key.File))
	t.Yield(task.WakeAfterUnlock)
	k.wake(t, m, key, k.OnUnlock.or(WakeNext))
`,
		new: `	key := k.key(m, index, cookie)
	t.Yield(task.WakeAfterUnlock)
	k.wake(t, m, key, k.OnUnlock.or(WakeNext))
	t.Lock(&m.XALock)
	m.storeUnlocked(t, index, cookie)
	t.Unlock(&m.XALock)
`,
		packages: core,
	},
	{
		name:     "unlock looks for waiters before it yields",
		file:     "daxcore/kernel.go",
		old:      "	t.Yield(task.WakeAfterUnlock)\n	k.wake(t, m, key, k.OnUnlock.or(WakeNext))\n",
		new:      "	k.wake(t, m, key, k.OnUnlock.or(WakeNext))\n	t.Yield(task.WakeAfterUnlock)\n",
		packages: core,
	},
	{
		name:     "key of a PMD entry is not rounded",
		file:     "daxcore/kernel.go",
		old:      "if k.Key == KeyBase || e.IsPMD() {",
		new:      "if k.Key == KeyBase {",
		packages: core,
	},
	{
		name:     "key of everything is rounded",
		file:     "daxcore/kernel.go",
		old:      "if k.Key == KeyBase || e.IsPMD() {",
		new:      "if true {",
		packages: core,
	},
	{
		name:     "emptiness test inverted",
		file:     "daxcore/kernel.go",
		old:      "q.Active(key)",
		new:      "!q.Active(key)",
		packages: core,
	},
	{
		name:     "no retry after a sleep",
		file:     "daxcore/kernel.go",
		old:      "		m.world.Table.Sleep(t)\n		t.Lock(&m.XALock)\n",
		new:      "		m.world.Table.Sleep(t)\n		t.Lock(&m.XALock)\n		return e.unlock(), false\n",
		packages: core,
	},
	{
		name:     "xa_lock dropped between test and enqueue",
		file:     "daxcore/kernel.go",
		old:      "		m.world.Table.Prepare(t, key, k.queueing(InFault))\n",
		new:      "		t.Unlock(&m.XALock)\n		t.Lock(&m.XALock)\n		m.world.Table.Prepare(t, key, k.queueing(InFault))\n",
		packages: core,
	},
	{
		name:     "conflict checked after the locked test",
		file:     "daxcore/kernel.go",
		old:      "inTheWay && k.PMDMeets == FallBack && e.Present():",
		new:      "inTheWay && k.PMDMeets == FallBack && e.Present() && !e.Locked():",
		packages: core,
	},
	{
		name:     "nothing counts as a conflict",
		file:     "daxcore/kernel.go",
		old:      "inTheWay && k.PMDMeets == FallBack && e.Present():",
		new:      "inTheWay && k.PMDMeets == FallBack:",
		packages: core,
	},
	{
		name:     "cursor not reset before a sleep",
		file:     "daxcore/kernel.go",
		old:      "		cur.Reset()\n",
		new:      "",
		packages: core,
	},
	{
		name:     "downgrade wakes one",
		file:     "daxcore/kernel.go",
		old:      "k.OnDown.or(WakeAll)",
		new:      "k.OnDown.or(WakeNext)",
		packages: core,
	},
	{
		name:     "removal wakes one",
		file:     "daxcore/kernel.go",
		old:      "k.OnRemoval.or(WakeAll)",
		new:      "k.OnRemoval.or(WakeNext)",
		packages: core,
	},
	{
		name:     "removal wakes nobody",
		file:     "daxcore/kernel.go",
		old:      "	case Removed, Refused:\n",
		new:      "	case Refused:\n",
		packages: core,
	},
	{
		name:     "refused invalidation wakes nobody",
		file:     "daxcore/kernel.go",
		old:      "	case Removed, Refused:\n",
		new:      "	case Removed:\n",
		packages: core,
	},
	{
		name:     "put is silent",
		file:     "daxcore/kernel.go",
		old:      "	case PutNext:\n		if e.Present() {\n",
		new:      "	case PutNext:\n		if false {\n",
		packages: core,
	},
	{
		name:     "wait by page is exclusive",
		file:     "daxcore/kernel.go",
		old:      "q == QueueShared || q == QueueDefault && at == ByPage",
		new:      "q == QueueShared",
		packages: core,
	},
	{
		name:     "page is not looked at again under xa_lock",
		file:     "daxcore/lockpage.go",
		old:      "if !still || again != m {",
		new:      "if false && (!still || again != m) {",
		packages: core,
	},
	{
		name:     "grab drops xa_lock before it claims the slot",
		file:     "daxcore/grab.go",
		old:      "		e = MakeEntry(0, FlagEmpty|flagOf(order))\n",
		new:      "		t.Unlock(&m.XALock)\n		t.Lock(&m.XALock)\n		cur.Reset()\n		e = MakeEntry(0, FlagEmpty|flagOf(order))\n",
		packages: core,
	},
	{
		name:     "downgrade without unmap",
		file:     "daxcore/grab.go",
		old:      "		m.unmap(t, Base(cur.Index()), Base(cur.Index())+Chunk-1)\n",
		new:      "",
		packages: core,
	},
	{
		name:     "downgrade forgets to count pages off",
		file:     "daxcore/grab.go",
		old:      "	m.NrPages -= Chunk\n",
		new:      "",
		packages: core,
	},
	{
		name:     "zero page stays mapped when storage replaces it",
		file:     "daxcore/insert.go",
		old:      "		m.unmap(t, first, first+1<<order-1)\n",
		new:      "		_ = first\n",
		packages: core,
	},
	{
		name:     "synchronous write maps before the commit",
		file:     "daxcore/fault.go",
		old:      "pending := f.Write && f.VMA.Sync && m.Blocks.Uncommitted()",
		new:      "pending := false",
		packages: core,
	},
	{
		name:     "fault without invalidate_lock",
		file:     "daxcore/fault.go",
		old:      "	m.InvalidateLock.RLock(t)\n",
		new:      "",
		packages: core,
	},
	{
		name:     "invalidation ignores dirty",
		file:     "daxcore/invalidate.go",
		old:      "(cur.Marked(Dirty) || cur.Marked(ToWrite) || t.Decide(task.Refuses)):\n",
		new:      "t.Decide(task.Refuses):\n",
		packages: core,
	},
	{
		name:     "removed frames stay tied to the file",
		file:     "daxcore/mapping.go",
		old:      "	m.world.disassociate(e)\n	cur.Store(0)\n",
		new:      "	cur.Store(0)\n",
		packages: core,
	},
	{
		name:     "write-back leaves DIRTY",
		file:     "daxcore/writeback.go",
		old:      "	cur.Load()\n	cur.ClearMark(Dirty)\n",
		new:      "",
		packages: core,
	},
	{
		name:     "write-back leaves TOWRITE",
		file:     "daxcore/writeback.go",
		old:      "	cur.ClearMark(ToWrite)\n	t.Unlock(&m.XALock)\n",
		new:      "	t.Unlock(&m.XALock)\n",
		packages: core,
	},
	{
		name:     "write-back does not put back what another has written",
		file:     "daxcore/writeback.go",
		old:      "			w.Entries.Release(t, m, cur.Index(), e, owned, Unused)\n			return false\n",
		new:      "			return false\n",
		packages: core,
	},
	{
		name:     "scan does not put back",
		file:     "daxcore/scan.go",
		old:      "w.Entries.Release(t, m, cur.Index(), e, false, Unused)",
		new:      "_ = e",
		packages: core,
	},
	{
		name:     "PMD fault ignores the end of the file",
		file:     "daxcore/pmdfault.go",
		old:      ", first+Chunk > m.Size():",
		new:      ":",
		packages: core + " " + play,
	},
	{
		name:     "invalidated range stays mapped",
		file:     "daxcore/invalidate.go",
		old:      "	m.unmap(t, first, last)\n	return removed, busy\n",
		new:      "	return removed, busy\n",
		packages: play,
	},
	{
		name:     "lock-by-page is no RCU reader when it starts again",
		file:     "daxcore/policy.go",
		old:      "return r == RCUHeld || r",
		new:      "return r == RCUHeld && look == 0 || r",
		packages: core + " ./bench/check",
	},
	{
		name:     "lock-by-page stays an RCU reader while it sleeps",
		file:     "daxcore/lockpage.go",
		old:      "			w.leave(t, inside)\n			inside = false\n",
		new:      "			inside = false\n",
		packages: core,
	},
	{
		name:     "lock-by-page leaves RCU before it has looked at the page again",
		file:     "daxcore/lockpage.go",
		old:      "		t.Yield(task.PageLoop) //",
		new:      "		w.leave(t, inside)\n		inside = false\n		t.Yield(task.PageLoop) //",
		packages: core,
	},
	{
		name:     "label of a lock-by-page forgets whether it is an RCU reader",
		file:     "daxcore/lockpage.go",
		old:      "			later |= 1 << 32\n",
		new:      "			later |= 0\n",
		packages: "./bench/check",
	},
	{
		name:     "lock that is taken again puts nothing",
		file:     "daxcore/lockpage.go",
		old:      "		w.Entries.Release(t, m, cur.Index(), e, false, Unused)\n",
		new:      "",
		packages: core,
	},
	{
		name:     "cookie of a page forgets the PMD bit",
		file:     "daxcore/lockpage.go",
		old:      "l.file.Blocks.PFN(l.index), flagOf(l.cookie.Order()))",
		new:      "l.file.Blocks.PFN(l.index), 0)",
		packages: core,
	},
	{
		name:     "use of a freed inode is not told",
		file:     "daxcore/mapping.go",
		old:      "	if m.Inode.Freed() {",
		new:      "	if false {",
		packages: core,
	},
	{
		name:     "unlock does not ask whether the inode is there",
		file:     "daxcore/kernel.go",
		old:      "	m.Enter(t, index)\n	m.storeUnlocked",
		new:      "	t.Lock(&m.XALock)\n	m.storeUnlocked",
		packages: core,
	},
	{
		name:     "eviction does not take xa_lock once more",
		file:     "daxcore/evict.go",
		old:      "	t.Lock(&m.XALock)\n	if m.NrPages != 0 {\n		m.violated(t, 0, task.LeftBehind)\n	}\n	t.Unlock(&m.XALock)\n",
		new:      "",
		packages: core,
	},
	{
		name:     "eviction waits for no grace period",
		file:     "daxcore/evict.go",
		old:      "	w.readers.Wait(t)\n",
		new:      "",
		packages: core + " ./bench/check",
	},
	{
		name:     "eviction waits for no entry lock",
		file:     "daxcore/evict.go",
		old:      "	w.deleteEntries(t, m, 0, m.Blocks.Pages()-1, true)\n",
		new:      "	m.Clear()\n",
		packages: core + " ./bench/check",
	},
	{
		name:     "every close evicts",
		file:     "daxcore/evict.go",
		old:      "if m.Inode.Put() {",
		new:      "if m.Inode.Put(); true {",
		packages: core,
	},
	{
		name:     "state forgets RCU readers",
		file:     "daxcore/state.go",
		old:      "		dst = w.readers.AppendState(dst)\n",
		new:      "		dst = new(World).readers.AppendState(dst)\n",
		packages: core,
	},
}
