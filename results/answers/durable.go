package answers

import (
	"slices"
	"strings"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/compare"
)

// stem is patterns that differ in the way that metadata are made durable alone.
type stem struct {
	name   string
	record *results.Record // one of them
	ways   []way
	means  []compare.Interval // of the latency, by way
}

// operation says what is timed in patterns of a stem.
func (s *stem) operation() string {
	says := map[string]string{
		"prealloc": "a write fault on a preallocated file", "empty": "a write fault on an empty file",
		"loaded": "a write fault beside tasks that write and sync", "mapping": "a write fault beside a thread that maps", "mapper": "a munmap and mmap beside faults",
	}[s.name]
	if says == "" {
		return "an operation of " + s.name
	}
	return says
}

// durableCosts are the mean latencies of patterns, in the order of their stems.
func (e *Evidence) durableCosts() (found []*stem) {
	m := results.MetricNamed("mean-latency-ns")
	for i := range e.Sources {
		for _, r := range results.Pool(results.Base(e.Sources[i].simulated())) {
			for _, w := range ways() {
				name, ok := strings.CutSuffix(r.Pattern, "-"+w.name)
				if !ok || r.Strategy != "exclusive" || r.Hung() || len(r.Values(m)) == 0 {
					continue
				}
				at := slices.IndexFunc(found, func(s *stem) bool { return s.name == name })
				if at < 0 {
					at = len(found)
					found = append(found, &stem{name: name, record: r})
				}
				if s := found[at]; !slices.ContainsFunc(s.ways, func(o way) bool { return o.name == w.name }) {
					s.ways, s.means = append(s.ways, w), append(s.means, compare.Median(r.Values(m)))
				}
			}
		}
	}
	return slices.DeleteFunc(found, func(s *stem) bool { return len(s.ways) < 2 })
}

// says lists the ways of a stem that of holds of, with their latencies.
func (s *stem) says(of func(way) bool) Claim {
	var parts []Claim
	for i, w := range s.ways {
		if of(w) {
			parts = append(parts, Say("%v with %s", Time("latency", s.means[i]), w.with))
		}
	}
	return series(parts, ", ")
}

// claim has all latencies of a stem.
func (s *stem) claim() Claim {
	c := Say("%s%s (%v) takes %v.", strings.ToUpper(s.operation()[:1]), s.operation()[1:], Name("pattern", s.name), s.says(func(way) bool { return true }))
	return c.With(s.confidence())
}

func (s *stem) confidence() string {
	return "simulated, medians over " + phrase.Count(s.means[0].N, "seed") + " of the mean latency"
}

// apart is how many times the quickest of the ways that commit the slowest
// takes.
func (s *stem) apart() float64 {
	least, most := 0.0, 0.0
	for i, w := range s.ways {
		if v := s.means[i].Value; w.name != "never" && w.name != "nofsync" {
			most = max(most, v)
			if least == 0 || v < least {
				least = v
			}
		}
	}
	if least == 0 {
		return 1
	}
	return most / least
}

// shortCosts says what a commit costs in the first stem that has one without,
// and where the ways are farthest apart.
func shortCosts(stems []*stem) Claim {
	without := func(s *stem) int {
		return slices.IndexFunc(s.ways, func(w way) bool { return w.name == "never" })
	}
	most, farthest := (*stem)(nil), stems[0]
	for _, s := range stems {
		if without(s) >= 0 && (most == nil || len(s.ways) > len(most.ways)) {
			most = s
		}
		if s.apart() > farthest.apart() {
			farthest = s
		}
	}
	short := func(w way) bool { return w.name == "map-sync" || w.name == "retry" || w.name == "never" }
	var parts []Claim
	if most != nil {
		parts = append(parts, Say("%s (%v) takes %v", most.operation(), Name("pattern", most.name), most.says(short)))
	}
	const apart = 1.5
	if farthest != most && farthest.apart() >= apart {
		parts = append(parts, Say("%s (%v) %v", farthest.operation(), Name("pattern", farthest.name), farthest.says(short)))
	}
	if len(parts) == 0 {
		return stems[0].claim()
	}
	c := Say("%v.", series(parts, "; ")).With(farthest.confidence())
	c.Text = strings.ToUpper(c.Text[:1]) + c.Text[1:]
	return c
}
