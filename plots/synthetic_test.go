package plots

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/machine"
)

func someStrategies() []string {
	return []string{"exclusive", "perindex", "merged", "mergednext", "nopmd", "linux-5.2", "linux-5.12"}
}

// enoughStrategies are some, or with -short two.
func enoughStrategies() []string {
	if testing.Short() {
		return []string{"exclusive", "linux-5.2"}
	}
	return someStrategies()
}

func somePatterns() []string {
	return strings.Fields(`pte-same pte-groups pte-distinct pmd-same pmd-cold pte-cold mixed-pmd mixed-pte inval inval-page
		zero punch truncate msync-pte zipf files replay-inval replay-mixed-pmd inval-rounds pmd-rounds`)
}

// synthetic makes records such as a run would: the same for the same arguments.
func synthetic(strategies, patterns []string, samples int) []*results.Record {
	host := &machine.Machine{
		Kernel: "6.12.117+deb12-amd64", CPU: "AMD EPYC 7B13", CPUs: 2, GOMAXPROCS: 2, Governor: "unknown",
		Virtual: true, Go: "go1.26.8", OS: "linux", Arch: "amd64", Commit: "0123456789ab", Load: 0.4,
	}
	var records []*results.Record
	for p, pattern := range patterns {
		for _, strategy := range strategies {
			r := &results.Record{
				Schema: results.Schema, Engine: "live", Pattern: pattern, Strategy: strategy,
				Tasks: 8, Hold: "sleep", Loop: "closed", Seed: uint64(p + 1), Machine: host,
			}
			fillRecord(r, samples)
			records = append(records, r)
		}
	}
	return records
}

// fillRecord gives a record samples and waits that fit its names.
func fillRecord(r *results.Record, samples int) {
	h := fnv.New64a()
	h.Write([]byte(r.Pattern + "/" + r.Strategy))
	rng := rand.New(rand.NewPCG(h.Sum64(), 1))
	h.Reset()
	h.Write([]byte(r.Pattern))
	shape := rand.New(rand.NewPCG(h.Sum64(), 2))
	sleeps := math.Exp(shape.Float64()*3 - 2)
	pmd := strings.Contains(r.Pattern, "pmd") || r.Pattern == "zero" || r.Pattern == "zipf"
	rounds := strings.HasSuffix(r.Pattern, "-rounds")
	useless, fallback, speed := 0.001, 0.0, 1.0
	switch r.Strategy {
	case "perindex":
		sleeps *= 1.02
		if pmd {
			sleeps, useless, speed = sleeps*4, sleeps*2.5, 0.7
		}
	case "merged":
		useless, speed = sleeps*0.6, 0.9
	case "mergednext":
		useless, speed = sleeps*0.1, 0.97
	case "nopmd":
		if pmd {
			fallback, sleeps, speed = 0.5, sleeps*0.05, 0.6
			if r.Pattern == "zero" {
				sleeps *= 0.02
			}
		}
	case "linux-5.2":
		if pmd && !rounds {
			r.Hangs = []string{"task 3 waits for index 512 at key 0, nobody will wake it"}
			return
		}
	case "linux-5.12":
		useless, speed = sleeps*0.9, 0.85
	}
	if r.Pattern == "mixed-pte" {
		fallback = max(fallback, 0.48)
	}
	for range samples {
		n := func(mean float64) float64 { return max(0, mean*(1+0.05*rng.NormFloat64())) }
		ops := int64(20000 * n(1))
		s := results.Sample{
			Seconds: 0.5, Ops: ops, Jain: 0.98,
			WaitP50: int64(n(8e3)), WaitP99: int64(n(4e5 * sleeps / speed)), WaitMax: int64(n(9e6)),
			LatencyP50: int64(n(2e4)), LatencyP99: int64(n(6e5)),
		}
		s.Seconds = 0.5 / speed
		per := func(mean float64) int64 { return int64(n(mean) * float64(ops)) }
		s.Counts.Sleeps = per(sleeps)
		s.Counts.Resleeps = min(per(useless), s.Counts.Sleeps)
		s.Counts.Woken = s.Counts.Sleeps
		s.Counts.Fallbacks = per(fallback)
		if r.Pattern == "inval" && r.Strategy == "linux-5.2" {
			s.Hung = len(r.Samples)%3 == 0
		}
		if rounds {
			s.Rounds = 20
			if strings.HasPrefix(r.Strategy, "linux-5.2") && pmd || r.Strategy == "linux-5.12" && !pmd {
				for range s.Rounds {
					if rng.Float64() < 0.3 {
						s.HungRounds++
					}
				}
			}
		}
		r.Samples = append(r.Samples, s)
	}
	waits := map[int64]int64{}
	for range 20000 {
		w := int64(0)
		if rng.Float64() < sleeps/(1+sleeps) {
			w = int64(math.Exp(9 + rng.NormFloat64()*1.2 + 1.5*math.Log1p(useless) + shape.Float64()))
			if rng.Float64() < 0.02 {
				w = int64(float64(w) * 40 / speed)
			}
			// As a histogram of three digits has it.
			unit := int64(math.Pow(10, math.Floor(math.Log10(float64(max(1, w))))-2))
			w = (w/max(1, unit) + 1) * max(1, unit)
		}
		waits[w]++
	}
	for ns, c := range waits {
		r.Waits = append(r.Waits, results.Bin{NS: ns, Count: c})
	}
	slices.SortFunc(r.Waits, func(a, b results.Bin) int { return int(a.NS - b.NS) })
}
