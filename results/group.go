package results

import (
	"fmt"
	"slices"

	"daxwait/internal/phrase"
)

// Group names a set of records that differ in strategy (and seed) alone.
type Group struct {
	Engine, Pattern string
	Tasks           int
	VCPUs           int
	Profile         string
	Rate            float64
	Pinned          bool
	Set, Variant    string
}

// ownCPUs stands for a virtual CPU for each task.
const ownCPUs = -1

// Group is what records must share to be compared across strategies.
func (r *Record) Group() Group {
	cpus := r.VCPUs
	if r.OwnCPUs {
		cpus = ownCPUs
	}
	return Group{r.Engine, r.Pattern, r.Tasks, cpus, r.Profile, r.Rate, r.Pinned, settings(r.Set, " "), r.Variant}
}

// Name is the pattern, with the virtual CPUs and what is unusual about how it
// was run.
func (g Group) Name() string {
	name := g.Pattern
	switch g.VCPUs {
	case 0:
	case ownCPUs:
		name += " on a CPU for each"
	default:
		name += fmt.Sprintf(" on %d CPUs", g.VCPUs)
	}
	if g.Profile != "" && g.Profile != "default" {
		name += ", " + g.Profile
	}
	if g.Rate != 0 {
		name += fmt.Sprintf(" at %g/s", g.Rate)
	}
	if g.Pinned {
		name += ", pinned"
	}
	for _, s := range []string{g.Set, g.Variant} {
		if s != "" {
			name += ", " + s
		}
	}
	return name
}

// Where is the name with the number of tasks, where the group has one.
func (g Group) Where() string {
	if g.Tasks == 0 {
		return g.Name()
	}
	return phrase.Count(g.Tasks, "task") + " in " + g.Name()
}

// Groups returns the groups of records in order of first appearance.
func Groups(records []*Record) []Group {
	var groups []Group
	for _, r := range records {
		if !slices.Contains(groups, r.Group()) {
			groups = append(groups, r.Group())
		}
	}
	return groups
}

// Pool puts the records of one strategy and group together: the samples of
// repeated runs are samples of one case, but for those of a simulation with a
// seed that is there already: they are the same. The records given are not
// changed.
func Pool(records []*Record) []*Record {
	type key struct {
		Group
		strategy string
	}
	type seeded struct {
		key
		seed uint64
	}
	first := map[key]*Record{}
	known := map[seeded]bool{}
	var pooled []*Record
	for _, r := range records {
		k := key{r.Group(), r.Strategy}
		fresh := r.Samples
		if r.Engine == "sim" {
			fresh = nil
			for i, s := range r.Samples {
				if at := (seeded{k, r.Seed + uint64(i)}); !known[at] {
					known[at] = true
					fresh = append(fresh, s)
				}
			}
		}
		p := first[k]
		if p == nil {
			c := *r
			first[k] = &c
			pooled = append(pooled, &c)
			continue
		}
		p.Samples = append(p.Samples[:len(p.Samples):len(p.Samples)], fresh...)
		p.Hangs = append(p.Hangs[:len(p.Hangs):len(p.Hangs)], r.Hangs...)
		p.Pileups = append(p.Pileups[:len(p.Pileups):len(p.Pileups)], r.Pileups...)
		p.Warnings = append(p.Warnings[:len(p.Warnings):len(p.Warnings)], r.Warnings...)
	}
	return pooled
}
