package answers

// Answer is a question and what the evidence says to it.
type Answer struct {
	ID string `json:"id"`
	// Asked is when.
	Asked    string `json:"asked"`
	Question string `json:"question"`
	// Claims are the answer: the first in short, the others what it stands on.
	Claims []Claim `json:"claims"`
}

// Answers returns those to all questions.
func Answers(all *Evidence) []Answer {
	e, _ := all.ofDesigns()
	return []Answer{
		{"Q1", "Jul 2019", "What does converging PTE and PMD waiters on one queue cost against separate queues?", e.converging()},
		{"Q2", "Jul 2019", "What does it cost if a PMD fault waits for a locked PTE entry instead of falling back at once?", e.waiting()},
		{"Q3", "Apr 2021", "After an invalidation: wake next, wake next even if the entry is gone, wake both keys, or wake all? Which are safe, what does each cost?", e.invalidation()},
		{"Q4", "Nov 2018, Jun 2019", "Lock-by-page: always retry after sleeping, or compare the pfn? What keeps a sleeping waiter safe when the inode is freed? Why may it use a plain load while a fault must search the whole range, and is the cookie the locked or the unlocked value?", e.byPage()},
		{"Q5", "Jun 2019", "How does one lost wakeup take down ps and top (mmap_lock pile-up), and what would disabling PMDs have cost instead?", e.pileUp()},
		{"Q6", "Sep 2016", "Metadata committed synchronously inside a fault: where is the deadlock, and what do fault-retry outside mmap_lock, a per-extent flag and MAP_SYNC cost?", all.durable()},
	}
}

// contests are the claims of some contests that have cases, each by a metric and
// under its conditions.
func (e *Evidence) contests(pairs ...[3]string) (claims []Claim) {
	for _, p := range pairs {
		for _, c := range e.contestsOf(p[0], p[1], p[2], everyRecord) {
			claims = append(claims, c.claim())
		}
	}
	return claims
}

// price says what safety costs here: a safe design against others, each of which
// is not, where windows did not hang.
func (e *Evidence) price(safe string, others ...string) (claims []Claim) {
	for _, o := range others {
		if !e.proved(safe) || len(e.of(o, violated)) == 0 {
			continue
		}
		for _, c := range e.contestsOf(safe, o, "ops/s", everyRecord) {
			says := Say("%v against %v, which is not safe, %v%v.", Name("design", safe), Name("design", o), c.costs(), c.left())
			if len(c.changes) == 0 {
				says = Say("%v hung in each of %v, so that nothing is known of what it would save.", Name("design", o), Number(c.hung, "case"))
			}
			claims = append(claims, Say("What safety costs here: %v", says).With(c.confidence()))
		}
	}
	return claims
}
