package trace

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func replay(t testing.TB, in string, maxOps int) *Workload {
	t.Helper()
	r, err := NewReader("dir/x.trace", strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	w, err := Replay(r, maxOps)
	if err != nil {
		t.Fatal(err)
	}
	checkWorkload(t, w, maxOps)
	return w
}

// TestWorkers: who is a worker, how many operations are kept, and that the
// rest is counted.
func TestWorkers(t *testing.T) {
	fault := func(name string) string {
		return strings.ReplaceAll(text(events.Replace("1 0 1.0 <pte>\n1 0 1.1 </pte>\n")), "  task-1 ", "  "+name+" ")
	}
	for _, test := range []struct {
		name, in string
		workers  []string
		ops      []int
		dropped  int
		foreign  int
	}{
		{"any task with a fault", fault("b-2") + fault("a-10") + fault("b-2") + events.Replace(text("5 0 1.0 <wb>\n5 0 1.1 </wb>\n")), []string{"b", "a"}, []int{2, 1}, 0, 1},
		{"only workers where there are any", fault("b-2") + fault("w1-3") + fault("w07-9") + fault("b-2"), []string{"w07"}, []int{1}, 0, 3},
		{"a name that changes", fault("shell-2") + fault("w00-x-2"), []string{"w00-x"}, []int{2}, 0, 0},
		{"a forgotten name", fault("<...>-2") + fault("w00-x-2"), []string{"w00-x"}, []int{2}, 0, 0},
		{"more than are kept", strings.Repeat(fault("w00-x-2"), 5) + fault("w01-x-1"), []string{"w01-x", "w00-x"}, []int{1, 3}, 2, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := strings.ReplaceAll(test.in, "w1-3", "w1x-3")
			in = strings.ReplaceAll(in, "w07-9", "w07-x-9")
			w := replay(t, in, 3)
			var names []string
			var ops []int
			for _, worker := range w.Workers {
				names = append(names, strings.TrimSuffix(strings.Replace(worker.Name, "w07-x", "w07", 1), "?"))
				ops = append(ops, len(worker.Ops))
			}
			if !reflect.DeepEqual(names, test.workers) || !reflect.DeepEqual(ops, test.ops) || w.Dropped != test.dropped || w.Foreign != test.foreign {
				t.Errorf("%v %v dropped %d foreign %d", names, ops, w.Dropped, w.Foreign)
			}
		})
	}
}

// TestTaskEnds: a task number that is used again is another worker, and what
// the first one had in flight is void.
func TestTaskEnds(t *testing.T) {
	w := replay(t, strings.ReplaceAll(text(events.Replace(`
1 0 1.0 <pte>
1 0 1.1 </pte>
1 0 1.2 <pte>
1 0 1.3 off:Z/9
1 0 1.4 </pte>
1 0 1.5 <pte>
1 0 1.6 </pte>`)), "  task-1 ", "  w00-x-1 "), 10)
	if len(w.Workers) != 2 || len(w.Workers[0].Ops) != 1 || len(w.Workers[1].Ops) != 1 || w.Workers[1].Ops[0].ThinkNS != 0 ||
		w.Workers[0].Ops[0].StartNS != 0 || w.Warnings.Count(NoPartner) != 2 {
		t.Errorf("%+v\n%v", *w, w.Warnings)
	}
}

// TestManyFiles: operations on the files beyond the bound are left out.
func TestManyFiles(t *testing.T) {
	var b strings.Builder
	for i := range maxFiles + 5 {
		for _, e := range [...]string{"", "_ret"} {
			b.WriteString("  w00-x-1 [000] ..... 1.000000: invalidate" + e + ": ino=" + decimalText(i) + " index=1 trunc=0 ret=1\n")
		}
	}
	w := replay(t, b.String(), 2*maxFiles)
	if w.Files != maxFiles || len(w.Workers[0].Ops) != maxFiles || w.Warnings.Count(TooManyFiles) != 5 {
		t.Errorf("%d files, %d operations, %v", w.Files, len(w.Workers[0].Ops), w.Warnings)
	}
}

// TestReplayAgrees: what a workload has adds up to the summary of the same
// file, on all files that are here.
func TestReplayAgrees(t *testing.T) {
	paths, _ := filepath.Glob("testdata/*.gz")
	full, _ := filepath.Glob(filepath.Join(captures, "*.trace.gz"))
	for _, path := range append(paths, full...) {
		s := summaryOf(t, path)
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewReader(path, f)
		if err != nil {
			t.Fatal(err)
		}
		w, err := Replay(r, 0)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		checkWorkload(t, w, defaultOps)
		var faults, fellBack, entries, waits, invalidated int64
		for _, worker := range w.Workers {
			for _, op := range worker.Ops {
				if op.Open { // the summary is of what has both ends
					continue
				}
				switch op.Kind {
				case OpPTEFault, OpPMDFault:
					faults++
					if op.FellBack {
						fellBack++
					}
					entries += int64(op.Entries)
				case OpInvalidate:
					invalidated++
				}
				if op.WaitNS > 0 {
					waits++
				}
			}
		}
		// The rest is of the task that set up the file, or in flight at an end
		// of an excerpt.
		slack := int64(w.Foreign) + s.Warnings.Count(NoPartner)
		for _, c := range []struct {
			what      string
			got, want int64
		}{{"faults", faults, s.Fault.N}, {"fallbacks", fellBack, s.Fallback}, {"holds", entries, s.Hold.N}, {"waits", waits, s.Waits}} {
			if c.got > c.want || c.got < c.want-slack {
				t.Errorf("%s: %s: %d in the workload, %d in the summary, %d of others", path, c.what, c.got, c.want, slack)
			}
		}
		if invalidated > s.Invalidate || w.Seconds != s.Seconds {
			t.Errorf("%s: %d invalidations of %d; %g s, not %g", path, invalidated, s.Invalidate, w.Seconds, s.Seconds)
		}
	}
}
