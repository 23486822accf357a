package main

const (
	queue = "./daxcore/waitqueue"
	tree  = "./daxcore/xarray"
	sem   = "./daxcore/rwsem"
)

// structures are the ways in which what fs/dax stands on is broken: the wait
// table, the XArray, semaphores, page tables, block maps.
var structures = []mutation{
	{
		name:     "non-exclusive waiters queue at the tail",
		file:     "daxcore/waitqueue/table.go",
		old:      "key, mode, mode == Exclusive)",
		new:      "key, mode, true)",
		packages: queue,
	},
	{
		name:     "wake of n counts non-exclusive waiters",
		file:     "daxcore/waitqueue/table.go",
		old:      "			last := n != All && w.mode == Exclusive && n == 1\n			if w.mode == Exclusive && n != All {\n",
		new:      "			last := n != All && n == 1\n			if n != All {\n",
		packages: queue,
	},
	{
		name:     "foreign keys are woken",
		file:     "daxcore/waitqueue/table.go",
		old:      "		if w.key != key {\n",
		new:      "		if false {\n",
		packages: queue,
	},
	{
		name:     "woken waiters stay queued",
		file:     "daxcore/waitqueue/table.go",
		old:      "			q.unlink(h, r)\n			woken++\n",
		new:      "			woken++\n",
		packages: queue,
	},
	{
		name:     "an emptied queue stays active",
		file:     "daxcore/waitqueue/table.go",
		old:      "		atomic.StoreUint32(&h.active, 0)\n",
		new:      "",
		packages: queue,
	},
	{
		name:     "who wakes by himself stays queued",
		file:     "daxcore/waitqueue/table.go",
		old:      "!t.Park() && !q.Finish(t) {",
		new:      "!t.Park() && t == nil {",
		packages: queue,
	},
	{
		name:     "grant outlives the next sleep",
		file:     "daxcore/waitqueue/table.go",
		old:      "w.key, w.mode, w.grant, w.queued = key, mode, 0, 1",
		new:      "w.key, w.mode, w.queued = key, mode, 1",
		packages: queue,
	},
	{
		name:     "finger not cleared when a node goes",
		file:     "daxcore/xarray/node.go",
		old:      "	ar.live--\n	ar.finger = nil\n",
		new:      "	ar.live--\n",
		packages: tree,
	},
	{
		name:     "an entry of several slots loses its node",
		file:     "daxcore/xarray/array.go",
		old:      "root.shift == 0 && root.run(0) == 1:",
		new:      "root.shift == 0:",
		packages: tree,
	},
	{
		name:     "siblings not written",
		file:     "daxcore/xarray/store.go",
		old:      "		n.slots[o] = sibling(first)\n",
		new:      "		n.slots[o] = 0\n",
		packages: tree,
	},
	{
		name:     "marks lost on overwrite",
		file:     "daxcore/xarray/store.go",
		old:      "n.bits[m] = n.bits[m]&^mask | 1<<first",
		new:      "n.bits[m] &^= mask",
		packages: tree,
	},
	{
		name:     "pause does not advance",
		file:     "daxcore/xarray/iterate.go",
		old:      "		c.index += uint64(c.node.run(c.offset)) << c.node.shift\n",
		new:      "",
		packages: tree,
	},
	{
		name:     "zapping takes the table away",
		file:     "daxcore/mm/vma.go",
		old:      "		c.present[w] &^= m\n",
		new:      "		c.present[w] &^= m\n		c.slot = None\n",
		packages: "./daxcore/mm",
	},
	{
		name:     "extents end wrongly at word borders",
		file:     "daxcore/fs/blocks.go",
		old:      "m := ^uint64(0) >> (64 - k) << o",
		new:      "m := ^uint64(0) << o",
		packages: "./daxcore/fs",
	},
}
