package answers

import (
	"slices"
	"strings"

	"daxwait/results"
)

const runQ3 = "daxwait run --pattern inval,inval-page,holewr,mix,inval-rounds --hold both --strategy exclusive,linux-5.12,exclusive+put=never,exclusive+put=both-keys,exclusive+put=all,perindex,perindex+wake-on-removal=next --cpus 16 --tasks 16 --sensitivity --window 20ms"

// invalidation answers Q3.
func (e *Evidence) invalidation() []Claim {
	ways := []string{"linux-5.12", "wake-if-absent", "wake-both", "exclusive"}
	safety := e.safety(each, append(ways, "perindex+wake-on-removal=next")...)
	cost, c := e.cost("exclusive", "linux-5.12", runQ3)
	safe := e.verdicts(ways...)
	claims := []Claim{cost.after(safe), safety}
	if !cost.Missing {
		claims = []Claim{join(c.short("Waking all after a removal"), safe), safety, cost}
	}
	if hung := e.hung("linux-5.12"); hung.Text != "" {
		claims = append(claims, hung)
	}
	for _, d := range e.designs() {
		against, change, ok := strings.Cut(d, "+")
		if ok && (strings.HasPrefix(change, "put=") || strings.HasPrefix(change, "wake-on-removal=")) && !strings.Contains(change, "+") {
			if c := e.contest(d, against, "ops/s"); len(c.changes) != 0 {
				claims = append(claims, c.claim())
			}
		}
	}
	return claims
}

// hung says in how many rounds and windows a design hung.
func (e *Evidence) hung(design string) Claim {
	var parts []Claim
	for i := range e.Sources {
		for _, r := range e.Sources[i].simulated() {
			if r.Strategy != design || !r.Hung() {
				continue
			}
			hung, of, what := hangs(r)
			parts = append(parts, Say("%v of %v %s of %v", Count(what+" that hung", hung), Count(what, of), what, Name("case", r.Group().Where())))
		}
	}
	if len(parts) == 0 {
		return Claim{}
	}
	all := Say("%v hung in ", Name("design", design))
	for i, p := range parts {
		if i > 0 {
			all.Text += ", "
		}
		all.Text += p.Text
		all.Facts = append(all.Facts, p.Facts...)
	}
	all.Text += "."
	return all.With("simulated; that others did not hang is no proof")
}

// hangs counts the rounds or windows of a record.
func hangs(r *results.Record) (hung, of int, what string) {
	rounds := slices.ContainsFunc(r.Samples, func(s results.Sample) bool { return s.Rounds != 0 })
	for _, s := range r.Samples {
		switch {
		case rounds:
			hung, of = hung+int(s.HungRounds), of+int(s.Rounds)
		case s.Hung:
			hung, of = hung+1, of+1
		default:
			of++
		}
	}
	if rounds {
		return hung, of, "rounds"
	}
	return hung, of, "windows"
}
