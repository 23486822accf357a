package plots

import (
	"cmp"
	"slices"

	"daxwait/plots/internal/ink"
	"daxwait/results"
)

// chart is a kind of chart of records. Whoever adds one writes a file with a
// type of this kind, and a line in [charts].
type chart interface {
	// name is the base name of its files but for the number of a sheet. A "*"
	// stands for what it is drawn of.
	name() string
	// figures lays out its sheets: none if the records have nothing for it.
	figures(s *stats) []*ink.Figure
}

// charts returns the charts of records in the order in which they should be
// read: all, or those of a digest.
func charts(digest bool) []chart {
	show, again := everything, everything
	if digest {
		show, again = farthest, nothing
	}
	return []chart{
		maps{},
		curves{},
		counts(show),
		fallbacks(show),
		hangs{clean: !digest},
		pileups{},
		latencies{},
		tails{show},
		heatmap{"heatmap-ops", "ops/s", show},
		heatmap{"heatmap-p99-wait", "p99-wait-ns", show},
		heatmap{"heatmap-sleeps", "sleeps/op", again}, // as counts
	}
}

// onLarge is the chart of the largest of several machines.
func onLarge(digest bool) chart {
	show := everything
	if digest {
		show = farthest
	}
	return heatmap{"heatmap-ops-large", "ops/s", show}
}

// pick chooses the groups of a chart of a metric, at most so many of them.
type pick func(s *stats, m *results.Metric, groups []results.Group, most int) []results.Group

// everything picks all groups, however many.
func everything(_ *stats, _ *results.Metric, groups []results.Group, _ int) []results.Group {
	return groups
}

// nothing picks no group.
func nothing(*stats, *results.Metric, []results.Group, int) []results.Group { return nil }

// farthest picks those groups in which some strategy clearly differs
// from the baseline, those of the largest differences if they are more than
// most. Times of goroutines are in none: they are of a scheduler that is not the
// kernel's.
func farthest(s *stats, m *results.Metric, groups []results.Group, most int) []results.Group {
	far := map[results.Group]float64{}
	for _, c := range s.changes(m) {
		if hung, _ := s.hungWindows(c.Group, c.Strategy); c.Clear() && hung == 0 && !(m.Machine && c.Group.Engine == "live") {
			far[c.Group] = max(far[c.Group], distance(c))
		}
	}
	differ := slices.DeleteFunc(slices.Clone(groups), func(g results.Group) bool { return far[g] == 0 })
	if len(differ) <= most {
		return differ
	}
	ranked := slices.Clone(differ)
	slices.SortStableFunc(ranked, func(a, b results.Group) int { return cmp.Compare(far[b], far[a]) })
	return slices.DeleteFunc(differ, func(g results.Group) bool { return !slices.Contains(ranked[:most], g) })
}
