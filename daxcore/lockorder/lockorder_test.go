package lockorder_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/task"
)

// inner is a task that writes down what reaches it.
type inner struct {
	task.Task
	id  int
	got []string
}

func (i *inner) ID() int                       { return i.id }
func (i *inner) Lock(*task.Spin)               { i.got = append(i.got, "lock") }
func (i *inner) Unlock(*task.Spin)             { i.got = append(i.got, "unlock") }
func (i *inner) At(l task.Label, a, b uint64)  { i.got = append(i.got, fmt.Sprint("at ", l, a, b)) }
func (i *inner) Observe(e task.Event)          { i.got = append(i.got, e.Kind.String()) }
func (i *inner) Yield(task.Label)              { i.got = append(i.got, "yield") }
func (i *inner) Spend(task.Cost, int64)        { i.got = append(i.got, "spend") }
func (i *inner) Wake(int)                      { i.got = append(i.got, "wake") }
func (i *inner) Park() bool                    { i.got = append(i.got, "park"); return true }
func (i *inner) Decide(task.Choice) (yes bool) { return true }
func (i *inner) Now() int64                    { return 7 }
func (i *inner) StartTimer(*task.Timer)        { i.got = append(i.got, "start timer") }

func (i *inner) Elapsed(*task.Timer, time.Duration) bool { return true }

// stepped is one that can wait for another's end.
type stepped struct{ inner }

func (s *stepped) Until(id int) { s.got = append(s.got, fmt.Sprint("until ", id)) }

var spins = map[string]*task.Spin{"pt": {Order: task.PageTable}, "xa": {Order: task.XALock}, "bucket": {Order: task.Bucket}, "none": {}}

var classes = map[string]task.LockClass{"mmap": task.MmapLock, "file": task.InvalidateLock, "handle": task.Handle, "page": task.PageLock, "immap": task.IMmap}

// do has a task take, drop and try locks, as words say: "+xa" takes a spinlock
// or the entry lock, "+file" a semaphore, "~file" for shared use, "?file" tries
// it, "-" gives back; "wait" meets a locked entry, "gone" finds none after that.
func do(t task.Task, words string) {
	for _, word := range strings.Fields(words) {
		name := word[1:]
		c := classes[name]
		switch s := spins[name]; {
		case s != nil && word[0] == '+':
			t.Lock(s)
		case s != nil:
			t.Unlock(s)
		case word == "+entry":
			t.Observe(task.Event{Kind: task.Locked})
		case word == "-entry":
			t.Observe(task.Event{Kind: task.Unlocked})
		case word == "wait":
			t.Observe(task.Event{Kind: task.WaitBegin})
		case word == "gone":
			t.Observe(task.Event{Kind: task.WaitEnd})
		case word[0] == '+', word[0] == '~':
			t.Observe(task.Event{Kind: task.Acquiring, N: int(c), All: word[0] == '~'})
			t.Observe(task.Event{Kind: task.Acquired, N: int(c), All: word[0] == '~'})
		case word[0] == '!': // wants it, and does not get it
			t.Observe(task.Event{Kind: task.Acquiring, N: int(c)})
		case word[0] == '?':
			t.Observe(task.Event{Kind: task.Acquired, N: int(c)})
		case word[0] == '-':
			t.Observe(task.Event{Kind: task.Dropped, N: int(c)})
		}
	}
}

// graph is what operations show, each from its start.
func graph(operations ...string) *lockorder.Graph {
	var r lockorder.Recorder
	for i, words := range operations {
		do(lockorder.Watch(&inner{id: i}, &r).Begin(0, words), words)
	}
	return &r.Graph
}

// list writes the edges.
func list(g *lockorder.Graph) string {
	var words []string
	for _, e := range g.Edges() {
		words = append(words, fmt.Sprintf("%v > %v", e.Outer, e.Inner))
	}
	return strings.Join(words, "; ")
}

func TestEdges(t *testing.T) {
	for words, want := range map[string]string{
		"":                                    "",
		"+xa -xa +bucket -bucket":             "",
		"+xa +bucket":                         "xa_lock > bucket lock",
		"+xa +none +bucket":                   "xa_lock > bucket lock",
		"+xa -none +bucket":                   "xa_lock > bucket lock",
		"+file -file +xa":                     "",
		"+file +xa -xa +pt":                   "invalidate_lock > page-table lock; invalidate_lock > xa_lock",
		"~file +xa":                           "invalidate_lock > xa_lock",
		"+mmap +file -mmap +xa":               "mmap_lock > invalidate_lock; invalidate_lock > xa_lock",
		"+mmap ~file +immap -file +xa":        "mmap_lock > invalidate_lock; mmap_lock > i_mmap_rwsem; mmap_lock > xa_lock; invalidate_lock > i_mmap_rwsem; i_mmap_rwsem > xa_lock",
		"+xa +entry -xa +pt":                  "entry lock > page-table lock",
		"+xa +entry +bucket":                  "entry lock > bucket lock; xa_lock > bucket lock",
		"+file +xa wait -xa":                  "invalidate_lock > entry lock; invalidate_lock > xa_lock",
		"+xa +entry -xa +xa -entry -xa +page": "entry lock > xa_lock",
		"+xa wait gone -xa +page":             "",
		"+entry !file":                        "entry lock > invalidate_lock",
		"+entry ?file +xa":                    "invalidate_lock > xa_lock; entry lock > xa_lock",
		"+entry +entry":                       "entry lock > entry lock",
		"+entry wait":                         "entry lock > entry lock",
		"+file +file -file +xa":               "invalidate_lock > invalidate_lock; invalidate_lock > xa_lock",
		"+xa +file":                           "xa_lock > invalidate_lock",
		"-entry -file -xa +xa":                "",
	} {
		if got := list(graph(words)); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// TestAnOperationBeginsWithNothing, whatever became of the last: it may have
// been released from a hang.
func TestAnOperationBeginsWithNothing(t *testing.T) {
	var r lockorder.Recorder
	w := lockorder.Watch(&inner{}, &r)
	do(w.Begin(0, "one"), "+mmap +xa !file")
	do(w.Begin(1, "two"), "+page +xa")
	if got := list(&r.Graph); got != "mmap_lock > invalidate_lock; mmap_lock > xa_lock; page lock > xa_lock; xa_lock > invalidate_lock" {
		t.Error(got)
	}
	if c := w.Chain(); c.String() != "page lock > xa_lock: task 0, two, at start" {
		t.Error(c)
	}
}

// TestChains: of all that showed an edge, the simplest is kept, and it says who
// it was.
func TestChains(t *testing.T) {
	var r lockorder.Recorder
	w := lockorder.Watch(&inner{id: 300}, &r)
	as := w.Begin(70000, "a fault")
	do(as, "~mmap +file")
	as.At(task.Inserting, 1, 2)
	do(as, "+xa")
	e, ok := r.Graph.Edge(task.InvalidateLock, task.XALock)
	if want := "mmap_lock (shared) > invalidate_lock > xa_lock: task 300, a fault, at inserting"; !ok || e.Chain.String() != want || e.Outer != task.InvalidateLock || e.Inner != task.XALock {
		t.Errorf("%v, want %s", e, want)
	}
	do(lockorder.Watch(&inner{id: 301}, &r).Begin(1, "another"), "+mmap +page +file +xa")
	if e2, _ := r.Graph.Edge(task.InvalidateLock, task.XALock); !reflect.DeepEqual(e, e2) {
		t.Errorf("%v took the place of %v", e2.Chain, e.Chain)
	}
	do(lockorder.Watch(&inner{id: 302}, &r).Begin(1, ""), "+file +xa")
	if e, _ := r.Graph.Edge(task.InvalidateLock, task.XALock); e.Chain.String() != "invalidate_lock > xa_lock: task 302, at start" {
		t.Error(e.Chain)
	}
	w.Begin(0, "")
	if c := w.Chain(); c.Locks() != "" || c.Wants.Class != task.NoClass {
		t.Errorf("at its start it has %q", c.Locks())
	}
	do(w, "+xa wait gone -xa")
	if c := w.Chain(); c.Wants.Class != task.NoClass {
		t.Errorf("behind a wait it wants %v", c.Wants)
	}
	do(w, "+entry !file")
	if c := w.Chain(); c.Locks() != "entry lock > invalidate_lock" || c.Wants.Class != task.InvalidateLock || len(c.Held) != 1 {
		t.Errorf("it waits as %q", c.Locks())
	}
}

// TestDeepChainsKeepWhatIsInnermost: nobody nests that deep.
func TestDeepChainsKeepWhatIsInnermost(t *testing.T) {
	g := graph(strings.Repeat("+page ", 20) + "+xa")
	e, _ := g.Edge(task.PageLock, task.XALock)
	if n := len(e.Chain.Held); n != 12 {
		t.Errorf("%d locks held", n)
	}
}

// TestMergeDoesNotMindTheOrder in which graphs come, nor how work was shared.
func TestMergeDoesNotMindTheOrder(t *testing.T) {
	parts := []string{"+mmap +file +xa", "+file +xa", "+entry +file", "~file +xa +bucket", "+file +immap", "+entry !page"}
	whole := graph(parts...)
	for first := range parts {
		var g lockorder.Graph
		for n := range parts {
			var r lockorder.Recorder
			i := (first + n) % len(parts)
			do(lockorder.Watch(&inner{id: i}, &r).Begin(0, parts[i]), parts[i])
			g.Merge(&r.Graph)
		}
		if !reflect.DeepEqual(&g, whole) {
			t.Errorf("from %d on: %s, at once %s", first, list(&g), list(whole))
		}
	}
}

func TestPausedShowsNothing(t *testing.T) {
	r := lockorder.Recorder{Paused: true}
	w := lockorder.Watch(&inner{}, &r)
	as := w.Begin(0, "")
	do(as, "+file +entry ?page")
	if list(&r.Graph) != "" || r.Graph.Seen(task.InvalidateLock) || r.Graph.Seen(task.PageLock) {
		t.Errorf("%s", list(&r.Graph))
	}
	r.Paused = false
	do(as, "+xa")
	if got := list(&r.Graph); got != "invalidate_lock > xa_lock; page lock > xa_lock; entry lock > xa_lock" {
		t.Errorf("what was taken meanwhile is not held: %s", got)
	}
}

// TestAllReachesTheTaskInside, and what it has beside the port.
func TestAllReachesTheTaskInside(t *testing.T) {
	var r lockorder.Recorder
	in := &stepped{inner{id: 3}}
	as := lockorder.Watch(in, &r).Begin(0, "")
	do(as, "+xa -xa +file")
	as.At(task.GetLoop, 4, 5)
	as.Yield(0)
	as.Spend(0, 0)
	as.Wake(1)
	as.StartTimer(nil)
	woken := as.Park()
	as.(interface{ Until(int) }).Until(9)
	want := []string{"lock", "unlock", "acquiring", "acquired", "at get 4 5", "yield", "spend", "wake", "start timer", "park", "until 9"}
	if !woken || !as.Decide(0) || !as.Elapsed(nil, 0) || as.Now() != 7 || as.ID() != 3 || !slices.Equal(in.got, want) {
		t.Errorf("%q, want %q", in.got, want)
	}
	if _, ok := lockorder.Watch(&in.inner, &r).Begin(0, "").(interface{ Until(int) }); ok {
		t.Error("a task that cannot wait for others can when it is watched")
	}
}
