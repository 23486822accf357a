package check

import (
	"cmp"
	"fmt"
	"slices"
	"unsafe"

	"daxwait/bench/check/internal/crew"
	"daxwait/bench/check/internal/frontier"
	"daxwait/bench/check/internal/graph"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/internal/phrase"
)

// item is a state that is still to be searched.
type item struct {
	id    uint32
	words []uint64
}

// round is a batch of states, and what workers find in it, piece by piece.
type round struct {
	items []item
	words []uint64 // of those
	parts []*expansion
}

// search is one in progress.
type search struct {
	o       Options
	graph   *graph.Graph
	engines []*engine
	edges   int
	found   Finding
	levels  [2]*frontier.Level // that is searched, and that is found
	rounds  [2]round           // that is merged, and that is searched meanwhile
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

// FirstViolation is the limit of a search that goes no further than that.
const FirstViolation = "the first violation"

// levelBytes is what a level keeps in memory where there is no limit; more waits in
// a file.
const levelBytes = 1 << 30

// bytes is what the search has in memory or will need for a look at it, and a quarter
// more, which the runtime has not collected yet.
func (s *search) bytes() int64 {
	n := s.graph.Bytes() + s.graph.Looking() + s.levels[0].Bytes() + s.levels[1].Bytes()
	for i := range s.rounds {
		n += s.rounds[i].bytes()
	}
	return (int64(n) + s.engines[0].pool.shared.bytes()) * 5 / 4
}

// bytes is what a batch has in memory.
func (r *round) bytes() int {
	n := cap(r.words)
	for _, x := range r.parts {
		n += cap(x.words) + int(unsafe.Sizeof(found{}))/8*cap(x.found)
	}
	return 8 * n
}

// batch is how many states are searched between two looks at limits, and piece how
// many of them a worker takes at a time. Workers know nothing of each other's batch,
// nor of the one before, which is merged meanwhile.
const (
	batch = 1024
	piece = 32
)

func newSearch(sc *daxtest.Scenario, design daxcore.Design, o Options) *search {
	o.MaxStates = o.states()
	if o.Mode == Replay {
		o.Reduce &^= Symmetry // a path is one of tasks, and not of places
	}
	keep := graph.Edges
	if o.NoLivelock || o.DepthFirst || o.ordered {
		keep = 0
	}
	if o.Compact {
		keep |= graph.Compact
	}
	s := &search{o: o, graph: graph.New(keep)}
	for i := range s.levels {
		s.levels[i] = frontier.New(int(cmp.Or(o.MaxMemory/4, levelBytes)), "")
	}
	shared := &recipes{by: map[uint64]*recipe{}}
	for range max(1, o.Workers) {
		s.engines = append(s.engines, newEngine(sc, design, &s.o, shared))
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
	if s.o.DepthFirst {
		return s.deep([]item{{0, root}})
	}
	defer s.levels[0].Close()
	defer s.levels[1].Close()
	if err := s.levels[0].Add(0, root); err != nil {
		return err
	}
	for now, more := 0, true; more && s.hit == ""; now = 1 - now {
		more = false
		level, found := s.levels[now], s.levels[1-now]
		fresh := func(id uint32, words []uint64) error {
			more = true
			return found.Add(id, words)
		}
		this, next := &s.rounds[0], &s.rounds[1]
		if err := this.take(level); err != nil {
			return err
		}
		for s.expand(this, func() {}); len(this.items) != 0 && s.hit == ""; this, next = next, this {
			if err := next.take(level); err != nil {
				return err
			}
			var err error
			if s.expand(next, func() { err = s.merge(this, fresh) }); err != nil {
				return err
			}
			s.limits()
		}
		level.Reset()
	}
	s.graph.Reach(uint32(s.graph.States()))
	if s.o.Compact && s.hit == "" {
		s.hit = fmt.Sprintf("half of each fingerprint is kept: with a chance below %.0e a state was left out", 10*s.graph.Omission())
	}
	return nil
}

// take takes a batch of states from a level; it is empty if none is left.
func (r *round) take(l *frontier.Level) error {
	r.items, r.words = r.items[:0], r.words[:0]
	for len(r.items) < batch {
		at := len(r.words)
		id, words, ok, err := l.Take(r.words)
		if err != nil || !ok {
			return err
		}
		r.words = words
		r.items = append(r.items, item{id, words[at:len(words):len(words)]})
	}
	return nil
}

// deep is run, depth first.
func (s *search) deep(stack []item) error {
	for ; len(stack) != 0 && s.hit == ""; s.limits() {
		this := &round{items: stack[len(stack)-1:]}
		this.parts = []*expansion{s.alone(this.items[0])}
		stack = stack[:len(stack)-1]
		err := s.merge(this, func(id uint32, words []uint64) error {
			stack = append(stack, item{id, slices.Clone(words)})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// alone searches one state.
func (s *search) alone(it item) *expansion {
	r := &s.rounds[0]
	r.items = append(r.items[:0], it)
	s.expand(r, func() {})
	return r.parts[0]
}

// expand has the workers search the states of a batch, while the one before is
// merged. A worker that is alone does one after the other; what it finds is the same,
// also of a batch that is searched in vain as the one before hits a limit.
func (s *search) expand(r *round, merge func()) {
	pieces := (len(r.items) + piece - 1) / piece
	for len(r.parts) < pieces {
		r.parts = append(r.parts, &expansion{})
	}
	for _, x := range r.parts {
		x.found, x.ends, x.words, x.err = x.found[:0], x.ends[:0], x.words[:0], nil
	}
	if min(len(s.engines), pieces) <= 1 {
		merge()
		merge = func() {}
	}
	known := s.graph.Now()
	crew.Do(len(s.engines), pieces, func(worker, n int) {
		s.engines[worker].all(&known, r.items[n*piece:min((n+1)*piece, len(r.items))], r.parts[n])
	}, merge)
}

// all expands states one by one.
func (e *engine) all(g *graph.View, items []item, x *expansion) {
	defer sound(&x.err)
	for _, it := range items {
		e.expand(g, it, x)
	}
}

// merge takes what the workers have found into the graph, in the order of the
// states, and has those that are new put where they wait to be searched.
func (s *search) merge(r *round, fresh func(id uint32, words []uint64) error) error {
	g := s.graph
	for _, x := range r.parts {
		if x.err != nil {
			return x.err
		}
	}
	n := 0
	for _, x := range r.parts {
		at := 0
		for _, end := range x.ends {
			from := r.items[n].id
			n++
			g.Reach(from)
			for ; at < end; at++ {
				f := &x.found[at]
				s.note(from, f)
				if !f.known {
					if f.id, f.known = g.Find(f.Print); !f.known {
						f.id = g.Add(&f.Found, from, f.step)
						if f.Kind == step.None {
							if err := fresh(f.id, f.words); err != nil {
								return err
							}
						}
					}
				}
				g.Edge(f.id, f.step, f.time)
			}
		}
	}
	return nil
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
		s.hit = FirstViolation
	case s.graph.States() > s.o.MaxStates:
		s.hit = fmt.Sprintf("the limit of %d states", s.o.MaxStates)
	case s.o.MaxMemory != 0 && s.bytes() > s.o.MaxMemory:
		s.hit = fmt.Sprintf("the limit of %s of memory", phrase.Bytes(s.o.MaxMemory))
	case s.o.Progress != nil && s.o.Progress(s.graph.States(), s.edges):
		s.hit = Interrupted
	}
}
