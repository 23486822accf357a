package answers

import (
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/results"
)

func runQ6() command.Command {
	return command.Parse("run --pattern prealloc-never,prealloc-map-sync,empty-never,empty-map-sync,empty-in-entry,empty-retry,empty-nofsync --strategy exclusive --cpus 4 --sensitivity")
}

// way is one to make a fault's metadata durable, by the names of scenarios and
// patterns.
type way struct {
	name string
	// with is what a commit is made with, says what the fault does.
	with, says string
}

func ways() []way {
	return []way{
		{"in-handle", "the handle held", "commits with the handle held"},
		{"in-entry", "the entry locked", "commits with the entry locked"},
		{"nofsync", "a flag on extents", "commits with the entry locked, for flagged extents only"},
		{"map-sync", "MAP_SYNC", "commits with the entry unlocked (MAP_SYNC)"},
		{"retry", "fault-retry", "commits outside mmap_lock and retries (fault-retry)"},
		{"never", "no commit", "leaves it to fsync"},
	}
}

// is tells scenarios and patterns of the way.
func (w way) is(name string) bool {
	name = base(name)
	return name == w.name || strings.HasSuffix(name, "-"+w.name) || strings.HasPrefix(name, w.name+"-")
}

// durable answers Q6.
func (e *Evidence) durable() []Claim {
	var parts, claims []Claim
	for _, w := range ways() {
		of := func(v *results.Verdict) bool { return w.is(v.Scenario) }
		found := e.of("exclusive", of)
		if len(found) == 0 {
			continue
		}
		bad := e.of("exclusive", func(v *results.Verdict) bool { return of(v) && violated(v) })
		if w.name != "never" {
			parts = append(parts, Say("with %s in %v of %v", w.with, Count("scenarios with a deadlock", len(bad)), Count("scenarios", len(found))))
		}
		c := Say("A fault that %s: %v", w.says, e.safety(of, "exclusive"))
		claims = append(claims, c.With(e.bounds(of, []string{"exclusive"})))
	}
	committing := func(v *results.Verdict) bool {
		return slices.ContainsFunc(ways(), func(w way) bool { return w.is(v.Scenario) })
	}
	short := NotLookedAt("Where a commit inside a fault deadlocks", command.Parse("check --scenario around"))
	if len(parts) != 0 {
		short = Say("A fault that commits deadlocks %v scenarios.", series(parts, ", ")).With(e.bounds(committing, []string{"exclusive"}))
		claims = append(claims, e.whateverTheDesign(committing))
	}
	claims = append(claims, e.endings(committing)...)
	costs := e.durableCosts()
	if len(costs) == 0 {
		short = NotLookedAt("What fault-retry, a per-extent flag and MAP_SYNC cost", runQ6()).after(short)
	} else {
		short = join(short, shortCosts(costs))
		for _, s := range costs {
			claims = append(claims, s.claim())
		}
	}
	return append([]Claim{short}, claims...)
}

// whateverTheDesign says whether other designs have other verdicts.
func (e *Evidence) whateverTheDesign(what func(*results.Verdict) bool) Claim {
	verdict := map[string]string{}
	for _, v := range e.of("exclusive", what) {
		verdict[v.Scenario] = v.Verdict
	}
	designs, differ := e.checked(), 0
	for _, v := range e.Verdicts {
		if want, ok := verdict[v.Scenario]; ok && v.Verdict != want {
			differ++
		}
	}
	c := Say("Each of %v has the same verdict in each of these %v", Number(len(designs), "design"), Number(len(verdict), "scenario"))
	if differ != 0 {
		c = Say("Of %v in %v, %v differ from those of %v", CountOf(len(designs), "design", "designs"), Number(len(verdict), "scenario"), Number(differ, "verdict"), Name("design", "exclusive"))
	}
	return Say("%v.", c).With(e.bounds(what, designs))
}
