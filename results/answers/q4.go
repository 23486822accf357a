package answers

import (
	"slices"
	"strings"

	"daxwait/internal/command"
)

func runQ4() command.Command {
	return command.Parse("run --pattern page-lock-cut,page-lock-split,page-lock-evict --hold both --strategy exclusive,exclusive+page-retry=compare-pfn,exclusive+page-retry=relock,exclusive+page-retry=relock-put,exclusive+wait-page=exclusive,exclusive+wait-page=exclusive+page-retry=compare-pfn,exclusive+wait-page=exclusive+page-retry=relock-put --cpus 16 --tasks 16 --sensitivity --window 20ms")
}

// byPage answers Q4.
func (e *Evidence) byPage() []Claim {
	const retry = "exclusive+page-retry="
	ways := []string{"exclusive", retry + "compare-pfn", retry + "blindly", retry + "relock", retry + "relock-put"}
	words := []string{"start again from the page", "compare the pfn", "take what is there", "lock and start again", "lock, put and start again"}
	short := e.choice("ways to go on after a sleep", ways, words)
	c := e.contest(retry+"compare-pfn", "exclusive", "ops/s", everyRecord)
	price := NotLookedAt("What comparing the pfn costs against starting again", runQ4())
	if len(c.changes) != 0 {
		short = join(short, Say("To compare %v %v.%v", c.costs(), c.conditions(), c.depends()).With(c.confidence()))
	} else {
		short = price.after(short)
	}
	var unsafe list
	var parts []Claim
	for _, part := range []struct {
		what, says string
		designs    []string
	}{
		{"a second look as no RCU reader", "What keeps a sleeper safe. If it is an RCU reader at its first look only, or at none", []string{"exclusive+page-rcu=first", "exclusive+page-rcu=none"}},
		{"a fault’s plain load", "The plain load. If a fault has one, too, in place of a search", []string{"exclusive+lookup=first-slot", "linux-4.20-rc1"}},
		{"another cookie than the unlocked value", "The cookie. If it is made of the page, or is the locked value", []string{"exclusive+cookie=from-page", "exclusive+cookie=locked"}},
	} {
		s := e.safety(each, part.designs...)
		if s.Missing {
			continue
		}
		parts = append(parts, Say("%s: %v", part.says, s).With(s.Confidence))
		if !slices.ContainsFunc(part.designs, func(d string) bool { return len(e.of(d, violated)) == 0 }) {
			unsafe = append(unsafe, Name("what is not safe", part.what))
		}
	}
	if len(unsafe) != 0 {
		short = join(short, Say("Not safe either: %v.", unsafe))
	}
	claims := append([]Claim{short}, parts...)
	if s := e.safety(byPageAlone, "exclusive"); !s.Missing {
		claims = append(claims, Say("Lock-by-page, with its plain load, the unlocked value as its cookie, and a second look as an RCU reader: %v", s).With(s.Confidence))
	}
	claims = append(claims, e.safety(each, ways...))
	claims = append(claims, e.price("exclusive", ways[1:]...)...)
	for _, d := range e.designs() {
		if strings.HasPrefix(d, retry) {
			claims = append(claims, e.contests([3]string{d, "exclusive", "ops/s"})...)
		}
	}
	return claims
}
