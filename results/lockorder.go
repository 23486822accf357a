package results

import (
	"fmt"
	"strings"
)

// LockOrder is which classes of locks were taken inside which.
type LockOrder struct {
	// Order is the classes, outer to inner, such as "entry lock > xa_lock >
	// bucket lock".
	Order      string      `json:"order"`
	Edges      []LockEdge  `json:"edges"`
	Inversions []Inversion `json:"inversions,omitempty"`
}

// LockEdge is that one class was taken inside another, and a chain of locks that
// showed it.
type LockEdge struct {
	Outer string `json:"outer"`
	Inner string `json:"inner"`
	Chain string `json:"chain"`
}

// Inversion is a cycle of classes, each taken inside the one before it.
type Inversion struct {
	// Cycle begins and ends with the same class.
	Cycle string `json:"cycle"`
	// Chains show each step of it.
	Chains []string `json:"chains"`
	// Deadlock is, of a check, whether a schedule makes one of it: Found, with
	// the schedule as daxwait replay takes it, None within the bounds, or Open.
	Deadlock string `json:"deadlock,omitempty"`
	Schedule string `json:"schedule,omitempty"`
}

// What a check says of an inversion.
const (
	DeadlockFound = "found"
	DeadlockNone  = "none within bounds"
	DeadlockOpen  = "open"
)

// String is the inversion in a line.
func (v *Inversion) String() string {
	return fmt.Sprintf("inversion of locks, %s: %s", v.Cycle, strings.Join(v.Chains, "; "))
}
