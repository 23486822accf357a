package results

// Timeline is what happened in a stretch of simulated time, as people look at
// it: what each task was doing, and who woke whom.
type Timeline struct {
	Pattern, Strategy, Machine string
	Seed                       uint64
	CPUs                       int
	// Tasks are their names.
	Tasks []string
	// From and To are the stretch, in ns since the window began.
	From, To int64
	// Hung: at the end nobody could go on.
	Hung bool
	// Spans are in the order of their tasks, of a task in that of their
	// beginnings, and an outer one comes before what is in it. None is of no
	// length.
	Spans []Span
	// Arrows are in the order of time.
	Arrows []Arrow
}

// Span is what a task was doing for a time. Those of an operation contain those
// of its waits and holds. What it does with its CPU, from OnCPU on, is told
// without gaps, but for those between the rounds of a pattern.
type Span struct {
	Task     int
	Doing    Doing
	From, To int64 // ns
	// CPU is where it was OnCPU.
	CPU int
	// Of is the operation, the index that it waits at, the entry that it holds
	// ("pte 0x7"), what it is asleep on ("key 0x7"), or why it is Away.
	Of string
}

// Doing is what a task does.
type Doing uint8

// What tasks do.
const (
	Operation Doing = iota
	Waiting         // for an entry
	Holding         // one
	OnCPU
	Runnable // or woken, and on the way
	Asleep   // until it is woken
	Away     // off the CPU for a time: think time, the journal, …
)

// Arrow is a wake.
type Arrow struct {
	At          int64 // ns
	From, Woken int   // tasks
	// Useless: the woken had to sleep again.
	Useless bool
}

// Between returns the part of t from one time to another.
func (t *Timeline) Between(from, to int64) *Timeline {
	part := *t
	part.From, part.To = max(from, t.From), min(to, t.To)
	part.Hung = t.Hung && part.To == t.To
	part.Spans, part.Arrows = nil, nil
	for _, s := range t.Spans {
		if s.From, s.To = max(s.From, part.From), min(s.To, part.To); s.From < s.To {
			part.Spans = append(part.Spans, s)
		}
	}
	for _, a := range t.Arrows {
		if part.From <= a.At && a.At <= part.To {
			part.Arrows = append(part.Arrows, a)
		}
	}
	return &part
}
