package lockorder

import (
	"math/bits"
	"strings"

	"daxwait/daxcore/task"
)

// Hold is a lock that a task has, or wants.
type Hold struct {
	Class  task.LockClass
	Shared bool
}

func (h Hold) String() string {
	if h.Shared {
		return h.Class.String() + " (shared)"
	}
	return h.Class.String()
}

// Chain is what a task held when it wanted one more lock.
type Chain struct {
	Held  []Hold // outermost first
	Wants Hold   // of NoClass if it waits for none
	Task  int
	Doing string     // the operation, if known
	At    task.Label // the last label of the model
}

// String writes the classes, outermost first, and who it was.
func (c Chain) String() string { return c.Locks() + ": " + c.who() }

// Locks writes the classes alone.
func (c Chain) Locks() string {
	var words []string
	for _, h := range c.Held {
		words = append(words, h.String())
	}
	if c.Wants.Class != task.NoClass {
		words = append(words, c.Wants.String())
	}
	return strings.Join(words, " > ")
}

// who says which task it was, in which operation, behind which label.
func (c Chain) who() string {
	who := "task " + itoa(c.Task)
	if c.Doing != "" {
		who += ", " + c.Doing
	}
	return who + ", at " + c.At.String()
}

// word is the locks that a task has, packed: five bits for each, the innermost
// lowest. So a chain of fewer locks is the lesser number.
type word uint64

// Of the bits of a lock, the lowest says that it is shared.
const (
	holdBits = 5
	holdMask = 1<<holdBits - 1
	deepest  = 1<<(64/holdBits*holdBits) - 1 // twelve locks
)

// Classes fit into four bits.
const _ = uint(16 - task.LockClasses)

func pack(c task.LockClass, shared bool) word {
	if shared {
		return word(c)<<1 | 1
	}
	return word(c) << 1
}

func (w word) class() task.LockClass { return task.LockClass(w >> 1 & (holdMask >> 1)) }

// len returns how many locks there are.
func (w word) len() int { return (bits.Len64(uint64(w)) + holdBits - 1) / holdBits }

// with returns w with those of inner inside. Of more than fit, the outermost
// are forgotten.
func (w word) with(inner word) word {
	if inner == 0 {
		return w
	}
	return (w<<(inner.len()*holdBits) | inner) & deepest
}

// push returns w with one more lock inside.
func (w word) push(hold word) word { return (w<<holdBits | hold) & deepest }

// without returns w without its innermost lock of a class.
func (w word) without(c task.LockClass) word {
	if w.class() == c {
		return w >> holdBits
	}
	return w.withoutOuter(c)
}

func (w word) withoutOuter(c task.LockClass) word {
	for at := 0; w>>at != 0; at += holdBits {
		if (w >> at).class() == c {
			return w>>(at+holdBits)<<at | w&(1<<at-1)
		}
	}
	return w
}

// holds unpacks w, the outermost first.
func (w word) holds() []Hold {
	all := make([]Hold, w.len())
	for i := len(all) - 1; i >= 0; i-- {
		all[i] = w.innermost()
		w >>= holdBits
	}
	return all
}

func (w word) innermost() Hold { return Hold{w.class(), w&1 != 0} }
