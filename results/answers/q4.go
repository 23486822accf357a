package answers

import "strings"

const runQ4 = "daxwait run --pattern page-lock-cut,page-lock-split,page-lock-evict --hold both --strategy exclusive,exclusive+page-retry=compare-pfn,exclusive+page-retry=relock,exclusive+page-retry=relock-put --cpus 16 --tasks 16 --sensitivity --window 20ms"

// byPage answers Q4.
func (e *Evidence) byPage() []Claim {
	const retry = "exclusive+page-retry="
	ways := []string{"exclusive", retry + "compare-pfn", retry + "blindly", retry + "relock", retry + "relock-put"}
	var claims []Claim
	if short := e.verdicts(ways...); short.Text != "" {
		claims = append(claims, Say("Starting again from the page is exclusive's way after a sleep: %v", short).With(e.bounds(each, ways)))
	}
	claims = append(claims, e.safety(each, ways...),
		e.safety(each, "exclusive+page-rcu=first", "exclusive+page-rcu=none"),
		e.safety(each, "exclusive+lookup=first-slot", "linux-4.20-rc1"),
		e.safety(each, "exclusive+cookie=from-page", "exclusive+cookie=locked"))
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
