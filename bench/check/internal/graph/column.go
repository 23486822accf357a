package graph

import "unsafe"

// column is a slice that grows by blocks: what is in it is never copied. A copy of a
// column keeps what it had, and may be read while the column grows.
type column[T any] struct {
	blocks [][]T
	n      int
}

// blockBits is the logarithm of the length of a block.
const blockBits = 10

func (c *column[T]) add(v T) {
	if c.n>>blockBits == len(c.blocks) {
		c.blocks = append(c.blocks, make([]T, 1<<blockBits))
	}
	c.blocks[c.n>>blockBits][c.n&(1<<blockBits-1)] = v
	c.n++
}

func (c *column[T]) at(i uint32) T { return c.blocks[i>>blockBits][i&(1<<blockBits-1)] }

func (c *column[T]) bytes() int {
	var v T
	return len(c.blocks) << blockBits * int(unsafe.Sizeof(v))
}
