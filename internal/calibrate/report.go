package calibrate

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

// Report is what was measured on a machine.
type Report struct {
	Machine      string
	Measurements []*Measurement
}

// price is how a kind of cost is made of quantities: the first less the others.
type price struct {
	kind  profile.Kind
	of    Quantity
	less  []Quantity
	drawn bool
	// says, of what remains.
	says string
}

// prices are in an order in which none needs a later one.
func prices() []price {
	return []price{
		{kind: profile.Kind(task.WakeOne), of: wakerOther, less: []Quantity{WakeNobody}, says: "what a futex wake takes longer if it wakes a thread on another CPU"},
		{kind: profile.WakeQueued, of: wakerSame, less: []Quantity{WakeNobody}, says: "what a futex wake takes longer if it wakes a thread that has to wait for the CPU of the waker"},
		{kind: profile.ContextSwitch, of: PingPong, less: []Quantity{WakeNobody, WaitRefused}, says: "half a round of two threads on one CPU that wake each other, less their system calls"},
		{kind: profile.WakeLatency, of: wokenOther, less: []Quantity{wakerOther}, drawn: true, says: "from the end of a futex wake until the woken is back in user space on another, idle CPU, less the context switch"},
		{kind: profile.Kind(task.ScanForeign), of: Foreign, says: "what a futex wake takes longer for each waiter it passes by"},
		{kind: profile.WakeMore, of: furtherWoken, says: "what a futex wake takes longer for each further thread that it wakes, on another, busy CPU"},
		{kind: profile.WarmUp, of: warmLost, drawn: true, says: "what faults on anonymous memory and their unmapping take longer after a sleep of 1 ms, in all; exponential, so that tasks do not march in step"},
		{kind: profile.WarmWork, of: warmWork, says: "the work in which all but 1/e of that is lost"},
		{kind: profile.SpinTransfer, of: CacheLine, says: "one way of a cache line between two spinning CPUs"},
		{kind: profile.Kind(task.Exception), of: WakeNobody, says: "a system call that finds nothing to do, as a fault comes into the kernel and back the same way"},
		{kind: profile.Kind(task.InstallPTE), of: fault4KRead, less: []Quantity{WakeNobody}, says: "a read fault on anonymous memory less a system call that finds nothing to do"},
		{kind: profile.Kind(task.InstallPMD), of: fault2MRead, less: []Quantity{WakeNobody}, says: "a read fault on the huge zero page less a system call that finds nothing to do"},
		{kind: profile.Kind(task.Unmap), of: unmap4K, says: "madvise(MADV_DONTNEED) of one page, system call included"},
		{kind: profile.Kind(task.Zero4K), of: zero4K, says: "clearing DRAM"},
		{kind: profile.Kind(task.Zero2M), of: zero2M, says: "clearing DRAM; persistent memory takes longer"},
		{kind: profile.Kind(task.CopyPage), of: copy4K, says: "copying DRAM"},
		{kind: profile.Kind(task.MapExtent), of: dax4K, less: []Quantity{fault4KRead}, says: "a read fault on a DAX file less one on anonymous memory, less four walks of the XArray"},
	}
}

// Profile makes a profile of what was measured on a day. What was not comes from
// base, and so does what cannot be told from nothing, which lost names: a price
// that other work on the machine has swallowed is not 0 ns.
func (r *Report) Profile(name string, base *profile.Profile, day time.Time) (p *profile.Profile, lost []Lost) {
	p = &profile.Profile{Profile: base.Profile, About: "Measured on " + r.Machine + "; what could not be is from " + base.Name + "."}
	p.Name, p.Ranges = name, base.Ranges
	for _, k := range profile.Kinds() {
		if base.Sources[k] != "" {
			p.Sources[k] = "not measured, as in " + base.Name + ": " + base.Sources[k]
		}
	}
	for _, c := range prices() {
		v, runs, ok := r.value(c)
		if !ok {
			continue
		}
		off := 0.0
		switch c.kind {
		case profile.WakeLatency:
			off = float64(p.ContextSwitch.Mean)
		case profile.Kind(task.MapExtent):
			off = 4 * float64(p.Costs[task.WalkXArray].Mean)
		}
		by := fmt.Sprintf("calibrate on %s, %s: %s; %s", r.Machine, day.Format(time.DateOnly), c.says, runs)
		if v.median-off <= 0 || v.low-off <= 0 {
			l := Lost{Kind: c.kind, NS: v.median - off, Low: v.low - off, Of: c.says + "; " + runs}
			lost = append(lost, l)
			p.Sources[c.kind] = fmt.Sprintf("not told from nothing by %s; as in %s: %s", by, base.Name, base.Sources[c.kind])
			continue
		}
		p.Set(c.kind, sim.Time{Mean: int64(v.median - off + 0.5), Drawn: c.drawn}, "measured by "+by)
		if w := (profile.Range{Low: int64(v.low - off + 0.5), High: int64(v.high - off + 0.5)}); w.Low < w.High {
			p.Ranges[c.kind] = w
		}
	}
	return p, lost
}

// Lost is a price that was measured and cannot be told from nothing: the lower
// quartile of its runs, less the upper quartiles of what is taken off, is not above 0.
type Lost struct {
	Kind profile.Kind
	// NS is what the medians come to, Low what those quartiles do.
	NS, Low float64
	Of      string // the measurements
}

// String says which price it is, and of what.
func (l Lost) String() string {
	return fmt.Sprintf("%s comes to %.1f ns, and to %.1f by the quartiles, which is not told from nothing: %s", l.Kind, l.NS, l.Low, l.Of)
}

// span is a figure, and between which it lies by the quartiles.
type span struct{ median, low, high float64 }

// value computes a price, and says of what.
func (r *Report) value(c price) (v span, runs string, ok bool) {
	m := r.find(c.of)
	if m == nil {
		return v, "", false
	}
	low, high := m.quartiles()
	v, parts := span{m.median(), low, high}, []string{string(c.of) + " " + m.String()}
	for _, q := range c.less {
		m := r.find(q)
		if m == nil {
			return v, "", false
		}
		low, high := m.quartiles()
		v.median -= m.median()
		v.low, v.high = v.low-high, v.high-low
		parts = append(parts, string(q)+" "+m.String())
	}
	return v, strings.Join(parts, ", less "), true
}

// find returns what was measured of a quantity, or nil.
func (r *Report) find(q Quantity) *Measurement {
	for _, m := range r.Measurements {
		if m.Quantity == q && m.Err == nil {
			return m
		}
	}
	return nil
}

// Beyond says what cannot be measured, and why.
func Beyond(o Options) []string {
	beyond := []string{
		"walk-xarray, recheck: steps inside the kernel that no system call does alone",
		"alloc-node, alloc-blocks, journal-commit: they change a file, and take what its file system takes",
		"wake-own, wake-far: no program is an interrupt, and a second socket is not looked for",
		"flush: Go has no instruction that writes a cache line back",
	}
	if o.DAX == "" {
		beyond = append(beyond, "map-extent: it takes a file on a DAX mount, which is to be named")
	}
	return beyond
}

// Busy returns what could not be measured because the machine had other work.
func (r *Report) Busy() (found []*Measurement) {
	for _, m := range r.Measurements {
		if errors.Is(m.Err, errBusy) {
			found = append(found, m)
		}
	}
	return found
}
