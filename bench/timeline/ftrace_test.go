package timeline_test

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"daxwait/bench/timeline"
	"daxwait/bench/trace"
)

// eventsOf reads a trace.
func eventsOf(t *testing.T, r *trace.Reader, err error) (all []trace.Event) {
	t.Helper()
	for err == nil {
		var e *trace.Event
		if e, err = r.Next(); err == nil {
			all = append(all, *e)
		}
	}
	if err != io.EOF {
		t.Fatal(err)
	}
	return all
}

// written writes a recording as ftrace text and reads that.
func written(t *testing.T, rec *timeline.Recorder) []trace.Event {
	t.Helper()
	var text bytes.Buffer
	if err := rec.WriteFtrace(&text); err != nil {
		t.Fatal(err)
	}
	r, err := trace.NewReader("it", &text)
	return eventsOf(t, r, err)
}

// TestFtraceIsAsCapturesAre: what holds of captures of a kernel holds of what is
// written.
func TestFtraceIsAsCapturesAre(t *testing.T) {
	for _, name := range trace.Samples {
		r, err := trace.OpenSample(name)
		newProse(t, name).read(eventsOf(t, r, err))
	}
	for name, rec := range cases(t) {
		if rec.Machine != "zero" { // where nobody needs a CPU
			newProse(t, name).read(written(t, rec))
		}
	}
}

// prose reads a trace as somebody who knows what may follow what.
type prose struct {
	t     *testing.T
	name  string
	on    map[int]int  // who runs on a CPU
	away  map[int]bool // left their CPU to sleep, and were not woken
	about map[int]bool // went to sleep on an entry, and did not leave yet
	woken map[int]bool // perhaps before they left
	said  map[int]string
	fault map[int]trace.Event
	words map[[2]uint64]trace.Word
	ends  int
}

func newProse(t *testing.T, name string) *prose {
	return &prose{t, name, map[int]int{}, map[int]bool{}, map[int]bool{}, map[int]bool{}, map[int]string{}, map[int]trace.Event{}, map[[2]uint64]trace.Word{}, 0}
}

func (p *prose) read(events []trace.Event) {
	for i := range events {
		switch e := &events[i]; e.Kind {
		case trace.SchedSwitch:
			p.switched(e)
		case trace.SchedWaking:
			p.woken[e.WokenPID] = true
			delete(p.away, e.WokenPID)
			delete(p.about, e.WokenPID)
		case trace.Other, trace.Lost:
		default:
			if runs, known := p.on[e.CPU]; known && runs != e.PID {
				p.odd(e, "%d runs there", runs)
			}
			p.does(e)
		}
	}
	if p.ends == 0 {
		p.t.Errorf("%s: no fault ends", p.name)
	}
}

func (p *prose) odd(e *trace.Event, format string, args ...any) {
	p.t.Helper()
	p.t.Errorf("%s, line %d: %v of %s: "+format, append([]any{p.name, e.Line, e.Kind, e.Comm}, args...)...)
}

// switched: who leaves a CPU was on it, and who comes to one was woken.
func (p *prose) switched(e *trace.Event) {
	if runs, known := p.on[e.CPU]; known && runs != e.PrevPID && strings.HasPrefix(e.Comm, "w0") {
		p.odd(e, "%d runs there", runs)
	}
	if p.away[e.NextPID] && strings.HasPrefix(e.NextComm, "w0") {
		p.odd(e, "%s comes though it was not woken", e.NextComm)
	}
	if p.about[e.PrevPID] && e.PrevState != "D" {
		p.odd(e, "went to sleep, and leaves in state %s", e.PrevState)
	}
	if e.PrevPID == 0 && e.PrevState != "R" {
		p.odd(e, "idle in state %s", e.PrevState)
	}
	delete(p.about, e.PrevPID)
	if e.PrevPID != 0 && e.PrevState[0] != 'R' && !p.woken[e.PrevPID] {
		p.away[e.PrevPID] = true
	}
	delete(p.woken, e.NextPID)
	p.on[e.CPU] = e.NextPID
}

// What a task does within a fault, a letter for each event, and in an
// invalidation and a write-back.
var (
	letters = map[trace.Kind]string{
		trace.PTEFault: "F", trace.PMDFault: "F", trace.Grab: "G", trace.GetEntry: "g", trace.Sleep: "s", trace.GetEntryRet: "r",
		trace.GrabRet: "R", trace.Insert: "I", trace.PTELoadHole: "h", trace.PMDLoadHole: "h", trace.Unlock: "U", trace.Wake: "W",
		trace.PTEFaultDone: "D", trace.PMDFaultDone: "D", trace.Invalidate: "V", trace.InvalidateRet: "v", trace.Flush: "f",
		trace.WritebackRange: "B", trace.WritebackRangeDone: "b", trace.WritebackOne: "1",
	}
	faults    = regexp.MustCompile(`^F(Ggs*rW?R(I?h?UW)?)?D$`)
	removals  = regexp.MustCompile(`^Vgs*rW*v$`)
	writeback = regexp.MustCompile(`^B(gr|f+W1)*b$`)
)

// does: events of a task follow each other as the kernel's code has them.
func (p *prose) does(e *trace.Event) {
	said := p.said[e.PID] + letters[e.Kind]
	p.said[e.PID] = said
	ends := func(as *regexp.Regexp) {
		if said[0] == as.String()[1] && !as.MatchString(said) {
			p.odd(e, "%s, want %v", said, as)
		}
		p.said[e.PID] = ""
	}
	switch e.Kind {
	case trace.Sleep:
		p.about[e.PID] = strings.Contains(said, "g")
	case trace.PTEFault, trace.PMDFault:
		p.said[e.PID], p.fault[e.PID] = "F", *e
	case trace.Invalidate:
		p.said[e.PID] = "V"
		delete(p.words, [2]uint64{e.Ino, e.Index})
		delete(p.words, [2]uint64{e.Ino, e.Index &^ 511})
	case trace.WritebackRange:
		p.said[e.PID] = "B"
	case trace.PTEFaultDone, trace.PMDFaultDone:
		p.ends++
		ends(faults)
	case trace.InvalidateRet:
		ends(removals)
	case trace.WritebackRangeDone:
		ends(writeback)
	case trace.Insert:
		f, known := p.fault[e.PID]
		if known && e.Index != f.Index && (f.Kind == trace.PTEFault || e.Index != f.Index&^511) {
			p.odd(e, "of %#x in a fault at %#x", e.Index, f.Index)
		}
	case trace.GrabRet, trace.Unlock:
		p.word(e)
	}
}

// word: who gets an entry gets it as it was left.
func (p *prose) word(e *trace.Event) {
	f, known := p.fault[e.PID]
	if !known || !e.Entry.Value() {
		return
	}
	at := [2]uint64{f.Ino, f.Index}
	if e.Entry.PMD() {
		at[1] &^= 511
	}
	if e.Entry.Locked() {
		p.odd(e, "of %v, which nobody is to see locked", e.Entry)
	}
	if was, had := p.words[at]; had && e.Kind == trace.GrabRet && was != e.Entry && !e.Entry.Empty() {
		p.odd(e, "of %v, which was left as %v", e.Entry, was)
	}
	if delete(p.words, at); e.Kind == trace.Unlock {
		p.words[at] = e.Entry
	}
}

// TestFtraceTellsOperationsApart: what an operation is shows in its events.
func TestFtraceTellsOperationsApart(t *testing.T) {
	for _, c := range []struct {
		pattern string
		want    string // events that are there, and with "no" those that are not
	}{
		{"pte-same", "read write no-sigbus no-trunc no-sync no-write-back"},
		{"pmd-cold", "trunc gone no-sync no-read"},
		{"inval-page", "sync gone kept write-back written-back skipped frame no-trunc"},
		{"holewr", "trunc sync gone"},
		{"trunc", "trunc gone sigbus no-sync"},
		{"zero", "hole known-hole"},
		{"page-lock", "busy no-trunc"},
	} {
		seen := map[string]bool{}
		last := map[int][2]trace.Kind{} // two events of each task
		for _, e := range written(t, recorded(t, c.pattern, "exclusive", "default", 6, 2, timeline.Limit)) {
			switch e.Kind {
			case trace.PTEFault, trace.PMDFault:
				seen[map[bool]string{true: "write", false: "read"}[e.Write]] = true
			case trace.PTEFaultDone, trace.PMDFaultDone:
				seen["sigbus"] = seen["sigbus"] || e.Result == "SIGBUS"
			case trace.Invalidate:
				seen[[]string{"sync", "trunc"}[e.Trunc]] = true
			case trace.InvalidateRet:
				seen[[]string{"kept", "gone"}[e.Ret]] = true
			case trace.PTELoadHole, trace.PMDLoadHole:
				seen["hole"] = true
			case trace.BusyRange:
				seen["busy"] = true
			case trace.WritebackRange:
				seen["write-back"] = true
			case trace.WritebackRangeDone:
				seen["written-back"] = true
			case trace.GetEntryRet: // write-back looks at what is locked, too
				b := last[e.PID]
				seen["skipped"] = seen["skipped"] || b[0] != trace.Grab && b[0] != trace.Invalidate && b[1] == trace.GetEntry && e.Entry == 0
				seen["known-hole"] = seen["known-hole"] || e.Entry.Zero()
			case trace.Wake: // of a removal, of what others have told
				seen["frame"] = seen["frame"] || e.Mode == 0 && e.Entry.PFN() != 0
			}
			last[e.PID] = [2]trace.Kind{last[e.PID][1], e.Kind}
		}
		for want := range strings.FieldsSeq(c.want) {
			what, not := strings.CutPrefix(want, "no-")
			if seen[what] == not {
				t.Errorf("%s: %s: %v", c.pattern, what, !not)
			}
		}
	}
}

// TestFaultEndsWithItsWake: the call of a wake is where the unlock before it
// ends, not where the first is woken; and the fault is over when the last is,
// not when the invalidate_lock has been given back, too.
func TestFaultEndsWithItsWake(t *testing.T) {
	for _, pattern := range []string{"pte-same", "punch"} {
		said, waits := map[int]int64{}, map[int]bool{} // when last; for an entry
		wakes := 0
		for _, e := range written(t, recorded(t, pattern, "perindex", "emulated-6.1-traced", 4, 2, timeline.Limit)) {
			last := said[e.PID]
			switch e.Kind {
			case trace.Sleep:
				waits[e.PID] = true
			case trace.Unlock:
				said[e.PID] = e.Time
			case trace.Wake:
				if said[e.PID] = e.Time; e.Time != last && pattern == "pte-same" {
					t.Errorf("%s, line %d: the wake is at %d ns, the unlock was at %d", pattern, e.Line, e.Time, last)
				}
			case trace.SchedWaking:
				if waits[e.WokenPID] {
					wakes++
					said[e.PID] = e.Time
				}
				delete(waits, e.WokenPID)
			case trace.PTEFaultDone:
				if e.Time != last && e.Result == "NOPAGE" {
					t.Errorf("%s, line %d: the fault ends at %d ns, its wake at %d", pattern, e.Line, e.Time, last)
				}
			}
		}
		if wakes == 0 {
			t.Errorf("%s: no wakes", pattern)
		}
	}
}
