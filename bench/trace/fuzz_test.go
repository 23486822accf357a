package trace

import (
	"bytes"
	"errors"
	"io"
	"os"
	"reflect"
	"testing"
)

// FuzzReader: whatever the bytes, reading ends, nothing panics, a summary
// and a workload come out, and their numbers fit together.
func FuzzReader(f *testing.F) {
	f.Add([]byte(goodLine))
	f.Add(zipped(f, goodLine))
	f.Add([]byte("CPU:0 [LOST 1 EVENTS]\n" + goodLine + goodLine[:50]))
	for _, name := range []string{"inval-n8.trace.gz", "zero-n4.trace.gz", "inval-n8.report.gz", "inval-n8.report-R.gz"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		if r, err := NewReader(name, bytes.NewReader(data)); err == nil {
			text, err := io.ReadAll(r.in)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text[:3000])
			f.Add(text[len(text)/2 : len(text)/2+3000])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader("f", bytes.NewReader(data))
		if err != nil {
			checkError(t, err)
			return
		}
		s, err := Summarize(r)
		checkError(t, err)
		if s.Faults != s.PTE+s.PMD || s.Sleeps != s.Waits+s.Resleeps || s.Waits > s.Get || s.WakesHit > s.Woken ||
			s.WakesHit > s.Wakes || s.StillAsleep > s.MaxQ || s.StillAsleep < 0 || s.Seconds < 0 ||
			s.Wait.N > s.Waits || s.Run.N > s.Sleeps || s.Fault.N > s.Faults {
			t.Errorf("%+v", *s)
		}
		for _, q := range [...]Quantiles{s.Hold, s.Wait, s.Run, s.Fault} {
			if q.P50 > q.P90 || q.P90 > q.P99 || q.P99 > roundUnit(q.Max) || q.P50 < 0 {
				t.Errorf("%+v", q)
			}
		}
		if err := s.WriteCSV(io.Discard); err != nil {
			t.Error(err)
		}
		var twice [2]*Workload
		for i := range twice {
			r, err := NewReader("f", bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			twice[i], err = Replay(r, 5)
			checkError(t, err)
		}
		checkWorkload(t, twice[0], 5)
		if !reflect.DeepEqual(twice[0], twice[1]) {
			t.Error("two readings differ")
		}
	})
}

func checkError(t *testing.T, err error) {
	t.Helper()
	var syntax *SyntaxError
	if err != nil && (!errors.As(err, &syntax) || syntax.Line < 1 || syntax.Reason == "") {
		t.Errorf("error %v", err)
	}
}

// checkWorkload has what is true of each workload.
func checkWorkload(t testing.TB, w *Workload, maxOps int) {
	t.Helper()
	if w.Seconds < 0 || w.Dropped < 0 || w.Foreign < 0 {
		t.Errorf("%+v", *w)
	}
	files := make([]bool, w.Files)
	for i, worker := range w.Workers {
		if i > 0 && worker.PID < w.Workers[i-1].PID || len(worker.Ops) > maxOps {
			t.Errorf("worker %d: pid %d, %d operations", i, worker.PID, len(worker.Ops))
		}
		for _, op := range worker.Ops {
			files[op.File] = true
			if op.Kind >= numOps || op.StartNS < 0 || op.ThinkNS < 0 || op.IdleNS < 0 || op.OwnNS < 0 || op.HoldNS < 0 || op.WaitNS < 0 ||
				op.Entries == 0 && (op.HoldNS != 0 || op.HoldSleeps) || op.Kind != OpWriteback && op.End < op.Index {
				t.Fatalf("worker %d: %+v", i, op)
			}
		}
	}
	for n, used := range files {
		if !used {
			t.Errorf("file %d is not used", n)
		}
	}
}
