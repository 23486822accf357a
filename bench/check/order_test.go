package check_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/task"
	"daxwait/strategies"
)

// TestTheKernelsOrder: of the order in which Linux 6.1 takes its locks, this is
// what these scenarios show. In a row, "a > b" is an edge that must be there or must not,
// and "a > b > c" two of them. Rows are of what violates nothing and inverts
// nothing, unless they say how it inverts.
func TestTheKernelsOrder(t *testing.T) {
	for _, row := range []struct {
		name     string
		scenario *daxtest.Scenario
		has, not string
		inverts  []string // the cycles, such as "entry lock > journal handle > entry lock"
	}{
		{"grab and unlock", shipped(t, "pte-pte"), "entry lock > xa_lock > bucket lock", "xa_lock > entry lock; bucket lock > xa_lock", nil},
		{"whole faults", shipped(t, "whole-faults"), "invalidate_lock > entry lock > page-table lock; invalidate_lock > xa_lock > bucket lock; entry lock > xa_lock", "page-table lock > xa_lock; xa_lock > page-table lock", nil},
		{"invalidations beside faults", shipped(t, "range-invalidation"), "entry lock > xa_lock > bucket lock", "entry lock > invalidate_lock; entry lock > entry lock", nil},
		{"truncate keeps faults out", shipped(t, "truncate"), "invalidate_lock > xa_lock", "entry lock > invalidate_lock", nil},
		{"lock-by-page", shipped(t, "page-lock"), "entry lock > xa_lock", "xa_lock > entry lock", nil},
		{"write-back", shipped(t, "writeback"), "entry lock > xa_lock", "xa_lock > entry lock", nil},
		{"a synchronous fault commits below invalidate_lock", shipped(t, "sync-fault"), "invalidate_lock > entry lock > page-table lock", "entry lock > invalidate_lock; entry lock > entry lock", nil},
		{"faults, munmap and ps", threads(t, false, "A(B+1,w); M(); V()"), "mmap_lock > invalidate_lock > entry lock > page-table lock; mmap_lock > entry lock; mmap_lock > i_mmap_rwsem > page-table lock; entry lock > xa_lock", "invalidate_lock > mmap_lock; i_mmap_rwsem > mmap_lock; i_mmap_rwsem > entry lock; mmap_lock > VMA lock", nil},
		{"a zero page is unmapped with its entry locked", threads(t, false, "A(B+1,r); A(B+1,w)"), "mmap_lock > invalidate_lock > entry lock > i_mmap_rwsem > page-table lock", "i_mmap_rwsem > entry lock; i_mmap_rwsem > xa_lock", nil},
		{"a hole is punched", threads(t, false, "A(B+1,w); U(B,B+511); M()"), "invalidate_lock > i_mmap_rwsem > page-table lock; mmap_lock > i_mmap_rwsem", "i_mmap_rwsem > invalidate_lock; invalidate_lock > mmap_lock", nil},
		{"locks of mappings", threads(t, true, "A(B+1,w); M()"), "mmap_lock > VMA lock; mmap_lock > invalidate_lock; VMA lock > invalidate_lock > entry lock", "VMA lock > mmap_lock", nil},
		{"4.7: the handle inside of the entry lock", shipped(t, "order-entry-first"), "mmap_lock > invalidate_lock > entry lock > journal handle", "", []string{"mmap_lock > journal handle > mmap_lock", "invalidate_lock > journal handle > invalidate_lock", "journal handle > entry lock > journal handle"}},
		{"4.10: the block, with its handle, before the entry", shipped(t, "order-mapping-first"), "mmap_lock > invalidate_lock > journal handle", "entry lock > journal handle", []string{"mmap_lock > journal handle > mmap_lock", "invalidate_lock > journal handle > invalidate_lock"}},
		{"4.12: the handle first, and the entry inside", shipped(t, "order-handle-first"), "mmap_lock > invalidate_lock > journal handle > entry lock > xa_lock", "entry lock > journal handle", []string{"mmap_lock > journal handle > mmap_lock", "invalidate_lock > journal handle > invalidate_lock"}},
		{"4.15: MAP_SYNC, and a write(2) that pre-faults", shipped(t, "copy-prefault-map-sync"), "mmap_lock > invalidate_lock > journal handle > entry lock > xa_lock; journal handle > page lock", "entry lock > journal handle; page lock > mmap_lock; page lock > journal handle", nil},
	} {
		r := bothWays(t, row.scenario, check.For(row.scenario))
		for _, e := range edges(t, row.has) {
			if _, ok := r.Order.Edge(e[0], e[1]); !ok {
				t.Errorf("%s: no %v inside %v", row.name, e[1], e[0])
			}
		}
		for _, e := range edges(t, row.not) {
			if e, ok := r.Order.Edge(e[0], e[1]); ok {
				t.Errorf("%s: %v", row.name, e.Chain)
			}
		}
		var inverts []string
		for _, v := range r.Inversions {
			inverts = append(inverts, v.String())
		}
		if !slices.Equal(inverts, row.inverts) || row.inverts == nil && len(r.Violations) != 0 {
			t.Errorf("%s: inversions %v, want %v; violations %v", row.name, r.Inversions, row.inverts, losses(r))
		}
	}
}

// bothWays searches with coroutines from the pool, and with all steps anew: what
// a task holds must be known by where it stands.
func bothWays(t *testing.T, sc *daxtest.Scenario, o check.Options) *check.Result {
	t.Helper()
	pooled, err := check.Check(sc, baseline(t), o)
	if err != nil || pooled.Hit != "" {
		t.Fatalf("%s: %+v, %v", sc.Name, pooled, err)
	}
	if pooled.States > 3000 {
		return pooled
	}
	o.Mode = check.Replay
	replay, err := check.Check(sc, baseline(t), o)
	if err != nil || !reflect.DeepEqual(pooled, replay) {
		t.Errorf("%s: by replay %+v, %v; pooled %+v", sc.Name, replay, err, pooled)
	}
	return pooled
}

// edges reads such as "a > b > c; d > e".
func edges(t *testing.T, text string) (all [][2]task.LockClass) {
	t.Helper()
	for chain := range strings.SplitSeq(text, ";") {
		words := strings.Split(strings.TrimSpace(chain), " > ")
		for i := range words[1:] {
			all = append(all, [2]task.LockClass{class(t, words[i]), class(t, words[i+1])})
		}
	}
	return all
}

func class(t *testing.T, name string) task.LockClass {
	t.Helper()
	for c := range task.LockClasses {
		if c.String() == name {
			return c
		}
	}
	t.Fatalf("no lock class is called %q", name)
	return 0
}

func shipped(t *testing.T, name string) *daxtest.Scenario {
	t.Helper()
	sc, err := daxtest.ScenarioNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return sc
}

func baseline(t *testing.T) daxcore.Design {
	t.Helper()
	s, err := strategies.Find(strategies.Baseline)
	if err != nil {
		t.Fatal(err)
	}
	return s[0].EntryLock
}

// threads is a scenario of the threads of one process, and of ps beside it.
func threads(t *testing.T, vmaLocks bool, tasks string) *daxtest.Scenario {
	t.Helper()
	sc := scenario(t, "", tasks)
	sc.VMALocks = vmaLocks
	return sc
}
