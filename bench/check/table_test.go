package check_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/strategies"
)

// newTableModel reads a scenario, all of it in one chunk. ok is false if there
// is more in it than the table model knows.
func newTableModel(sc *daxtest.Scenario, p daxcore.Policy) (m *tableModel, ok bool) {
	m = &tableModel{Policy: p}
	if len(sc.Tasks) > tableTasks || sc.AllocFails != 0 || strings.Contains(sc.Entries, "pinned") {
		return nil, false
	}
	for id := range m.root.tasks {
		m.root.tasks[id].pc = finished
	}
	for id, t := range sc.Tasks {
		var ops []tableOp
		for _, op := range t {
			w := strings.FieldsFunc(op.Name, func(r rune) bool { return strings.ContainsRune("(), ", r) })
			if len(w) < 2 {
				return nil, false
			}
			read := tableOp{until: -1, invalidates: w[0] == "I", pmd: w[0] == "F" && w[1] == "9"}
			if n := len(w) - 2; w[n] == "until" {
				read.until, _ = strconv.Atoi(w[n+1])
				w = w[:n]
			}
			if read.slot = tableSlot(w[len(w)-1]); w[0] != "F" && w[0] != "I" || read.slot < 0 {
				return nil, false
			}
			ops = append(ops, read)
		}
		m.tasks = append(m.tasks, ops)
		m.root.tasks[id].pc = starts
	}
	for word := range strings.SplitSeq(sc.Entries, ",") {
		if f := strings.Fields(word); len(f) != 0 {
			kind := map[string]tableKind{"pmd": realKind, "pte": realKind, "zero-pmd": zeroKind, "zero-pte": zeroKind, "empty-pmd": emptyKind}[f[0]]
			e := tableEntry{kind: kind, pmd: strings.HasSuffix(f[0], "pmd"), dirty: slices.Contains(f, "dirty")}
			at := int8(0)
			if !e.pmd {
				at = tableSlot(f[1])
			}
			m.root.entries[at] = e
		}
	}
	m.root.spurious = uint8(sc.Spurious)
	return m, true
}

// tableSlot returns the slot of an index, or -1 if the table has none.
func tableSlot(index string) int8 {
	i, _ := daxtest.ParseIndex(index)
	return int8(slices.Index([]uint64{0, 1, 2, 63, 64, 300}[:tableSlots], i%daxcore.Chunk))
}

// tableResult is what the checker and the table must agree on.
type tableResult struct {
	States, Edges int
	// Depths are the steps to the first violation of each kind, to where it
	// begins to run round for a livelock, and -1 where there is none.
	Depths [step.Kinds]int
}

func newTableResult(states, edges int) tableResult {
	r := tableResult{States: states, Edges: edges}
	for k := range r.Depths {
		r.Depths[k] = -1
	}
	return r
}

// search is as simple as can be: breadth first, and all is kept.
func (m *tableModel) search() tableResult {
	g := tableGraph{m: m, ids: map[tableState]int{m.root: 0}, states: []tableState{m.root}}
	depth, edges := []int{0}, 0
	r := newTableResult(0, 0)
	for n := 0; n < len(g.states); n++ {
		s := g.states[n]
		g.next = append(g.next, nil)
		if k := m.judge(s); k != step.None {
			if r.Depths[k] < 0 {
				r.Depths[k] = depth[n]
			}
			continue // where a spurious wakeup could still help, too
		}
		for id := range m.tasks {
			if !m.enabled(&s, id) && (s.tasks[id].pc != sleeps || s.spurious == 0) {
				continue
			}
			after := m.after(s, id)
			to, known := g.ids[after]
			if !known {
				to = len(g.states)
				g.ids[after] = to
				g.states, depth = append(g.states, after), append(depth, depth[n]+1)
			}
			g.next[n] = append(g.next[n], tableEdge{id, to})
			edges++
		}
	}
	r.States, r.Edges = len(g.states), edges
	if n := g.livelock(); n >= 0 {
		r.Depths[step.Livelock] = depth[n]
	}
	return r
}

// tableGraph has the states in the order in which they were found.
type tableGraph struct {
	m      *tableModel
	ids    map[tableState]int
	states []tableState
	next   [][]tableEdge
}

type tableEdge struct{ task, to int }

// livelock returns the first state from which tasks may run round for ever,
// though each that could go on all the time does, but for holders; or -1.
func (g *tableGraph) livelock() int {
	first := -1
	index, low := make([]int, len(g.states)), make([]int, len(g.states))
	var stack []int
	found := 0
	var visit func(n int)
	visit = func(n int) { // Tarjan's
		found++
		index[n], low[n] = found, found
		stack = append(stack, n)
		for _, e := range g.next[n] {
			if index[e.to] == 0 {
				visit(e.to)
				low[n] = min(low[n], low[e.to])
			} else {
				low[n] = min(low[n], index[e.to])
			}
		}
		if low[n] == index[n] {
			at := slices.Index(stack, n)
			part := stack[at:]
			if g.fair(part) && (first < 0 || slices.Min(part) < first) {
				first = slices.Min(part)
			}
			for _, done := range part {
				index[done] = math.MaxInt
			}
			stack = stack[:at]
		}
	}
	visit(0)
	return first
}

// fair reports whether a strongly connected part has a cycle that no scheduler
// can be blamed for.
func (g *tableGraph) fair(part []int) bool {
	cycle := false
	var steps, pauses [tableTasks]bool
	for _, n := range part {
		s := &g.states[n]
		for id := range g.m.tasks {
			pc := s.tasks[id].pc
			pauses[id] = pauses[id] || !g.m.enabled(s, id) || pc == unmaps || pc == unmapped || pc == holds
		}
		for _, e := range g.next[n] {
			if slices.Contains(part, e.to) {
				cycle, steps[e.task] = true, true
			}
		}
	}
	for id := range g.m.tasks {
		cycle = cycle && (steps[id] || pauses[id])
	}
	return cycle
}

// compareTable has both search a scenario, and returns what the checker finds.
func compareTable(t *testing.T, sc *daxtest.Scenario, m *tableModel) tableResult {
	t.Helper()
	r, err := check.Check(sc, m.Policy.Design, check.Options{Spurious: sc.Spurious})
	if err != nil {
		t.Fatalf("%s | %s: %v", sc.Entries, sc.TaskText(), err)
	}
	got := newTableResult(r.States, r.Edges)
	for _, v := range r.Violations {
		got.Depths[v.Kind] = v.Depth
		if v.Kind == step.Livelock {
			got.Depths[v.Kind] = v.Schedule.Loop
		}
	}
	want := m.search()
	if got != want {
		t.Errorf("%s | %s | spurious %d | %+v:\nchecker %v\ntable   %v", sc.Entries, sc.TaskText(), sc.Spurious, m.Policy, got, want)
	}
	return got
}

// TestTableShipped compares what ships; with -short, every fourth pair.
func TestTableShipped(t *testing.T) {
	compared, want := 0, shorter(300, 75)
	for i, sc := range daxtest.Scenarios() {
		for j, s := range strategies.All() {
			m, ok := newTableModel(sc, s.Policy)
			if testing.Short() && (i+j)%4 != 0 || !ok || s.New != nil || s.Policy.Lookup != daxcore.WholeRange || s.Policy.Rules.ExactInsert {
				continue
			}
			compareTable(t, sc, m)
			compared++
		}
	}
	if t.Logf("%d pairs of a scenario and a strategy", compared); compared < want {
		t.Errorf("only %d pairs of a scenario and a strategy are left to compare", compared)
	}
}

// TestTableRandom compares small workloads, with all policies that decide
// faults and invalidations, and now and then a decision of the rest. With
// -short every seventh policy must do, which has each value of each decision.
func TestTableRandom(t *testing.T) {
	var compared, states int
	var with [step.Kinds]int
	each := func(p daxcore.Policy, rnd *rand.Rand, third string) {
		sc := &daxtest.Scenario{Name: "test", Spurious: rnd.IntN(4) / 3}
		sc.Entries = pick(rnd, "", "pmd", "pmd dirty", "zero-pmd", "empty-pmd", "pte B+1", "pte B+1 dirty", "pte B, zero-pte "+third)
		tasks := make([]string, 2+rnd.IntN(3))
		for i := range tasks {
			tasks[i] = pick(rnd, "F(0,B+1)", "F(0,B+1)", "F(0,B+1)", "F(0,"+third+")", "F(0,B)", "F(9,B)", "F(9,B)", "I(B+1)", "I(B+1)", "I(B)")
			if rnd.IntN(len(tasks)) == 0 {
				tasks[i] += " then " + pick(rnd, "F(0,B+1)", "F(9,B)", "I(B+1)", "I(B)")
			}
		}
		var err error
		if sc.Tasks, err = daxtest.ParseTasks(strings.Join(tasks, "; ")); err != nil {
			t.Fatal(err)
		}
		m, ok := newTableModel(sc, p)
		if !ok {
			t.Fatalf("%s | %s: not read", sc.Entries, sc.TaskText())
		}
		r := compareTable(t, sc, m)
		compared, states = compared+1, states+r.States
		for k, depth := range r.Depths {
			if depth >= 0 {
				with[k]++
			}
		}
	}
	want := shorter(20, 4)
	for n := uint64(0); n < 2*3*2*2*5*2; n += uint64(shorter(1, 7)) {
		digits := n
		decide := func(of uint64) uint8 { d := digits % of; digits /= of; return uint8(d) }
		p := daxcore.Policy{
			Key:       daxcore.KeyRule(decide(2)),
			PMDMeets:  [...]daxcore.PMDMeets{daxcore.FallBack, daxcore.WaitAtBase, daxcore.FallBackEmpty}[decide(3)],
			OnUnlock:  daxcore.WakeNext + daxcore.Wake(decide(2)),
			OnRemoval: daxcore.WakeNext + daxcore.Wake(decide(2)),
			Put:       daxcore.Put(decide(5)),
			Resleep:   daxcore.Resleep(decide(2)),
		}
		rnd := rand.New(rand.NewPCG(n, 1))
		each(p, rnd, "B+2")
		each(p, rnd, "B+63")
		p.Key, p.PMDMeets = pick(rnd, p.Key, daxcore.KeyFound), pick(rnd, p.PMDMeets, daxcore.WaitAtEntry)
		p.OnDown, p.Wait[daxcore.InFault] = daxcore.Wake(rnd.IntN(3)), daxcore.Queueing(rnd.IntN(3))
		p.OnRefusal = daxcore.Wake(rnd.IntN(4))
		each(p, rnd, "B+2")
	}
	t.Logf("%d workloads, %d states; %d with %v, %d with %v", compared, states,
		with[step.LostWakeup], step.LostWakeup, with[step.Livelock], step.Livelock)
	if with[step.LostWakeup] < want || with[step.Livelock] < want {
		t.Errorf("too few workloads lose anything to be worth a comparison: %v", with)
	}
}

func pick[T any](rnd *rand.Rand, of ...T) T { return of[rnd.IntN(len(of))] }
