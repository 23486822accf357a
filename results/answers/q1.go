package answers

import "daxwait/internal/command"

func runQ1() command.Command {
	return command.Parse("run --pattern pte-groups --hold both --strategy exclusive,perindex,merged,mergednext --cpus 64 --tasks 2,4,8,16,32,64,128 --sensitivity --window 10ms")
}

// converging answers Q1. That both of the pair that it compares wake all leaves
// the queue as their only difference.
func (e *Evidence) converging() []Claim {
	safe := e.verdicts("merged", "mergednext")
	c := e.contest("merged", "perindex", "ops/s", everyRecord)
	short := NotLookedAt("What merged costs against perindex", runQ1()).after(safe)
	if len(c.changes) != 0 {
		short = join(Say("Converging the queues (%v against %v, both of which wake all) %v %v.%v", Name("design", c.design), Name("design", c.against), c.growing(), c.conditions(), c.depends()).With(c.confidence()), safe)
	}
	claims := []Claim{short, e.safety(each, "exclusive", "perindex", "merged", "mergednext", "merged-2019")}
	claims = append(claims, e.price("merged", "mergednext", "merged-2019")...)
	return append(claims, e.contests([3]string{"merged", "perindex", "ops/s"}, [3]string{"merged", "perindex", "wakeups/op"}, [3]string{"merged", "exclusive", "p99-wait-ns"},
		[3]string{"merged", "exclusive", "ops/s"}, [3]string{"mergednext", "exclusive", "ops/s"})...)
}
