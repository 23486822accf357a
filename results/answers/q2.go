package answers

import "strings"

const runQ2 = "daxwait run --pattern mixed-pte,mixed-pmd,mix,zipf,zero --hold both --strategy perindex,perindex+pmd-meets-pte=wait-at-entry,exclusive,exclusive+pmd-meets-pte=wait-at-entry --baseline perindex --cpus 16 --tasks 16 --sensitivity --window 20ms"

// waiting answers Q2.
func (e *Evidence) waiting() []Claim {
	const waits = "+pmd-meets-pte=wait-at-entry"
	safety := e.safety(each, "perindex"+waits, "exclusive"+waits, "linux-5.2")
	claims := []Claim{{}, safety}
	for _, d := range e.designs() {
		if against, ok := strings.CutSuffix(d, waits); ok {
			c := e.contest(d, against, "ops/s")
			if len(c.changes) == 0 {
				continue
			}
			if claims[0].Text == "" {
				claims[0] = join(c.short("Waiting for the PTE entry"), e.verdicts("perindex"+waits, "exclusive"+waits))
			}
			claims = append(claims, c.claim(), e.contest(d, against, "wakeups/op").claim())
		}
	}
	if claims[0].Text == "" {
		claims[0] = NotLookedAt("What waiting for the PTE entry costs against falling back", runQ2).after(e.verdicts("perindex"+waits, "exclusive"+waits, "linux-5.2"))
	}
	return claims
}
