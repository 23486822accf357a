// Package frontier keeps the states that are still to be searched, level by level,
// in full. A state is written by what tells it from the one before, which is little;
// so states come back in the order in which they were put, and only once. What is
// beyond a limit waits in a file.
package frontier

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// Level is a queue of states: all are added, then all are taken.
type Level struct {
	limit int // bytes that are kept in memory; 0 is no limit
	dir   string

	blocks [][]byte // those in memory, in order
	bytes  int
	file   *os.File // those before them, one after the other
	wrote  int64

	last []uint64 // the state that was added or taken last
	read int64    // of the file
	rest []byte   // of the block that is being read
	free [][]byte
}

// blockSize is how much is written at a time. A state that is larger has a block of
// its own.
const blockSize = 1 << 16

// New returns an empty level that keeps limit bytes in memory, and what is more in a
// file in dir.
func New(limit int, dir string) *Level { return &Level{limit: limit, dir: dir} }

// Bytes is what the level has in memory.
func (l *Level) Bytes() int { return l.bytes + len(l.free)*blockSize }

// Add puts a state, of a number, behind the others.
func (l *Level) Add(id uint32, words []uint64) error {
	n := len(l.blocks)
	if n == 0 || cap(l.blocks[n-1])-len(l.blocks[n-1]) < 10*(len(words)+4) {
		if err := l.spill(); err != nil {
			return err
		}
		l.blocks = append(l.blocks, l.block(10*(len(words)+4)))
		n = len(l.blocks)
		l.last = l.last[:0] // a block can be read by itself
	}
	b := binary.AppendUvarint(l.blocks[n-1], uint64(id))
	b = binary.AppendUvarint(b, uint64(len(words)))
	for i := 0; i < len(words); {
		same := i
		for same < len(words) && same < len(l.last) && words[same] == l.last[same] {
			same++
		}
		other := same
		for other < len(words) && (other >= len(l.last) || words[other] != l.last[other]) {
			other++
		}
		b = binary.AppendUvarint(b, uint64(same-i))
		b = binary.AppendUvarint(b, uint64(other-same))
		for _, w := range words[same:other] {
			b = binary.AppendUvarint(b, w)
		}
		i = other
	}
	l.blocks[n-1] = b
	l.last = append(l.last[:0], words...)
	return nil
}

// block returns an empty block.
func (l *Level) block(least int) []byte {
	if n := len(l.free); n != 0 && least <= blockSize {
		b := l.free[n-1]
		l.free = l.free[:n-1]
		l.bytes += cap(b)
		return b[:0]
	}
	l.bytes += max(least, blockSize)
	return make([]byte, 0, max(least, blockSize))
}

// spill writes the blocks to the file if there are too many.
func (l *Level) spill() (err error) {
	if l.limit == 0 || l.bytes < l.limit {
		return nil
	}
	if l.file == nil {
		if l.file, err = os.CreateTemp(l.dir, "daxwait-level-*"); err != nil {
			return fmt.Errorf("states that are still to be searched take more than %d MB, and cannot be kept in a file: %w", l.limit>>20, err)
		}
		_ = os.Remove(l.file.Name()) // it lives for as long as it is open
	}
	for i, b := range l.blocks {
		var head [4]byte
		binary.LittleEndian.PutUint32(head[:], uint32(len(b)))
		for _, part := range [][]byte{head[:], b} {
			n, err := l.file.WriteAt(part, l.wrote)
			if l.wrote += int64(n); err != nil {
				return err
			}
		}
		l.reuse(b)
		l.blocks[i] = nil
	}
	l.blocks = l.blocks[:0]
	return nil
}

// reuse keeps a block for what comes next, if it is as large as others, up to a few.
func (l *Level) reuse(b []byte) {
	l.bytes -= cap(b)
	if cap(b) == blockSize && len(l.free) < 16 {
		l.free = append(l.free, b)
	}
}

// Take appends the next state to dst, and returns its number; ok is false if there
// is none.
func (l *Level) Take(dst []uint64) (id uint32, words []uint64, ok bool, err error) {
	if len(l.rest) == 0 {
		if ok, err := l.open(); !ok || err != nil {
			return 0, dst, false, err
		}
	}
	number, n := l.uvarint(), int(l.uvarint())
	begin := len(dst)
	for len(dst)-begin < n && len(l.rest) != 0 {
		at, same := len(dst)-begin, int(l.uvarint())
		dst = append(dst, l.last[at:at+same:len(l.last)]...)
		for range l.uvarint() {
			dst = append(dst, l.uvarint())
		}
	}
	l.last = append(l.last[:0], dst[begin:]...)
	return uint32(number), dst, true, nil
}

func (l *Level) uvarint() uint64 {
	v, n := binary.Uvarint(l.rest)
	l.rest = l.rest[n:]
	return v
}

// open goes on to the next block.
func (l *Level) open() (ok bool, err error) {
	l.last = l.last[:0]
	if l.read < l.wrote {
		var head [4]byte
		if _, err := l.file.ReadAt(head[:], l.read); err != nil {
			return false, err
		}
		l.rest = make([]byte, binary.LittleEndian.Uint32(head[:]))
		if _, err := l.file.ReadAt(l.rest, l.read+4); err != nil {
			return false, err
		}
		l.read += 4 + int64(len(l.rest))
		return true, nil
	}
	if len(l.blocks) == 0 {
		return false, nil
	}
	l.rest, l.blocks = l.blocks[0], l.blocks[1:]
	l.reuse(l.rest)
	return true, nil
}

// Reset empties the level.
func (l *Level) Reset() {
	for _, b := range l.blocks {
		l.reuse(b)
	}
	l.blocks, l.rest, l.last, l.read, l.wrote = nil, nil, l.last[:0], 0, 0
}

// Close gives back what the level has on disk.
func (l *Level) Close() error {
	if l.file == nil {
		return nil
	}
	err := l.file.Close()
	l.file = nil
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
