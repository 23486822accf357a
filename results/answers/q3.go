package answers

import (
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/results"
)

func runQ3() command.Command {
	return command.Parse("run --pattern inval,inval-page,holewr,mix,inval-rounds --hold both --strategy exclusive,exclusive+put=never,exclusive+put=both-keys,exclusive+put=all,exclusive+wake-on-refusal=next,wake-if-absent,perindex,perindex+wake-on-removal=next --cpus 16 --tasks 16 --sensitivity --window 20ms")
}

// invalidation answers Q3.
func (e *Evidence) invalidation() []Claim {
	wakes := []string{"exclusive", "linux-5.12", "wake-if-absent", "wake-both"}
	words := []string{"wake all", "wake next", "wake next even if the entry is gone", "wake both keys"}
	const removal = "+wake-on-removal=next"
	short := e.choice("ways after an invalidation", wakes, words)
	put := &contest{metric: results.MetricNamed("ops/s")}
	var puts []Claim
	for _, d := range e.designs() {
		if against, change, _ := strings.Cut(d, "+"); strings.HasPrefix(change, "put=") && !strings.Contains(change, "+") {
			puts = append(puts, e.contests([3]string{d, against, "ops/s"})...)
			put.with(e.contest(d, against, "ops/s", everyRecord))
		}
	}
	price := e.contest("exclusive", "linux-5.12", "ops/s", everyRecord)
	price.with(e.contest("perindex", "perindex"+removal, "ops/s", everyRecord))
	if len(price.changes) == 0 {
		short = NotLookedAt("What waking all costs against waking the next", runQ3()).after(short)
	} else {
		short = join(short, Say("To wake all and not the next %v %v.%v", price.costs(), price.conditions(), price.depends()).With(price.confidence()))
	}
	claims := []Claim{short, e.safety(each, append(slices.Clone(wakes), "perindex"+removal)...)}
	if len(put.changes) != 0 {
		claims = append(claims, Say("What a task wakes that leaves without locking (put) %v %v.", put.costs(), put.conditions()).With(put.confidence()))
	}
	if hung := e.hung("linux-5.12"); hung.Text != "" {
		claims = append(claims, hung)
	}
	claims = append(claims, e.price("exclusive", wakes[1:]...)...)
	claims = append(claims, e.price("perindex", "perindex"+removal)...)
	claims = append(claims, e.contests([3]string{"exclusive", "linux-5.12", "ops/s"}, [3]string{"perindex", "perindex" + removal, "ops/s"}, [3]string{"perindex", "exclusive", "ops/s"}, [3]string{"perindex", "exclusive", "wakeups/op"})...)
	return append(claims, puts...)
}

// hung says in how many rounds and windows a design hung.
func (e *Evidence) hung(design string) Claim {
	var parts []Claim
	for i := range e.Sources {
		for _, r := range results.Base(e.Sources[i].simulated()) {
			if r.Strategy != design || !r.Hung() {
				continue
			}
			hung, of, what := hangs(r)
			if hung == 0 {
				parts = append(parts, Say("the warm-up of %v", Name("case", r.Group().Where())))
				continue
			}
			parts = append(parts, Say("%v of %v %s of %v", Count(what+" that hung", hung), Count(what, of), what, Name("case", r.Group().Where())))
		}
	}
	if len(parts) == 0 {
		return Claim{}
	}
	return Say("%v hung in %v.", Name("design", design), series(parts, ", ")).With("simulated; that others did not hang is no proof")
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
