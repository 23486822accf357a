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
		old:      "pending := w.pending(f, m, f.Index, 1)",
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
		old:      ", first+Chunk > m.Size(),\n",
		new:      ",\n",
		packages: core + " " + play,
	},
	{
		name:     "commit does not wait for handles",
		file:     "daxcore/fs/journal.go",
		old:      "	if j.open != 0 {\n",
		new:      "	if false {\n",
		packages: "./daxcore/fs",
	},
	{
		name:     "commit lets new handles in",
		file:     "daxcore/fs/journal.go",
		old:      "	if !j.closed {\n",
		new:      "	if true {\n",
		packages: "./daxcore/fs",
	},
	{
		name:     "last handle wakes nobody",
		file:     "daxcore/fs/journal.go",
		old:      "		j.wake(t, toDrain)\n",
		new:      "",
		packages: "./daxcore/fs",
	},
	{
		name:     "woken starters are not counted",
		file:     "daxcore/fs/journal.go",
		old:      "	j.open += int32(j.wake(t, toStart))\n",
		new:      "	j.wake(t, toStart)\n",
		packages: "./daxcore/fs",
	},
	{
		name:     "commit writes no ordered data",
		file:     "daxcore/fs/journal.go",
		old:      "			j.Pages.Lock(t, page)\n			t.Spend(task.WriteData, 0)\n			j.Pages.Unlock(t, page)\n",
		new:      "			t.Spend(task.WriteData, 0)\n",
		packages: "./daxcore/fs ./bench/check",
	},
	{
		name:     "what follows is taken for committed",
		file:     "daxcore/fs/journal.go",
		old:      "case committing && !running, running && j.closed:",
		new:      "case committing, running && j.closed:",
		packages: "./daxcore/fs",
	},
	{
		name:     "page lock is stolen for ever",
		file:     "daxcore/fs/pagelock.go",
		old:      "		if w.claimed {\n",
		new:      "		if false {\n",
		packages: "./daxcore/fs",
	},
	{
		name:     "unlock of a page wakes the first of any page",
		file:     "daxcore/fs/pagelock.go",
		old:      "return int(w.page) == page",
		new:      "return true",
		packages: "./daxcore/fs",
	},
	{
		name:     "page that is locked again is woken for",
		file:     "daxcore/fs/pagelock.go",
		old:      "	if p.holder[page] == 0 {\n		p.wake(t, page)\n	}\n",
		new:      "	p.wake(t, page)\n",
		packages: "./daxcore/fs",
	},
	{
		name:     "MAP_SYNC commits with its handle",
		file:     "daxcore/fault.go",
		old:      "	w.stop(t, f, HandleFirst)\n	if r&NeedDSync != 0 {\n		r = w.syncs(t, f, m, order, r)\n	}\n",
		new:      "	if r&NeedDSync != 0 {\n		r = w.syncs(t, f, m, order, r)\n	}\n	w.stop(t, f, HandleFirst)\n",
		packages: core + " ./bench/check",
	},
	{
		name:     "retried fault commits below mmap_lock",
		file:     "daxcore/access.go",
		old:      "		f.VMA.Leave(t)\n		if !w.retry(t, f, r) {\n			return r\n		}\n",
		new:      "		again := w.retry(t, f, r)\n		f.VMA.Leave(t)\n		if !again {\n			return r\n		}\n",
		packages: core + " ./bench/check",
	},
	{
		name:     "flagged extent stays mapped",
		file:     "daxcore/invalidate.go",
		old:      "		m.unmap(t, index, index) // nobody may rely on its metadata any more\n",
		new:      "",
		packages: core,
	},
	{
		name:     "a block is looked up before the entry is locked",
		file:     "daxcore/journal.go",
		old:      "	if w.Journal == nil || w.Journaling.Order != MappingFirst {\n		t.Spend(task.MapExtent, 0)\n		return m.Blocks.At(f.Index, 1)\n	}\n",
		new:      "	if w.Journal == nil {\n		t.Spend(task.MapExtent, 0)\n		return m.Blocks.At(f.Index, 1)\n	}\n",
		packages: core + " ./bench/check",
	},
	{
		name:     "invalidated range stays mapped",
		file:     "daxcore/invalidate.go",
		old:      "	m.unmap(t, first, last)\n	return removed, busy\n",
		new:      "	return removed, busy\n",
		packages: play,
	},
}
