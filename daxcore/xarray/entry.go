package xarray

import "fmt"

// Entry is a word of the array. The low bits tell what it is: x1 a value,
// 10 an internal entry (a retry or zero entry, a sibling, a node); 0 is absent.
type Entry uint64

// Internal entries with a meaning of their own. The array never stores them
// by itself; Retry cannot be met under the lock, so users may return it as a
// marker (fs/dax reports a conflict with it since Linux 5.3).
const (
	Retry Entry = 256<<2 | 2
	Zero  Entry = 257<<2 | 2
)

// Value returns the value entry of v, of which 63 bits are kept.
func Value(v uint64) Entry { return Entry(v<<1 | 1) }

// Value returns what the value entry e was made of.
func (e Entry) Value() uint64 { return uint64(e >> 1) }

// IsValue reports whether e is a value entry.
func (e Entry) IsValue() bool { return e&1 == 1 }

// IsInternal reports whether e is an internal entry of any kind.
func (e Entry) IsInternal() bool { return e&3 == 2 }

// IsNode reports whether e is a link to a node.
func (e Entry) IsNode() bool { return e&3 == 2 && e >= firstNode }

// IsSibling reports whether e is a sibling, as stored behind the canonical
// slot of an entry that fills several slots.
func (e Entry) IsSibling() bool { return e&3 == 2 && e < 62<<2|3 }

// sibling returns the entry that points to the canonical slot at offset.
func sibling(offset uint8) Entry { return Entry(offset)<<2 | 2 }

// String prints absent, value 0x2a, node 3, sibling 4, retry, zero.
func (e Entry) String() string {
	switch {
	case e == 0:
		return "absent"
	case e.IsValue():
		return fmt.Sprintf("value %#x", e.Value())
	case e.IsNode():
		return fmt.Sprintf("node %d", e.id())
	case e == Retry:
		return "retry"
	case e == Zero:
		return "zero"
	case e.IsSibling():
		return fmt.Sprintf("sibling %d", e>>2)
	}
	return fmt.Sprintf("word %#x", uint64(e))
}
