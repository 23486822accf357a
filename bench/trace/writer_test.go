package trace

import (
	"bytes"
	"io"
	"testing"
)

// eventsOf reads all of a trace. What is not written is left out of them: lines
// that are of no use here, and where the trace had them.
func eventsOf(t *testing.T, r *Reader) (all []Event) {
	t.Helper()
	for {
		e, err := r.Next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind != Other {
			kept := *e
			kept.Line = 0
			all = append(all, kept)
		}
	}
}

// TestWriterGivesBack: real captures, and one event of each kind, are read as
// they were written.
func TestWriterGivesBack(t *testing.T) {
	for _, name := range Samples {
		r, err := OpenSample(name)
		if err != nil {
			t.Fatal(err)
		}
		givesBack(t, name, eventsOf(t, r))
	}
	var one []Event
	for k := Lost; k < numKinds; k++ {
		e := Event{Time: 86400e9 + int64(k)*1e3, CPU: 3, PID: 7, Comm: "w00 [a]-b", Kind: k}
		switch k {
		case Lost:
			e = Event{CPU: 3, Kind: k, Lost: 9}
		case SchedSwitch:
			e.PrevPID, e.PrevState, e.NextPID, e.NextComm = 7, "R+", 0, "swapper/3"
		case SchedWaking, SchedWakeup:
			e.WokenPID, e.TargetCPU, e.Targeted = 5, 12, true
		case Grab, GetEntry:
			e.Ino, e.Index, e.Order = 0xc, 1<<40, 9
		case GrabRet, GetEntryRet:
			e.Entry = FallbackWord
		case Insert, Unlock:
			e.Ino, e.Index, e.Entry = 0xc, 7, 0x21040e1
		case Wake:
			e.Ino, e.Index, e.Entry, e.Mode = 0xc, 7, 0x21040e1, 1
		case Invalidate:
			e.Ino, e.Index, e.Trunc = 0xc, 7, 1
		case InvalidateRet:
			e.Ret = 1
		case BusyRange:
			e.Ino, e.Index, e.End = 0xc, 0, 1<<63-1
		case Flush:
			e.Size = 4096
		case PTEFault, PMDFault:
			e.Ino, e.Index, e.Write = 0xc, 0x207, true
		case PTEFaultDone:
			e.Ino, e.Index, e.Result = 0xc, 0x207, "MAJOR|NOPAGE"
		case PMDFaultDone:
			e.Ino, e.Index, e.Result, e.FallBack = 0xc, 0x207, "FALLBACK", true
		case PTELoadHole, PMDLoadHole:
			e.Ino = 0xc
		case WritebackRange, WritebackRangeDone:
			e.Ino, e.Index, e.End = 0xc, 2, 0x7ffffffffffff
		case WritebackOne:
			e.Ino, e.Index, e.Pages = 0xc, 2, 512
		}
		if k >= PTEFault && k <= WritebackOne {
			e.Dev = 259<<minorBits | 3
		}
		one = append(one, e)
	}
	givesBack(t, "one of each", one)
}

func givesBack(t *testing.T, name string, want []Event) {
	t.Helper()
	var text bytes.Buffer
	w := NewWriter(&text)
	for i := range want {
		w.Write(&want[i])
	}
	w.Write(&Event{Kind: Other})
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(name, &text)
	if err != nil {
		t.Fatal(err)
	}
	got := eventsOf(t, r)
	if len(got) != len(want) {
		t.Fatalf("%s: %d events, want %d", name, len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s, event %d:\n got %+v\nwant %+v", name, i, got[i], want[i])
		}
	}
	if n := r.Warnings().Count(MalformedLine) + r.Warnings().Count(CutLine); n != 0 {
		t.Errorf("%s: %v", name, r.Warnings())
	}
}

// TestWriterRoundsAsFtrace: to the nearest microsecond.
func TestWriterRoundsAsFtrace(t *testing.T) {
	for ns, want := range map[int64]int64{0: 0, 499: 0, 500: 1000, 1499: 1000, 999_999_500: 1_000_000_000} {
		var text bytes.Buffer
		w := NewWriter(&text)
		w.Write(&Event{Time: ns, Comm: "a", Kind: Flush})
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		r, err := NewReader("a", &text)
		if err != nil {
			t.Fatal(err)
		}
		if got := eventsOf(t, r); got[0].Time != want {
			t.Errorf("%d ns is written as %d, want %d", ns, got[0].Time, want)
		}
	}
}
