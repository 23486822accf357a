package fs_test

import (
	"slices"
	"testing"

	"daxwait/daxcore/fs"
)

func TestTheLastReferenceGoesOnce(t *testing.T) {
	var i fs.Inode
	i.SetReferences(2)
	if i.Put() || i.References() != 1 || !i.Put() || i.Freed() {
		t.Errorf("%d references, freed %v", i.References(), i.Freed())
	}
	i.Free()
	if !i.Freed() {
		t.Error("not freed")
	}
	i.Get() // another inode, in the same memory
	if i.Freed() || i.References() != 1 {
		t.Errorf("opened anew: %d references, freed %v", i.References(), i.Freed())
	}
}

func TestAnInodeThatNobodyOpensLives(t *testing.T) {
	if (&fs.Inode{}).Freed() {
		t.Error("freed")
	}
}

func TestInodeMisuse(t *testing.T) {
	for what, do := range map[string]func(i *fs.Inode){
		"a reference that nobody has": func(i *fs.Inode) { i.Put() },
		"opened while it is evicted":  func(i *fs.Inode) { i.Get(); i.Put(); i.Get() },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error(what)
				}
			}()
			do(new(fs.Inode))
		}()
	}
}

func TestInodeState(t *testing.T) {
	seen := map[uint64]bool{}
	for _, do := range []func(i *fs.Inode){
		func(*fs.Inode) {},
		func(i *fs.Inode) { i.SetReferences(2) },
		func(i *fs.Inode) { i.Get() },
		func(i *fs.Inode) { i.Get(); i.Put() },
		func(i *fs.Inode) { i.Get(); i.Put(); i.Free() },
	} {
		var i, o fs.Inode
		do(&i)
		state := i.AppendState(nil)
		if rest := o.SetState(append(slices.Clone(state), behind...)); !slices.Equal(rest, behind) || o != i {
			t.Errorf("%+v is given back as %+v, with %v behind it", i, o, rest)
		}
		seen[state[0]] = true
	}
	if len(seen) != 5 {
		t.Errorf("%d states of five", len(seen))
	}
}
