package timeline_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/bench"
	"daxwait/bench/pattern"
	"daxwait/bench/profile"
	"daxwait/bench/timeline"
	"daxwait/results"
	"daxwait/strategies"
)

// recorded runs a case and returns what was recorded.
func recorded(t *testing.T, patternName, strategy, machine string, tasks, cpus, limit int) *timeline.Recorder {
	t.Helper()
	p, err := pattern.Find(patternName)
	if err != nil {
		t.Fatal(err)
	}
	s, err := strategies.Find(strategy)
	if err != nil {
		t.Fatal(err)
	}
	m, err := profile.Find(machine)
	if err != nil {
		t.Fatal(err)
	}
	rec := timeline.New(timeline.About{
		Pattern: p[0].Name, Strategy: strategy, Machine: machine, Tasks: tasks, CPUs: cmp.Or(cpus, tasks), Files: p[0].Files, Seed: 1,
	}, limit)
	c := bench.Case{
		Pattern: p[0], Strategy: s[0], Tasks: tasks, Seed: 1,
		Sim: &bench.Sim{CPUs: cpus, Profile: &m.Profile, Slice: 50e3}, Timeline: rec,
	}
	found := c.Simulate(t.Context(), 1, 2*time.Millisecond)
	if n := found.Samples[0].Ops; int64(rec.Operations()) != n && !rec.Full() && !rec.EndsInHang() {
		t.Errorf("%s: %d operations of a window of %d", patternName, rec.Operations(), n)
	}
	return rec
}

// cases are recordings that between them have all there is.
func cases(t *testing.T) map[string]*timeline.Recorder {
	return map[string]*timeline.Recorder{
		"a herd":              recorded(t, "pte-same", "perindex", "default", 4, 2, timeline.Limit),
		"PMDs, preemption":    recorded(t, "mixed-pmd-run", "exclusive", "emulated-6.1-traced", 6, 1, timeline.Limit),
		"a hang":              recorded(t, "inval-rounds", "linux-5.12", "default", 8, 2, timeline.Limit),
		"write-back":          recorded(t, "inval-page", "linux-6.16", "default", 6, 0, timeline.Limit),
		"semaphores":          recorded(t, "punch", "handoff", "default", 5, 2, timeline.Limit),
		"many files, buckets": recorded(t, "files", "merged", "default", 8, 2, timeline.Limit),
		"downgrades":          recorded(t, "zero", "mergednext", "default", 6, 2, timeline.Limit),
		"no costs":            recorded(t, "zero", "exclusive", "zero", 4, 2, timeline.Limit),
		"cut short":           recorded(t, "pmd-same", "perindex", "default", 8, 2, 5000),
	}
}

// chromeEvent is an event as viewers read it.
type chromeEvent struct {
	Name, Cat, Ph, BP string
	TS, Dur           json.Number
	PID, TID, ID      int
	Args              map[string]any
}

// ns makes nanoseconds of microseconds with three decimals.
func ns(t *testing.T, n json.Number) int64 {
	t.Helper()
	whole, frac, dot := strings.Cut(n.String(), ".")
	v, err := json.Number(whole + frac).Int64()
	if n != "" && (err != nil || !dot || len(frac) != 3) {
		t.Fatalf("%q: want microseconds with three decimals", n)
	}
	return v
}

// slice is one on a track.
type slice struct {
	name     string
	from, to int64
}

// TestChromeKeepsToTheFormat: every event of a trace is as the Trace Event
// Format has it, and as viewers take it that read it once from the front.
func TestChromeKeepsToTheFormat(t *testing.T) {
	for name, rec := range cases(t) {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := rec.WriteChrome(&b); err != nil {
				t.Fatal(err)
			}
			var file struct {
				DisplayTimeUnit string
				OtherData       map[string]any
				TraceEvents     []chromeEvent
			}
			d := json.NewDecoder(&b)
			d.DisallowUnknownFields()
			if err := d.Decode(&file); err != nil {
				t.Fatal(err)
			}
			if file.DisplayTimeUnit != "ns" || file.OtherData["pattern"] != rec.Pattern {
				t.Errorf("the file is of %v in %q", file.OtherData, file.DisplayTimeUnit)
			}
			v := viewer{t: t, names: map[int]string{}, sorted: map[int]bool{}, open: map[int][]slice{}, began: map[int]int64{}, from: map[int]string{}, arrows: map[int][2]string{}}
			for _, e := range file.TraceEvents {
				v.take(e)
			}
			v.end(rec.Timeline())
		})
	}
}

// viewer keeps, as Perfetto does, a stack of slices for each track, of which the
// topmost is the one to which arrows are bound.
type viewer struct {
	t      *testing.T
	names  map[int]string // of tracks
	sorted map[int]bool
	last   int64
	open   map[int][]slice
	began  map[int]int64 // arrows, by number
	from   map[int]string
	slices int
	arrows map[int][2]string // by number: from and to which track
}

func (v *viewer) take(e chromeEvent) {
	v.t.Helper()
	now := ns(v.t, e.TS)
	if e.Ph == "M" {
		v.meta(e)
		return
	}
	if now < v.last {
		v.t.Errorf("%s at %d ns, after %d", e.Name, now, v.last)
	}
	v.last = now
	if v.names[e.TID] == "" || v.names[e.PID] == "" || !v.sorted[e.TID] || e.Name == "" || e.Cat == "" {
		v.t.Errorf("no name or place for %+v", e)
	}
	stack := v.open[e.TID]
	switch e.Ph {
	case "X":
		s := slice{e.Name, now, now + ns(v.t, e.Dur)}
		if s.to <= s.from {
			v.t.Errorf("%+v takes no time", e)
		}
		for len(stack) > 0 && stack[len(stack)-1].to <= s.from {
			stack = stack[:len(stack)-1]
		}
		if n := len(stack); n > 0 && stack[n-1].to < s.to {
			v.t.Errorf("on %s %v overlaps %v", v.names[e.TID], s, stack[n-1])
		}
		v.open[e.TID] = append(stack, s)
		v.slices++
	case "s", "f":
		if len(stack) == 0 {
			v.t.Fatalf("no slice for %+v", e)
		}
		top := stack[len(stack)-1]
		if now < top.from || now > top.to {
			v.t.Errorf("%+v is bound to %v", e, top)
		}
		v.arrow(e, top, now)
	default:
		v.t.Errorf("unknown phase of %+v", e)
	}
}

// arrow checks an end of one: it leaves a slice where that ends, unless nobody
// saw the task do anything meanwhile, and comes to one that begins.
func (v *viewer) arrow(e chromeEvent, top slice, now int64) {
	began, open := v.began[e.ID]
	switch {
	case e.ID == 0:
		v.t.Errorf("no id: %+v", e)
	case e.Ph == "s" && open:
		v.t.Errorf("two arrows have number %d", e.ID)
	case e.Ph == "s":
		v.from[e.ID] = v.names[e.TID]
		if v.began[e.ID] = now; top.to != now {
			v.t.Errorf("%+v leaves %v", e, top)
		}
	case !open || began != now || e.BP != "e":
		v.t.Errorf("%+v does not end what began at %d", e, began)
	default:
		if v.arrows[e.ID] = [2]string{v.from[e.ID], v.names[e.TID]}; top.from != now && top.to != now {
			v.t.Errorf("%+v comes to %v", e, top)
		}
	}
}

func (v *viewer) meta(e chromeEvent) {
	id := cmp.Or(e.TID, e.PID)
	switch e.Name {
	case "process_name", "thread_name":
		if v.names[id] != "" {
			v.t.Errorf("%d has two names", id)
		}
		v.names[id], _ = e.Args["name"].(string)
	case "process_sort_index", "thread_sort_index":
		_, v.sorted[id] = e.Args["sort_index"].(float64)
	default:
		v.t.Errorf("unknown metadata %+v", e)
	}
}

// end compares all with the timeline.
func (v *viewer) end(l *results.Timeline) {
	if v.slices < len(l.Spans) || len(v.began) != len(l.Arrows) {
		v.t.Errorf("%d slices of %d spans, %d of %d arrows", v.slices, len(l.Spans), len(v.began), len(l.Arrows))
	}
	for i, a := range l.Arrows {
		if got, want := v.arrows[i+1], [2]string{l.Tasks[a.From], l.Tasks[a.Woken]}; got != want || v.began[i+1] != a.At {
			v.t.Errorf("arrow from and to %q at %d ns, want %q at %d", got, v.began[i+1], want, a.At)
		}
	}
	if len(v.names) != len(l.Tasks)+l.CPUs+2 {
		v.t.Errorf("names of %d tracks and processes: %v", len(v.names), v.names)
	}
}

// TestSpansArePossible: a task does one thing at a time with its CPU, and a CPU
// has one task; operations contain holds and waits; arrows wake who sleeps.
func TestSpansArePossible(t *testing.T) {
	for name, rec := range cases(t) {
		t.Run(name, func(t *testing.T) {
			l := rec.Timeline()
			var last [2]map[int]results.Span // by task, by CPU
			last[0], last[1] = map[int]results.Span{}, map[int]results.Span{}
			outer := map[int]results.Span{}
			spans := slices.SortedStableFunc(slices.Values(l.Spans), func(a, b results.Span) int {
				return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Doing, b.Doing))
			})
			apart := func(on, id int, s results.Span) {
				if before := last[on][id]; before.To > s.From {
					t.Errorf("%+v and %+v", before, s)
				}
				last[on][id] = s
			}
			for _, s := range spans {
				switch s.Doing {
				case results.Operation:
					outer[s.Task] = s
				case results.Waiting, results.Holding:
					if o := outer[s.Task]; s.From < o.From || s.To > o.To {
						t.Errorf("%+v outside of %+v", s, o)
					}
				case results.OnCPU:
					apart(1, s.CPU, s)
					fallthrough
				default:
					apart(0, s.Task, s)
				}
			}
			holds := 0
			for _, s := range spans {
				if s.Of == "hold-sleep" && s.To < l.To {
					if holds++; s.To-s.From != 10_000 {
						t.Errorf("%+v, want 10 us as the pattern has it", s)
					}
				}
			}
			if rec.Pattern == "pte-same" && holds == 0 {
				t.Error("nobody holds anything")
			}
			if len(spans) < 10 {
				t.Errorf("%d spans", len(spans))
			}
			asleep := func(task int, at int64) bool {
				return slices.ContainsFunc(l.Spans, func(s results.Span) bool {
					return s.Task == task && s.Doing == results.Asleep && s.To == at
				})
			}
			for _, a := range l.Arrows[:min(200, len(l.Arrows))] {
				if rec.Machine != "zero" && !asleep(a.Woken, a.At) {
					t.Errorf("%+v wakes who does not sleep", a)
				}
			}
		})
	}
}

// TestHangShows: at the end of a hang somebody sleeps, and no arrow comes.
func TestHangShows(t *testing.T) {
	rec := recorded(t, "inval-rounds", "linux-5.12", "default", 4, 2, timeline.Limit)
	l := rec.Timeline()
	if !rec.EndsInHang() || !l.Hung || l.To <= int64(rec.Length()) {
		t.Fatalf("hung: %v, %v; shown until %d, ended at %d", rec.EndsInHang(), l.Hung, l.To, rec.Length())
	}
	asleep := 0
	for _, s := range l.Spans {
		if s.To == l.To {
			if s.Doing == results.Asleep {
				asleep++
			} else if s.Doing > results.Holding {
				t.Errorf("%+v at the end", s)
			}
		}
	}
	if asleep == 0 {
		t.Error("nobody sleeps at the end")
	}
}

// TestLimit: a recording ends at its limit, and says so.
func TestLimit(t *testing.T) {
	rec := recorded(t, "pte-same", "exclusive", "default", 4, 2, 100)
	if !rec.Full() || rec.Length() <= 0 || rec.Length() >= 2*time.Millisecond {
		t.Errorf("full %v after %v", rec.Full(), rec.Length())
	}
	if whole := recorded(t, "pte-same", "exclusive", "default", 4, 2, timeline.Limit); whole.Full() || whole.Length() < 2*time.Millisecond {
		t.Errorf("full %v after %v", whole.Full(), whole.Length())
	}
}
