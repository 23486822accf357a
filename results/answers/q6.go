package answers

import (
	"cmp"
	"slices"
	"strings"

	"daxwait/results"
)

const runQ6 = "daxwait run --pattern all --strategy exclusive --sensitivity"

// way is one to make a fault's metadata durable, by the end of the names of
// scenarios and patterns.
type way struct{ name, says string }

func ways() []way {
	return []way{
		{"in-handle", "commits with the handle held"},
		{"in-entry", "commits with the entry locked"},
		{"nofsync", "commits only for flagged extents"},
		{"retry", "commits outside mmap_lock and retries"},
		{"map-sync", "commits with the entry unlocked (MAP_SYNC)"},
		{"sync-fault", "commits with the entry unlocked, in the scenario of one entry"},
		{"never", "leaves it to fsync"},
	}
}

// is tells scenarios and patterns of the way.
func (w way) is(name string) bool {
	return base(name) == w.name || strings.HasSuffix(base(name), "-"+w.name)
}

// durable answers Q6.
func (e *Evidence) durable() []Claim {
	var claims []Claim
	for _, w := range ways() {
		in := func(v *results.Verdict) bool { return w.is(v.Scenario) }
		all := e.of("exclusive", in)
		if len(all) == 0 {
			continue
		}
		var bad []*results.Verdict
		for _, v := range all {
			if violated(v) {
				bad = append(bad, v)
			}
		}
		c := Say("A fault that %s: %v is proved in %v.", w.says, Name("design", "exclusive"), Number(len(all), "scenario"))
		if len(bad) != 0 {
			c = Say("A fault that %s: %v.", w.says, loses("exclusive", bad))
		}
		claims = append(claims, c.With(e.bounds(in, []string{"exclusive"})))
	}
	if len(claims) == 0 {
		claims = append(claims, NotLookedAt("Where a commit inside a fault deadlocks", "daxwait check --scenario around"))
	}
	claims = append(claims, e.endings(func(v *results.Verdict) bool {
		return slices.ContainsFunc(ways(), func(w way) bool { return w.is(v.Scenario) })
	})...)
	costs := e.durableCosts()
	if len(costs) == 0 {
		costs = append(costs, NotLookedAt("What fault-retry, a per-extent flag and MAP_SYNC cost", runQ6))
	}
	return append(claims, costs...)
}

// durableCosts sets the latencies of patterns beside those of the same pattern
// that never commits.
func (e *Evidence) durableCosts() (claims []Claim) {
	m := results.MetricNamed("p50-latency-ns")
	for i := range e.Sources {
		records := results.Pool(results.Base(e.Sources[i].simulated()))
		for _, r := range records {
			for _, w := range ways() {
				stem, ok := strings.CutSuffix(r.Pattern, "-"+w.name)
				at := slices.IndexFunc(records, func(o *results.Record) bool {
					return o.Pattern == stem+"-never" && o.Strategy == r.Strategy && o.Tasks == r.Tasks
				})
				if !ok || w.name == "never" || at < 0 || r.Hung() || len(r.Values(m)) == 0 || len(records[at].Values(m)) == 0 {
					continue
				}
				now, never := results.Median(r.Values(m)), results.Median(records[at].Values(m))
				claims = append(claims, Say("%v: the median operation takes %v, in place of %v without a commit.", Name("case", r.Group().Where()),
					Time("latency", now), Time("latency without", never)).With("simulated, "+results.Count(now.N, "seed")+" a case"))
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b Claim) int { return cmp.Compare(a.Text, b.Text) })
	return claims
}
