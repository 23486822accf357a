package pattern

import (
	"cmp"
	"slices"
	"strings"
)

// Who says which workers have a role.
type Who uint8

// The sets of workers. The first role that takes a worker has it.
const (
	Rest Who = iota
	Worker0
	Even
	Odd
	Worker1
	Worker2
)

// Takes reports whether the role is for a worker.
func (w Who) Takes(worker int) bool {
	switch w {
	case Worker0:
		return worker == 0
	case Worker1:
		return worker == 1
	case Worker2:
		return worker == 2
	case Even:
		return worker%2 == 0
	case Odd:
		return worker%2 == 1
	}
	return true
}

// rank is the number of a worker among those of its role, but that those of the
// rest keep the numbers that they have among all.
func (w Who) rank(worker int) int {
	if w == Even || w == Odd {
		return worker / 2
	}
	return worker
}

// Role is what some of the workers do.
type Role struct {
	// Name is what its workers are called in reports; none is "worker".
	Name string
	Who  Who
	// Think replaces the pattern's, if its mean is not 0.
	Think Time
	// Aside: it is there to be met by others, and its operations do not count. In
	// rounds, it goes on as long as the others do.
	Aside bool
	Ops   []Choice
}

// Does names what tasks of the role do, in the plural.
func (r *Role) Does() string {
	if r.Name != "" {
		return r.Name + " operations"
	}
	var all []string
	for i := range r.Ops {
		if does := r.Ops[i].does(); !slices.Contains(all, does) {
			all = append(all, does)
		}
	}
	return strings.Join(all, " and ")
}

func (c *Choice) does() string {
	switch c.Kind {
	case Touch:
		if c.Small {
			return "PTE faults"
		}
		return "PMD faults"
	}
	return c.Kind.String() + " operations"
}

// Choice is an operation that a role may do, with its weight (0 is 1).
type Choice struct {
	Weight float64
	Kind   Kind
	Where  Where
	// Writes is the share of accesses that write, in percent.
	Writes int
	// Small: a touch through a mapping of one page, which has PTE faults only.
	Small bool
	// Remap: each touch is through a new mapping.
	Remap bool
	// Keep: what was touched stays mapped, until somebody unmaps it.
	Keep bool
}

func (c *Choice) weight() float64 { return cmp.Or(c.Weight, 1) }

// Where says which page an operation is about, and how many from there on.
type Where struct {
	At    Place
	Page  uint64 // added to what At says
	Pages uint64 // length of a range; 0 is 1
	// Sharers is how many workers of a role have each Own page; 0 is 1.
	Sharers int `json:",omitzero"`
	// Skew is the exponent of the Zipf distribution of Zipf places.
	Skew float64
}

// Place says how pages are chosen.
type Place uint8

// The places.
const (
	Fixed     Place = iota // page Where.Page
	Own                    // a page for each worker, or for some, in one chunk
	AnyPage                // any page of a chunk
	ZipfChunk              // the first page of a chunk, in any file
	ZipfPage               // one of the first 8 pages of a chunk, in any file
	Walk                   // the next of Where.Pages pages, others for each worker
)
