package graph

import "unsafe"

// column is a slice that grows by blocks: what is in it is never copied.
type column[T any] struct {
	blocks [][]T
	n      int
}

// blockBits is the logarithm of the length of a block.
const blockBits = 10

func (c *column[T]) add(v T) {
	if c.n>>blockBits == len(c.blocks) {
		c.blocks = append(c.blocks, make([]T, 0, 1<<blockBits))
	}
	last := &c.blocks[len(c.blocks)-1]
	*last = append(*last, v)
	c.n++
}

func (c *column[T]) at(i uint32) T { return c.blocks[i>>blockBits][i&(1<<blockBits-1)] }

func (c *column[T]) bytes() int {
	var v T
	return len(c.blocks) << blockBits * int(unsafe.Sizeof(v))
}
