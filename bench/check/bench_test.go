package check_test

import (
	"os"
	"runtime/debug"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/strategies"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // thousands of searches, of which each keeps little
	os.Exit(m.Run())
}

// scenario makes one of entries and tasks.
func scenario(t testing.TB, entries, tasks string) *daxtest.Scenario {
	t.Helper()
	parsed, err := daxtest.ParseTasks(tasks)
	if err != nil {
		t.Fatal(err)
	}
	return &daxtest.Scenario{Name: "test", Entries: entries, Tasks: parsed}
}

const fiveByTwo = "F(0,B+1) then F(9,B); F(0,B+1) then I(B+1); I(B+1) then F(0,B+1); F(9,B) then F(0,B+1); I(B+1) then F(0,B+1)"

// BenchmarkSearch proves the upstream design for five tasks with two
// operations each.
func BenchmarkSearch(b *testing.B) {
	upstream, err := strategies.Find(strategies.Baseline)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		o    check.Options
	}{
		{"pooled", check.Options{Workers: 1}},
		{"pooled/workers=2", check.Options{Workers: 2}},
		{"reduced", check.Options{Reduce: check.AllReductions}},
		{"depth-first", check.Options{DepthFirst: true}},
	} {
		b.Run(c.name, func(b *testing.B) {
			edges := 0
			for b.Loop() {
				r, err := check.Check(scenario(b, "pte B+1", fiveByTwo), upstream[0].EntryLock, c.o)
				if err != nil || len(r.Violations) != 0 {
					b.Fatal(r, err)
				}
				edges += r.Edges
			}
			b.ReportMetric(float64(edges)/b.Elapsed().Seconds(), "edges/s")
			b.ReportMetric(float64(edges)/float64(b.N), "edges/op")
		})
	}
}

// BenchmarkCatalogue checks every strategy in every scenario.
func BenchmarkCatalogue(b *testing.B) {
	for b.Loop() {
		states := 0
		for _, s := range strategies.All() {
			for _, sc := range daxtest.Scenarios() {
				r, err := check.Check(sc, s.EntryLock, check.For(sc))
				if err != nil {
					b.Fatal(err)
				}
				states += r.States
			}
		}
		b.ReportMetric(float64(states), "states")
	}
}
