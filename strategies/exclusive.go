package strategies

// exclusive is the upstream design since Linux 5.13.
func exclusive() *Strategy {
	return &Strategy{
		Name:   "exclusive",
		Row:    "L",
		Origin: "Linux 5.13 to 6.14 (237388320deff, \"dax: Wake up all waiters after invalidating dax entry\", May 2021)",
		Claim:  "one waiter is woken for each unlock, everybody when an entry goes",
		Loses:  "where a wake takes long against the hold: whoever is woken is on its way while the entry stands idle",
	}
}
