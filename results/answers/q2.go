package answers

import (
	"strings"

	"daxwait/internal/command"
)

func runQ2() command.Command {
	return command.Parse("run --pattern mixed-first,mixed-pte,mixed-pmd,mix,zipf,zero --hold both --strategy perindex,perindex+pmd-meets-pte=wait-at-entry,exclusive,exclusive+pmd-meets-pte=wait-at-entry --baseline perindex --cpus 16 --tasks 16 --sensitivity --window 20ms")
}

// waiting answers Q2, in short of a design that is safe if one is.
func (e *Evidence) waiting() []Claim {
	const waits = "+pmd-meets-pte=wait-at-entry"
	safe := e.verdictsOf([]string{"perindex" + waits, "exclusive" + waits}, []string{"perindex", "exclusive"})
	if safe.Text != "" {
		safe = Say("Told to wait, %v", safe).With(safe.Confidence)
	}
	var best *contest
	var long []Claim
	for _, d := range e.designs() {
		against, ok := strings.CutSuffix(d, waits)
		if !ok {
			continue
		}
		c := e.contest(d, against, "ops/s", everyRecord)
		if len(c.changes) == 0 {
			continue
		}
		if best == nil || e.proved(d) && !e.proved(best.design) {
			best = c
		}
		long = append(long, e.contests([3]string{d, against, "ops/s"}, [3]string{d, against, "wakeups/op"}, [3]string{d, against, "p99-wait-ns"})...)
	}
	short := NotLookedAt("What waiting for the PTE entry costs against falling back", runQ2()).after(safe)
	if best != nil {
		short = join(Say("Waiting, all else being that of %v, %v %v.%v", Name("design", best.against), best.costs(), best.conditions(), best.depends()).With(best.confidence()), safe)
	}
	long = append(long, e.price("exclusive", "linux-5.2", "exclusive"+waits)...)
	return append([]Claim{short, e.safety(each, "perindex"+waits, "exclusive"+waits, "linux-5.2")}, long...)
}
