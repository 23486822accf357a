package oracle

import (
	"fmt"
	"strings"
)

// Params are the parameters of a family. Times are in the unit of the file.
type Params struct {
	N, C, K, M   int     // tasks, CPUs, locks, indexes or buckets
	Z, S         float64 // mean think and hold time
	D, W, R      float64 // wake latency; waker's cost for each waiter; re-test (column c)
	Q            float64 // PMD share
	Zipf, Lambda float64 // exponent; arrival rate
	Words        string  // what the column q says in the stat_ families
}

// words is the column q where it holds words.
const args = "words"

// count returns the parameter of a column of whole numbers, or nil.
func (p *Params) count(column string) *int {
	switch column {
	case "N":
		return &p.N
	case "C":
		return &p.C
	case "K":
		return &p.K
	case "M":
		return &p.M
	}
	return nil
}

// number returns the parameter of another column.
func (p *Params) number(column string) *float64 {
	switch column {
	case "Z":
		return &p.Z
	case "S":
		return &p.S
	case "d":
		return &p.D
	case "w":
		return &p.W
	case "c":
		return &p.R
	case "q":
		return &p.Q
	case "zipf":
		return &p.Zipf
	case "lambda":
		return &p.Lambda
	}
	return nil
}

// describe returns the parameters that a family has, as "N=16 Z=10 S=1".
func (p *Params) describe(f *family) string {
	var said []string
	for _, column := range f.columns {
		switch n := p.count(column); {
		case column == args:
			said = append(said, p.Words)
		case n != nil:
			said = append(said, fmt.Sprintf("%s=%d", column, *n))
		default:
			said = append(said, fmt.Sprintf("%s=%g", column, *p.number(column)))
		}
	}
	return strings.Join(said, " ")
}

// most is how large parameters may be, and positive says which may not be 0.
func most(column string) float64 {
	switch column {
	case "N", "C":
		return 4096
	case "K", "M":
		return 65536
	case "q":
		return 1
	case "zipf":
		return 10
	}
	return 1e6
}

func positive(column string) bool {
	switch column {
	case "N", "C", "K", "M", "S", "lambda":
		return true
	}
	return false
}
