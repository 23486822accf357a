package fs

import (
	"fmt"
	"sync/atomic"
)

// Inode is the life of a file: how many hold a reference, and whether its
// memory is still its own. One that nobody ever opens or closes lives on, as in
// the inode cache.
//
// Who drops the last reference evicts: empties the file, calls Free once nobody
// can use it any more, and only after that may it be opened again: then it is
// another inode, which happens to get the same memory. An open that meets an
// eviction waits for it in the kernel; here that is the caller's business.
//
// Synchronization: both are read and written atomically.
type Inode struct {
	refs int32
	life uint32
}

// The life of an inode.
const (
	living uint32 = iota
	freeing
	freed
)

// Get takes a reference.
func (i *Inode) Get() {
	if atomic.LoadUint32(&i.life) == freeing {
		panic("fs: an inode is opened while it is evicted")
	}
	atomic.StoreUint32(&i.life, living)
	atomic.AddInt32(&i.refs, 1)
}

// Put drops one, and reports whether it was the last.
func (i *Inode) Put() bool {
	n := atomic.AddInt32(&i.refs, -1)
	if n < 0 {
		panic(fmt.Sprintf("fs: %d references dropped that nobody had", -n))
	}
	if n == 0 {
		atomic.StoreUint32(&i.life, freeing)
	}
	return n == 0
}

// Free gives the memory back.
func (i *Inode) Free() { atomic.StoreUint32(&i.life, freed) }

// Freed reports whether the memory is no longer the file's.
func (i *Inode) Freed() bool { return atomic.LoadUint32(&i.life) == freed }

// References returns how many there are.
func (i *Inode) References() int { return int(atomic.LoadInt32(&i.refs)) }

// SetReferences makes it a living inode with n references, while no task runs.
func (i *Inode) SetReferences(n int) { i.refs, i.life = int32(n), living }

// AppendState appends the life of the inode to dst.
func (i *Inode) AppendState(dst []uint64) []uint64 {
	return append(dst, uint64(i.refs)<<8|uint64(i.life))
}

// SetState makes it what AppendState has appended, and returns the words
// behind that.
func (i *Inode) SetState(src []uint64) []uint64 {
	i.refs, i.life = int32(src[0]>>8), uint32(src[0]&0xff)
	return src[1:]
}
