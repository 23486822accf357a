package check

import (
	"cmp"
	"fmt"
	"sync"

	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
)

// item is a state that is still to be searched.
type item struct {
	id    uint32
	words []uint64
}

// search is one in progress.
type search struct {
	o       Options
	graph   *graph.Graph
	engines []*engine
	parts   []*expansion
	edges   int
	found   Finding
	// evidence is the first edge that showed a finding, by its bit.
	evidence [numFindings]edge
	hit      string // the limit that ended it
	// firstOnly: the first violation ends it.
	firstOnly bool
}

// edge is a step from a state.
type edge struct {
	from uint32
	step step.Step
}

// Interrupted is the limit of a search that its context ended, or its Progress.
const Interrupted = "interrupted"

// batch is how many states are searched between two looks at limits. Within a
// batch workers know nothing of each other.
const batch = 1024

func newSearch(sc *daxtest.Scenario, design daxcore.Design, o Options) *search {
	if o.MaxStates == 0 {
		o.MaxStates = DefaultStates
	}
	keep := graph.Edges
	if o.NoLivelock || o.DepthFirst || o.ordered {
		keep = 0
	}
	s := &search{o: o, graph: graph.New(keep)}
	shared := &recipes{by: map[uint64]*recipe{}}
	for range max(1, o.Workers) {
		s.engines = append(s.engines, newEngine(sc, design, &s.o, shared))
		s.parts = append(s.parts, &expansion{})
	}
	return s
}

func (s *search) close() {
	for _, e := range s.engines {
		e.close()
	}
}

// run searches all states that can be reached, level by level.
func (s *search) run() error {
	root := s.engines[0].root
	s.graph.Add(&graph.Found{Print: graph.PrintOf(root)}, 0, step.Step{})
	level := []item{{0, root}}
	if s.o.DepthFirst {
		return s.deep(level)
	}
	now, next, fresh := &arena{}, &arena{}, []item(nil)
	for len(level) != 0 && s.hit == "" {
		for rest := level; len(rest) != 0 && s.hit == ""; s.limits() {
			n := min(batch, len(rest))
			if err := s.expand(rest[:n]); err != nil {
				return err
			}
			fresh = s.merge(rest[:n], next, fresh)
			rest = rest[n:]
		}
		level, fresh = fresh, level[:0]
		now, next = next, now
		next.reset()
	}
	s.graph.Reach(uint32(s.graph.States()))
	return nil
}

// deep is run, depth first.
func (s *search) deep(stack []item) error {
	for ; len(stack) != 0 && s.hit == ""; s.limits() {
		last := stack[len(stack)-1:]
		if err := s.expand(last); err != nil {
			return err
		}
		stack = s.merge(last, &arena{slab: 1}, stack[:len(stack)-1])
	}
	return nil
}

// expand has the workers search the states of a batch.
func (s *search) expand(items []item) error {
	workers := len(s.engines)
	if len(items) < 64 {
		workers = 1
	}
	for _, x := range s.parts {
		x.found, x.ends, x.words, x.err = x.found[:0], x.ends[:0], x.words[:0], nil
	}
	var wg sync.WaitGroup
	for w, e := range s.engines[:workers] {
		mine := items[len(items)*w/workers : len(items)*(w+1)/workers]
		if workers == 1 {
			e.all(s.graph, mine, s.parts[w])
		} else {
			wg.Go(func() { e.all(s.graph, mine, s.parts[w]) })
		}
	}
	wg.Wait()
	for _, x := range s.parts {
		if x.err != nil {
			return x.err
		}
	}
	return nil
}

// all expands states one by one.
func (e *engine) all(g *graph.Graph, items []item, x *expansion) {
	defer sound(&x.err)
	for _, it := range items {
		e.expand(g, it, x)
	}
}

// merge takes what the workers have found into the graph, in the order of the
// states, and appends those that are new to fresh.
func (s *search) merge(items []item, a *arena, fresh []item) []item {
	g := s.graph
	n := 0
	for _, x := range s.parts {
		at := 0
		for _, end := range x.ends {
			from := items[n].id
			n++
			g.Reach(from)
			for ; at < end; at++ {
				f := &x.found[at]
				s.note(from, f)
				if !f.known {
					if f.id, f.known = g.Find(f.Print); !f.known {
						f.id = g.Add(&f.Found, from, f.step)
						if f.Kind == step.None {
							fresh = append(fresh, item{f.id, a.keep(f.words)})
						}
					}
				}
				g.Edge(f.id, f.step, f.time)
			}
		}
	}
	return fresh
}

// note counts an edge and keeps the first that shows a finding.
func (s *search) note(from uint32, f *found) {
	s.edges++
	if f.findings&^s.found == 0 {
		return
	}
	for i := range s.evidence {
		if bit := Finding(1) << i; f.findings&bit != 0 && s.found&bit == 0 {
			s.evidence[i] = edge{from, f.step}
		}
	}
	s.found |= f.findings
}

// limits ends the search where one is hit.
func (s *search) limits() {
	switch {
	case s.firstOnly && s.graph.Violates():
		s.hit = "the first violation"
	case s.graph.States() > s.o.MaxStates:
		s.hit = fmt.Sprintf("the limit of %d states", s.o.MaxStates)
	case s.o.Progress != nil && s.o.Progress(s.graph.States(), s.edges):
		s.hit = Interrupted
	}
}

// arena keeps the words of a level together.
type arena struct {
	slab  int // words of each slab; 0 is slabWords
	slabs [][]uint64
	used  int // slabs
}

const slabWords = 1 << 16

func (a *arena) keep(words []uint64) []uint64 {
	if a.used == 0 || cap(a.slabs[a.used-1])-len(a.slabs[a.used-1]) < len(words) {
		if a.used == len(a.slabs) {
			a.slabs = append(a.slabs, make([]uint64, 0, max(cmp.Or(a.slab, slabWords), len(words))))
		}
		a.slabs[a.used] = a.slabs[a.used][:0]
		a.used++
	}
	s := &a.slabs[a.used-1]
	at := len(*s)
	*s = append(*s, words...)
	return (*s)[at:len(*s):len(*s)]
}

func (a *arena) reset() { a.used = 0 }
