package compare

import (
	"cmp"
	"slices"

	"daxwait/internal/distinct"
	"daxwait/results"
)

// spot is a machine with a number of tasks.
type spot struct{ cpus, tasks int }

func spotOf(r *results.Record) spot {
	if r.OwnCPUs {
		return spot{results.OneEach, r.Tasks}
	}
	return spot{r.VCPUs, r.Tasks}
}

// Placed reports whether simulations were made on some machines, each with some
// numbers of tasks, that are no grid: those are places, to be looked at one by one,
// and no axes.
func Placed(records []*results.Record) bool {
	type place struct {
		pattern string
		spot
	}
	var places distinct.List[place]
	for _, r := range records {
		if r.Engine == "sim" {
			places.At(place{r.Pattern, spotOf(r)})
		}
	}
	_, at := distinct.Split(places.All(), func(p place) string { return p.pattern })
	for _, spots := range at {
		cpus, tasks := map[int]bool{}, map[int]bool{}
		for _, p := range spots {
			cpus[p.cpus], tasks[p.tasks] = true, true
		}
		if len(spots) < len(cpus)*len(tasks) {
			return true
		}
	}
	return false
}

// Ends returns the records of the machine with the fewest CPUs, and of what is no
// simulation, and those of the place with the most CPUs and there the most tasks. Of
// records that are not [Placed] the first are all, and the second none.
func Ends(records []*results.Record) (small, large []*results.Record) {
	if !Placed(records) {
		return records, nil
	}
	var spots []spot
	for _, r := range records {
		if r.Engine == "sim" {
			spots = append(spots, spotOf(r))
		}
	}
	order := func(a, b spot) int { return cmp.Or(cmp.Compare(a.cpus, b.cpus), cmp.Compare(a.tasks, b.tasks)) }
	least, most := slices.MinFunc(spots, order), slices.MaxFunc(spots, order)
	for _, r := range records {
		switch p := spotOf(r); {
		case r.Engine != "sim" || p.cpus == least.cpus:
			small = append(small, r)
		case p == most:
			large = append(large, r)
		}
	}
	return small, large
}
