package compare

import (
	"daxwait/internal/phrase"
	"daxwait/results"
)

// twin is a case as two sides have it; one of them may be nil.
type twin struct{ a, b *results.Record }

// pairs puts the cases of two sides together: in the order of a, and then what
// only b has.
func pairs(a, b []*results.Record) (all []twin) {
	first := results.PoolOf(a)
	all = make([]twin, 0, len(first.Records))
	for _, r := range first.Records {
		all = append(all, twin{a: r})
	}
	for _, r := range results.Pool(b) {
		if i := first.Find(r); i >= 0 {
			all[i].b = r
		} else {
			all = append(all, twin{b: r})
		}
	}
	return all
}

// name is the case in words.
func (t twin) name() (where, strategy string) {
	r := t.a
	if r == nil {
		r = t.b
	}
	where = r.Group().Where()
	if r.Engine != "sim" {
		where += ", " + r.Engine
	}
	return where, r.Strategy
}

// idle reports whether one of the two did no operation.
func (t twin) idle() bool { return t.a.Idle() || t.b.Idle() }

// violations are what the new side does that no design may, and the old one did
// not.
func (t twin) violations() (all []string) {
	if t.b.Hung() && !t.a.Hung() {
		what := "hangs, and did not"
		if len(t.b.Hangs) != 0 {
			what += ": " + t.b.Hangs[0]
		}
		all = append(all, what)
	}
	if t.b.Idle() && !t.a.Idle() {
		all = append(all, "did no operation, and did some")
	}
	if n := broken(t.b); n != 0 && broken(t.a) == 0 {
		all = append(all, "breaks the rules of entry locks "+phrase.CountOf(int(n), "time", "times")+", and did not")
	}
	for _, v := range inversions(t.b) {
		if !inverts(t.a, v.Cycle) {
			all = append(all, v.String())
		}
	}
	return all
}

// broken counts how often rules were broken.
func broken(r *results.Record) (n int64) {
	for i := range r.Samples {
		n += r.Samples[i].Counts.Violations
	}
	return n
}

func inversions(r *results.Record) []results.Inversion {
	if r.LockOrder == nil {
		return nil
	}
	return r.LockOrder.Inversions
}

// inverts reports whether the order of locks is known not to be news: the record
// has the same inversion, or did not look.
func inverts(r *results.Record, cycle string) bool {
	if r.LockOrder == nil {
		return true
	}
	for _, v := range r.LockOrder.Inversions {
		if v.Cycle == cycle {
			return true
		}
	}
	return false
}
