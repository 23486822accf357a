package trace

import (
	"slices"
	"strings"
)

// Quantity is something that a capture tells, if it has the events that it
// rests on.
type Quantity uint8

// The quantities.
const (
	Faults        Quantity = iota // how many there were, and of which size
	FaultTimes                    // how long they took, and so operations a second
	Fallbacks                     // PMD faults that fell back
	Lookups                       // calls of get_unlocked_entry
	Holds                         // how long entries were locked
	Sleeps                        // on entries, and how many look-ups waited
	WaitTimes                     // how long those waited
	Wakes                         // calls of dax_wake_entry
	Woken                         // tasks that they woke
	RunTimes                      // from a wake to a CPU
	Invalidations                 // calls of __dax_invalidate_entry
	Writebacks                    // entries written back
	Holes                         // zero pages mapped
	OffCPU                        // time in which a task had no CPU
	numQuantities
)

var quantityNames = [numQuantities]string{
	"faults", "fault times", "fallbacks", "look-ups", "holds", "sleeps and waits", "wait times", "wakes", "woken", "run times",
	"invalidations", "write-backs", "holes", "time off the CPU",
}

func (q Quantity) String() string {
	if q < numQuantities {
		return quantityNames[q]
	}
	return "invalid"
}

// Captured says which events a capture has, and so which quantities it tells. A
// quantity without its events is not 0 but not captured: whoever prints or
// compares one asks here. A text does not say which events were enabled. So a
// kind of which there is not one counts as missing where what else is there
// shows that there should be one, and so does one of which there is less than nine
// tenths of what there should be: it was enabled for a part of the time, or of the
// tasks.
type Captured struct {
	n [numKinds]int // events of a kind

	served  int // faults of one page that ended with their page mapped
	locked  int // grabs that returned an entry, which is locked
	unslept int // look-ups that slept off the CPU, with no Sleep of theirs

	// What shows that there should be others. Lines, or 0.
	small, large int // a grab of one page, and of 2 MiB
	slept        int // a look-up that must have slept, with no Sleep before

	looks map[int]look // look-ups under way, by task
	wakes map[key]int  // the latest wake of those who want an entry
}

// look is a get_unlocked_entry under way.
type look struct {
	of    key
	line  int
	slept bool // by its Sleep
}

// Note takes an event into account, in the order of the capture.
func (c *Captured) Note(e *Event) {
	if e.Kind == Lost {
		clear(c.looks)
		return
	}
	c.n[e.Kind]++
	switch {
	case e.Kind == PTEFaultDone && strings.Contains(e.Result, "NOPAGE"):
		c.served++
	case e.Kind == GrabRet && e.Entry.Value():
		c.locked++
	case e.Kind == Grab && e.Order == 0 && c.small == 0:
		c.small = e.Line
	case e.Kind == Grab && e.Order != 0 && c.large == 0:
		c.large = e.Line
	}
	c.look(e)
}

// look finds a look-up that has slept: it went off the CPU in a sleep, or its
// entry saw a wake before it returned. A look-up has the lock of the tree from one
// end to the other, but while it sleeps, and a wake has it, too.
func (c *Captured) look(e *Event) {
	if c.looks == nil {
		c.looks, c.wakes = map[int]look{}, map[key]int{}
	}
	switch e.Kind {
	case GetEntry:
		if len(c.looks) < maxTasks {
			c.looks[e.PID] = look{of: keyOf(e.file(), e.Index, e.Order), line: e.Line}
		}
	case Sleep:
		if l, ok := c.looks[e.PID]; ok {
			l.slept = true
			c.looks[e.PID] = l
		}
	case GetEntryRet:
		l, ok := c.looks[e.PID]
		if delete(c.looks, e.PID); ok && c.n[Sleep] == 0 && max(c.wakes[l.of], c.wakes[l.of.around()]) > l.line {
			c.slept = e.Line
		}
	case Wake:
		if c.Has(Sleep) {
			break // which tells by itself that a task slept
		}
		order := uint8(0)
		if e.Entry.PMD() {
			order = pmdOrder
		}
		for _, file := range [...]FileID{e.file(), {Ino: e.Ino}} { // a look-up may not know its device
			k := keyOf(file, e.Index, order)
			if _, known := c.wakes[k]; known || len(c.wakes) < maxFiles {
				c.wakes[k] = e.Line
			}
		}
	case SchedSwitch:
		if l, ok := c.looks[e.PrevPID]; ok && !l.slept && !e.preempted() {
			c.slept = e.Line
			c.unslept++
		}
	}
}

// Has reports whether there is an event of a kind.
func (c *Captured) Has(k Kind) bool { return c.n[k] != 0 }

// few is how many events are too few to tell that a part of them is missing.
const few = 10

// short reports whether there is less than nine tenths of n events of a kind.
func (c *Captured) short(k Kind, n int) bool { return c.Has(k) && n >= few && 10*c.n[k] < 9*n }

// any reports whether there is an event of one of the kinds.
func (c *Captured) any(kinds ...Kind) bool { return slices.ContainsFunc(kinds, c.Has) }

// Tracepoints reports whether there is an fs_dax event.
func (c *Captured) Tracepoints() bool {
	return c.any(PTEFault, PTEFaultDone, PMDFault, PMDFaultDone, PTELoadHole, PMDLoadHole, WritebackRange, WritebackRangeDone, WritebackOne)
}

// probes reports whether there is an event of a kprobe.
func (c *Captured) probes() bool {
	return c.any(Grab, GrabRet, GetEntry, GetEntryRet, Sleep, Insert, Unlock, Wake, Invalidate, InvalidateRet, BusyRange, Flush)
}

// Tells reports whether a quantity is captured.
func (c *Captured) Tells(q Quantity) bool { return len(c.Missing(q)) == 0 }

// Missing returns the kinds of events that a quantity lacks, in the order of the
// constants; none if it is captured.
func (c *Captured) Missing(q Quantity) (lacks []Kind) {
	lack := func(is bool, k Kind) {
		if is && !slices.Contains(lacks, k) {
			lacks = append(lacks, k)
		}
	}
	need := func(given bool, k Kind) { lack(given && !c.Has(k), k) }
	whole := func(k Kind, n int) { lack(c.short(k, n), k) }
	also := func(other Quantity) {
		for _, k := range c.Missing(other) {
			lack(true, k)
		}
	}
	switch q {
	case Faults:
		small, large := c.small != 0 || c.Has(PTEFaultDone), c.large != 0 || c.Has(PMDFaultDone)
		need(small || !large && !c.Has(PMDFault), PTEFault)
		need(large || !small && !c.Has(PTEFault), PMDFault)
	case FaultTimes:
		also(Faults)
		need(c.Has(PTEFault), PTEFaultDone)
		need(c.Has(PMDFault), PMDFaultDone)
	case Fallbacks:
		also(Faults)
		need(c.Has(PMDFault), PMDFaultDone)
	case Lookups:
		need(true, GetEntry)
		whole(GetEntry, c.served)
	case Holds:
		need(true, GrabRet)
		need(true, Unlock)
		whole(GrabRet, c.served)
		whole(Unlock, c.locked)
	case Sleeps:
		need(true, GetEntry)
		whole(GetEntry, c.served)
		if c.Has(GetEntryRet) {
			whole(GetEntryRet, c.n[GetEntry])
		}
		whole(Sleep, c.n[Sleep]+c.unslept)
		need(c.slept != 0, Sleep)
		if !c.Has(Sleep) && c.slept == 0 { // was there none? Both ends of look-ups tell, and what happens between
			need(true, GetEntryRet)
			need(!c.Has(GetEntry) || !c.any(Wake, SchedSwitch), Sleep)
		}
	case WaitTimes:
		also(Sleeps)
		need(true, GetEntryRet)
	case Wakes:
		need(true, Wake)
	case Woken:
		also(Sleeps)
		also(Wakes)
		need(c.Has(Sleep) && !c.Has(SchedWakeup), SchedWaking)
	case RunTimes:
		also(Sleeps)
		need(c.Has(Sleep) && !c.Has(SchedWakeup), SchedWaking)
		need(c.Has(Sleep), SchedSwitch)
	case Invalidations:
		need(!c.probes() || c.Has(InvalidateRet), Invalidate)
		need(c.Has(Invalidate), InvalidateRet)
		whole(InvalidateRet, c.n[Invalidate])
	case Writebacks:
		need(!c.Tracepoints(), WritebackOne)
		need(c.any(WritebackOne, WritebackRangeDone), WritebackRange)
		need(c.Has(WritebackRange), WritebackRangeDone)
	case Holes:
		need(!c.Tracepoints(), PTELoadHole)
		need(!c.Tracepoints(), PMDLoadHole)
	case OffCPU:
		need(true, SchedSwitch)
	}
	slices.Sort(lacks)
	return lacks
}

// Lacks says in words which quantities are not captured, and for want of which
// events; "" if all that is told of entry locks is. How long a task had no CPU is
// for a replay to miss.
func (c *Captured) Lacks() string {
	if !c.Tracepoints() && !c.probes() {
		return "not captured: any fs_dax event or kprobe, and so all that is to be told of entry locks"
	}
	var lacks []string
	for q := range OffCPU {
		if s := c.Lack(q); s != "" {
			lacks = append(lacks, s)
		}
	}
	if len(lacks) == 0 {
		return ""
	}
	if !c.Tracepoints() {
		lacks = append([]string{"any fs_dax event"}, lacks...)
	}
	return "not captured: " + strings.Join(lacks, "; ")
}

// Lack says in words which events a quantity lacks, "holds (no grab_ret; too few unlock)";
// "" if it is captured.
func (c *Captured) Lack(q Quantity) string {
	var none, part []string
	for _, k := range c.Missing(q) {
		if c.Has(k) {
			part = append(part, k.String())
		} else {
			none = append(none, k.String())
		}
	}
	var lacks []string
	if len(none) != 0 {
		lacks = append(lacks, "no "+strings.Join(none, ", "))
	}
	if len(part) != 0 {
		lacks = append(lacks, "too few "+strings.Join(part, ", "))
	}
	if len(lacks) == 0 {
		return ""
	}
	return q.String() + " (" + strings.Join(lacks, "; ") + ")"
}

// NoReplay says in words why a capture cannot be run again; "" if it can. Without the
// ends of faults there are no operations, without both ends of holds each is 0,
// without the sleeps a wait is taken for part of a hold: all designs would look alike;
// and an invalidation or a write-back without an end is none.
func (c *Captured) NoReplay() string {
	for _, q := range [...]Quantity{FaultTimes, Holds, Sleeps, Invalidations, Writebacks} {
		if !c.Tells(q) {
			return "a replay needs " + q.String() + "; " + c.Lacks()
		}
	}
	return ""
}

// Record says what to do about events that are missing.
const Record = "enable all fs_dax events, sched_switch, sched_waking and the kprobes of package trace, and capture again"
