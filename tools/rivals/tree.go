package rivals

// #include "tree.h"
import "C"

import "daxwait/daxcore/xarray"

// goTree and cppTree are one dense array each.
type goTree struct{ a *xarray.Array }

func newGoTree(entries uint64) goTree {
	t := goTree{new(xarray.Array)}
	for i := range entries {
		c := t.a.At(i, 0)
		c.Store(xarray.Value(i << 4))
	}
	return t
}

func (t goTree) iterate(times int) (met uint64) {
	for range times {
		c := t.a.At(0, 0)
		for range c.Entries(^uint64(0)) {
			met++
		}
	}
	return met
}

type cppTree struct{ t *C.struct_tree }

func newCppTree(entries uint64) cppTree { return cppTree{C.tree_new(C.uint64_t(entries))} }

func (t cppTree) iterate(times int) uint64 { return uint64(C.tree_iterate(t.t, C.int(times))) }
func (t cppTree) close()                   { C.tree_delete(t.t) }
