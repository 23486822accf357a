package answers

import (
	"cmp"
	"slices"
	"strings"

	"daxwait/results"
)

const runQ4 = "daxwait run --pattern page-lock-cut,page-lock-split,page-lock-evict --hold both --strategy exclusive,exclusive+page-retry=compare-pfn,exclusive+page-retry=relock,exclusive+page-retry=relock-put --cpus 16 --tasks 16 --sensitivity --window 20ms"

// byPage answers Q4.
func (e *Evidence) byPage() []Claim {
	const retry = "exclusive+page-retry="
	ways := []string{"exclusive", retry + "compare-pfn", retry + "blindly", retry + "relock", retry + "relock-put"}
	words := []string{"starting again from the page", "comparing the pfn", "taking what is there", "locking and starting again", "locking, putting and starting again"}
	claims := []Claim{e.afterSleep(ways, words)}
	if claims[0].Missing {
		return append(claims, NotLookedAt("What comparing the pfn costs against starting again", runQ4))
	}
	claims = append(claims, e.safety(each, ways...),
		Say("What keeps a sleeper safe, if it is no RCU reader at its second look, or at none: %v", e.safety(each, "exclusive+page-rcu=first", "exclusive+page-rcu=none")).With(e.bounds(each, ways)),
		Say("A plain load where a fault searches the range: %v", e.safety(each, "exclusive+lookup=first-slot", "linux-4.20-rc1")).With(e.bounds(each, ways)),
		Say("Other cookies than the unlocked value, as it was found: %v", e.safety(each, "exclusive+cookie=from-page", "exclusive+cookie=locked")).With(e.bounds(each, ways)))
	found := false
	for _, d := range e.designs() {
		if strings.HasPrefix(d, retry) {
			if c := e.contest(d, "exclusive", "ops/s"); len(c.changes) != 0 {
				claims, found = append(claims, c.claim()), true
			}
		}
	}
	if !found {
		claims = append(claims, NotLookedAt("What comparing the pfn costs against starting again", runQ4))
	}
	return claims
}

// afterSleep says which ways to go on after a sleep are proved.
func (e *Evidence) afterSleep(ways, words []string) Claim {
	var proved, lost list
	for i, w := range ways {
		switch bad := e.of(w, violated); {
		case len(e.of(w, each)) == 0:
			return NotLookedAt("Which ways to go on after a sleep are safe", "daxwait check --strategy "+strings.Join(ways, ","))
		case len(bad) != 0:
			soonest := slices.MinFunc(bad, func(a, b *results.Verdict) int { return cmp.Compare(a.Depth, b.Depth) })
			lost = append(lost, Name("way", words[i]+" ("+soonest.Kind+", "+results.Count(soonest.Depth, "step")+")"))
		case len(e.of(w, unproved)) == 0:
			proved = append(proved, Name("way", words[i]))
		}
	}
	head := Say("Of %v to go on after a sleep none is proved.", Number(len(ways), "way"))
	if len(proved) != 0 {
		head = Say("Of %v to go on after a sleep %v %s proved.", Number(len(ways), "way"), proved, either(len(proved), "is", "are"))
	}
	if len(lost) != 0 {
		head = join(head, Say("Not safe: %v.", lost))
	}
	return head.With(e.bounds(each, ways))
}
