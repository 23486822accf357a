package pattern

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Axis is a quantity of patterns that can be set to another value.
type Axis struct {
	Name string
	// Unit is "ns", "%", or "" for a number.
	Unit        string
	About       string
	Least, Most float64
	// Whole: only whole numbers make sense.
	Whole bool
	set   func(*Pattern, float64) error
}

// Axes returns all, in the order in which they are to be set: some go by what
// others have set.
func Axes() []*Axis {
	return []*Axis{
		{Name: "hold", Unit: "ns", About: "mean time that an entry is held, besides what its steps cost", Most: 1e9, set: setHold},
		{Name: "long-hold", Unit: "ns", About: "the same of one hold in 16, which is long; 0 for none", Most: 1e9, set: setLongHold},
		{Name: "long-share", Unit: "%", About: "share of holds that are long, in place of one in 16", Most: 100, set: setLongShare},
		{Name: "think", Unit: "ns", About: "mean time between operations", Most: 1e9, set: setThink},
		{Name: "think-ratio", About: "the same, as so many holds", Most: 1e6, set: setThinkRatio},
		{Name: "think-on-cpu", About: "1: tasks are on the CPU between operations; 0: asleep", Most: 1, Whole: true, set: setThinkOnCPU},
		{Name: "sharers", About: "workers to a page, where each page has some of its own", Least: 1, Most: 1 << 14, Whole: true, set: setSharers},
		{Name: "skew", About: "exponent of Zipf distributions", Least: 1e-9, Most: 10, set: setSkew},
		{Name: "pmd", Unit: "%", About: "share of touches that are by PMD", Most: 100, set: setPMD},
		{Name: "inval", Unit: "%", About: "share of operations that invalidate", Most: 100, set: setInval},
		{Name: "buckets", About: "size of the wait table, a power of two", Least: 1, Most: mostBuckets, Whole: true, set: setBuckets},
		{Name: "rounds", About: "operations in a round, after which all fall silent; 0 for no rounds", Most: 1e6, Whole: true, set: setRounds},
	}
}

// Set returns the pattern with another value on an axis.
func (p *Pattern) Set(a *Axis, value float64) (*Pattern, error) {
	switch {
	case p.Replay != nil && a.Name != "buckets":
		return nil, fmt.Errorf("%s is a replay: its times and pages are the trace's; only the regime and buckets can be set", p.Name)
	case !(value >= a.Least && value <= a.Most) || a.Whole && value != float64(int64(value)):
		return nil, errors.New(a.wants())
	}
	q := *p
	if err := a.set(&q, value); err != nil {
		return nil, err
	}
	return &q, nil
}

func (a *Axis) wants() string {
	switch {
	case a.Unit == "ns":
		return "want 0s to 1s"
	case a.Least == 0 || a.Whole:
		return fmt.Sprintf("want %s to %s%s", plain(a.Least), plain(a.Most), a.Unit)
	}
	return fmt.Sprintf("want more than 0, at most %g", a.Most)
}

// plain writes a bound without an exponent.
func plain(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func setHold(q *Pattern, ns float64) error {
	q.Hold.Mean, q.Hold.InSteps, q.Hold.Source = int64(ns), false, "set for the run"
	return nil
}

func setThink(q *Pattern, ns float64) error {
	q.Think.Mean, q.Think.Source = int64(ns), "set for the run"
	return nil
}

func setLongHold(q *Pattern, ns float64) error {
	if q.Hold.Long = int64(ns); q.Hold.LongShare == 0 {
		q.Hold.LongShare = 100.0 / 16
	}
	return nil
}

func setLongShare(q *Pattern, percent float64) error {
	if q.Hold.Long == 0 {
		return errors.New("no hold is long; want how long they are beside it, such as long-hold=1ms")
	}
	q.Hold.LongShare = percent
	return nil
}

func setThinkOnCPU(q *Pattern, v float64) error {
	q.Think.Sleeps = v == 0
	return nil
}

func setSharers(q *Pattern, n float64) error {
	if !q.each(func(r *Role) bool {
		own := false
		for i := range r.Ops {
			if w := &r.Ops[i].Where; w.At == Own {
				w.Sharers, own = int(n), true
			}
		}
		return own
	}) {
		return fmt.Errorf("no worker of %s has a page of its own; those of pte-distinct do", q.Name)
	}
	return nil
}

func setThinkRatio(q *Pattern, holds float64) error {
	if ns := holds * float64(q.Hold.Mean); ns <= 1e9 {
		return setThink(q, ns)
	}
	return fmt.Errorf("%g holds of %d ns are more than 1 s", holds, q.Hold.Mean)
}

func setBuckets(q *Pattern, n float64) error {
	if q.Buckets = int(n); q.Buckets&(q.Buckets-1) != 0 {
		return fmt.Errorf("want a power of two from 1 to %d: the table is hashed by bits", mostBuckets)
	}
	return nil
}

const mostBuckets = 1 << 20

func setRounds(q *Pattern, n float64) error {
	if q.Rounds == 0 {
		q.Start = inAnyOrder
	}
	q.Rounds = int(n)
	return nil
}

func setSkew(q *Pattern, exponent float64) error {
	found := q.each(func(r *Role) bool {
		zipf := false
		for i := range r.Ops {
			if w := &r.Ops[i].Where; w.At == ZipfChunk || w.At == ZipfPage {
				w.Skew, zipf = exponent, true
			}
		}
		return zipf
	})
	if !found {
		return fmt.Errorf("%s chooses no pages by a Zipf distribution", q.Name)
	}
	return nil
}

func setPMD(q *Pattern, percent float64) error {
	if !q.each(func(r *Role) bool {
		return r.divide(percent, func(c *Choice) bool { return c.Kind == Touch && !c.Small }, func(c *Choice) bool { return c.Kind == Touch && c.Small })
	}) {
		return fmt.Errorf("no worker of %s touches pages by PTE as well as by PMD; those of mix do", q.Name)
	}
	return nil
}

func setInval(q *Pattern, percent float64) error {
	if !q.each(func(r *Role) bool {
		return r.divide(percent, func(c *Choice) bool { return c.Kind == Invalidate }, func(c *Choice) bool { return c.Kind != Invalidate })
	}) {
		return fmt.Errorf("no worker of %s invalidates as well as touches; those of mix do", q.Name)
	}
	return nil
}

// each gives q roles of its own and reports whether change changed any.
func (q *Pattern) each(change func(*Role) bool) (changed bool) {
	roles := append([]Role(nil), q.Roles...)
	for i := range roles {
		roles[i].Ops = append([]Choice(nil), roles[i].Ops...)
		if change(&roles[i]) {
			changed = true
		}
	}
	q.Roles = roles
	return changed
}

// divide gives some choices a share of those that are among the two kinds, and
// the others the rest. Without any of one kind it changes nothing.
func (r *Role) divide(percent float64, some, others func(*Choice) bool) bool {
	var a, b float64
	for i := range r.Ops {
		switch c := &r.Ops[i]; {
		case some(c):
			a += c.weight()
		case others(c):
			b += c.weight()
		}
	}
	if a == 0 || b == 0 {
		return false
	}
	var kept []Choice
	for _, c := range r.Ops {
		switch {
		case some(&c):
			c.Weight = c.weight() / a * (a + b) * percent / 100
		case others(&c):
			c.Weight = c.weight() / b * (a + b) * (1 - percent/100)
		default:
			c.Weight = c.weight()
		}
		if c.Weight > 0 {
			kept = append(kept, c)
		}
	}
	r.Ops = kept
	return true
}

// AxisNamed returns the axis of that name, or nil.
func AxisNamed(name string) *Axis {
	for _, a := range Axes() {
		if strings.EqualFold(a.Name, name) {
			return a
		}
	}
	return nil
}
