package results

import (
	"fmt"
	"slices"

	"daxwait/internal/distinct"
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
	VMachine        string
}

// ownCPUs stands for a virtual CPU for each task.
const ownCPUs = -1

// Group is what records must share to be compared across strategies.
func (r *Record) Group() Group { return r.Beside() }

// Beside is the group of the record with no values on some axes: what it shares with
// its neighbours along those.
func (r *Record) Beside(axes ...string) Group {
	g := Group{Engine: r.Engine, Pattern: r.Pattern, Tasks: r.Tasks, VCPUs: r.VCPUs, Profile: r.Profile, Rate: r.Rate, Pinned: r.Pinned, Variant: r.Variant, VMachine: r.VMachine}
	set := r.Set
	for _, axis := range axes {
		switch axis {
		case "tasks":
			g.Tasks = 0
		case "cpus":
			g.VCPUs = 0
		case "rate":
			g.Rate = 0
		default:
			set = slices.DeleteFunc(slices.Clone(set), func(s Setting) bool { return s.Axis == axis })
		}
	}
	if r.OwnCPUs {
		g.VCPUs = ownCPUs
	}
	if g.Set = r.settings; len(set) != len(r.Set) || g.Set == "" {
		g.Set = settings(set, " ")
	}
	return g
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
	if g.VMachine != "" {
		name += ", " + g.VMachine
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
func Groups(records []*Record) []Group { return distinct.Keys(records, (*Record).Group) }

// Case is a strategy in a group.
type Case struct {
	Group
	Strategy string
}

// Case is what makes two records, each with seeds of its own, one case.
func (r *Record) Case() Case { return Case{r.Group(), r.Strategy} }

// Pool puts the records of one strategy and group together: the samples of
// repeated runs are samples of one case, but for those of a simulation with a
// seed that is there already: they are the same. The records given are not
// changed.
func Pool(records []*Record) []*Record { return PoolOf(records).Records }

// Pooled are records that [Pool] put together, each a case of its own.
type Pooled struct {
	Records []*Record
	at      map[key]int32
	keys
}

// PoolOf is Pool, with an index by case.
func PoolOf(records []*Record) *Pooled {
	p := &Pooled{Records: make([]*Record, 0, len(records)), at: make(map[key]int32, len(records))}
	of := map[int32]*pool{} // the cases of more than one record
	for _, r := range records {
		c := p.ofCase(r)
		i, known := p.at[c]
		if !known {
			p.at[c] = int32(len(p.Records))
			p.Records = append(p.Records, r)
			continue
		}
		if of[i] == nil {
			of[i] = poolOf(p.Records[i])
			p.Records[i] = &of[i].Record
		}
		of[i].add(r)
	}
	return p
}

// Find returns where the case of a record is among those, or -1.
func (p *Pooled) Find(r *Record) int {
	if i, ok := p.at[p.ofCase(r)]; ok {
		return int(i)
	}
	return -1
}

// pool is a case of more than one record.
type pool struct {
	Record
	seeds map[uint64]bool
}

// poolOf is a pool of one record, of whose lists it has copies.
func poolOf(r *Record) *pool {
	p := &pool{*r, map[uint64]bool{}}
	p.Samples, p.Hangs, p.Pileups, p.Warnings = slices.Clone(r.Samples), slices.Clone(r.Hangs), slices.Clone(r.Pileups), slices.Clone(r.Warnings)
	p.fresh(r)
	return p
}

// fresh are the samples of a record whose seeds are not there yet.
func (p *pool) fresh(r *Record) (fresh []Sample) {
	if r.Engine != "sim" {
		return r.Samples
	}
	for i, s := range r.Samples {
		if seed := r.Seed + uint64(i); !p.seeds[seed] {
			p.seeds[seed] = true
			fresh = append(fresh, s)
		}
	}
	return fresh
}

func (p *pool) add(r *Record) {
	p.Samples = append(p.Samples, p.fresh(r)...)
	p.Hangs = append(p.Hangs, r.Hangs...)
	p.Pileups = append(p.Pileups, r.Pileups...)
	p.Warnings = append(p.Warnings, r.Warnings...)
}
