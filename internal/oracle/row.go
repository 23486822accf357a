package oracle

import "math"

// Row is a value that has to be reproduced.
type Row struct {
	Line   int
	Family string
	Params Params
	Metric string
	Value  float64
	Kind   string // of tolerance: rel, abs or exact
	Tol    float64
	// SE is the standard error at a million operations, if HasSE.
	SE    float64
	HasSE bool
}

// Kinds of tolerance.
const (
	relative = "rel"
	absolute = "abs"
	exact    = "exact"
)

// tolerance returns how far a value may be off that so many operations gave.
func (r *Row) tolerance(ops int64) float64 {
	if r.HasSE {
		return 4*r.SE*math.Sqrt(1e6/float64(max(ops, 1))) + 0.001*math.Abs(r.Value)
	}
	return r.column()
}

// column is what the columns tol_kind and tol allow. The values of a file have
// ten digits, so exact is as exact as the digits that there are.
func (r *Row) column() float64 {
	switch r.Kind {
	case relative:
		return r.Tol * math.Abs(r.Value)
	case exact:
		return r.Tol * max(1, math.Abs(r.Value))
	}
	return r.Tol
}

// enough reports whether a value is sharp enough to be judged: where the row
// has a standard error, if that is within what the column tol allows, or at the
// million operations that it is stated for; elsewhere if four standard errors
// of our own are within the tolerance.
func (r *Row) enough(ops int64, se float64) bool {
	if r.HasSE {
		return ops >= 1e6 || 4*r.SE*math.Sqrt(1e6/float64(ops)) <= r.column()
	}
	return r.Kind == exact || 4*se <= r.column()
}
