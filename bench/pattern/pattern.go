package pattern

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

// Pattern is a contention pattern.
type Pattern struct {
	Name  string
	About string
	// Files is how many files there are, Chunks how many times 2 MiB each has.
	Files  int
	Chunks uint64
	// Blocks is what the files consist of at first.
	Blocks fs.Kind
	// Entries is what the page cache holds at first.
	Entries Entries
	// Buckets is the size of the wait table; 0 is the kernel's.
	Buckets int
	// Hold and Think are the times of all roles that have none of their own.
	Hold, Think Time
	// Rounds: each round all start together, do this many operations, and fall
	// silent. 0 is a closed loop without end.
	Rounds int
	// Start is how long after a round a worker begins. Where it is drawn, each
	// round has them in another order.
	Start Time `json:",omitzero"`
	// ReadDirties: a read fault dirties its entry (Linux 6.1).
	ReadDirties bool
	Roles       []Role
	// Replay is what a kernel trace recorded, in place of roles.
	Replay *Replay
	// Tasks is how many tasks the default run has; 0 is 8.
	Tasks int
	// Around: it is about what stands around an entry lock, and not in the default comparison.
	Around bool
	// Journal is how the file system goes about its journal; nil is without one.
	// With one, mappings are synchronous.
	Journal *fs.Journaling
	// Process, if any: workers are threads of one process, and their faults are
	// below its mmap_lock.
	Process *Process

	// own is the pattern in its own regime, if this is the other.
	own *Pattern
}

// Process is what the workers of a pattern are threads of.
type Process struct {
	// Shared: it has mapped each file once, for all threads; else each thread
	// has a mapping of its own.
	Shared bool
	// VMALocks: faults take the lock of their mapping in place of mmap_lock.
	VMALocks bool
}

// Entries is what the page cache of a pattern holds at first.
type Entries uint8

// The contents.
const (
	NoEntries  Entries = iota
	PMDEntries         // a PMD entry for each chunk, if the strategy has any
	PTEEntries         // a PTE entry for each page of a chunk from FirstPTE to 63
)

// FirstPTE is the first page of a chunk that has an entry with PTEEntries. It is
// the one that PMD faults look for, so they meet it locked when it is. Once the
// chunk has an unlocked entry below, they never wait for anything.
const FirstPTE = page

// Time is a time in ns: exponentially distributed around the mean, or constant.
type Time struct {
	Mean     int64
	Constant bool
	// Sleeps: the time is spent off the CPU.
	Sleeps bool
	// InSteps: the model's own steps take the time. The mean stands in for
	// them where steps cost nothing.
	InSteps bool
	// Long, if not 0, stands in for the mean in LongShare percent of all.
	Long      int64   `json:",omitzero"`
	LongShare float64 `json:",omitzero"`
	// Source says where the figure comes from.
	Source string
}

// Role returns the role of a worker.
func (p *Pattern) Role(worker int) *Role {
	for i := range p.Roles {
		if p.Roles[i].Who.Takes(worker) {
			return &p.Roles[i]
		}
	}
	return &p.Roles[len(p.Roles)-1]
}

// Mappings says through which mappings a worker touches pages: large ones, which
// a PMD can map, and small ones, which have PTE faults only.
func (p *Pattern) Mappings(worker int) (large, small bool) {
	if p.Replay != nil {
		return p.Replay.mappings(worker)
	}
	for _, c := range p.Role(worker).Ops {
		switch c.Kind {
		case Touch, Evict:
			large, small = large || !c.Small, small || c.Small
		case Access, Map:
			large, small = large || !c.Small, small || c.Small
		}
	}
	return large, small
}

// RoleIndex groups workers that do the same, for fairness among equals.
func (p *Pattern) RoleIndex(worker int) int {
	if p.Replay != nil {
		return p.Replay.RoleIndex(worker)
	}
	r := p.Role(worker)
	return slices.IndexFunc(p.Roles, func(o Role) bool { return o.Who == r.Who })
}

// RoleName is what a worker is called in reports.
func (p *Pattern) RoleName(worker int) string {
	if p.Replay != nil {
		return "worker"
	}
	return cmp.Or(p.Role(worker).Name, "worker")
}

// Maps reports whether a worker that touches pages through new mappings unmaps
// them and maps them again. Of those of a trace, which does not tell, only those
// do of which it is known.
func (p *Pattern) Maps(worker int) bool { return p.Replay == nil || worker == p.Replay.mapper-1 }

// DefaultTasks is the number of tasks of a default run.
func (p *Pattern) DefaultTasks() int {
	switch {
	case p.Replay != nil:
		return len(p.Replay.Workers)
	case p.Tasks != 0:
		return p.Tasks
	}
	return 8
}

// WithHold returns the pattern in the given regime, "run" or "sleep", under a
// name that says so if it is not the pattern's own. "" is the pattern's own.
func (p *Pattern) WithHold(regime string) (*Pattern, error) {
	q := *p
	switch {
	case regime == "" || regime == p.Regime():
		return p, nil
	case p.own != nil && regime == p.own.Regime():
		return p.own, nil
	}
	switch regime {
	case "run", "sleep":
		q.Hold.Sleeps = regime == "sleep"
		q.Name, q.own = q.Name+"-"+regime, p
		if regime == "run" {
			q.Hold = runHold
		}
		if p.Replay != nil {
			q.Replay = p.Replay.withHold(q.Hold.Sleeps)
		}
		return &q, nil
	}
	return nil, fmt.Errorf("hold %q: want run, sleep or both", regime)
}

// InRegime returns patterns in the given regime, "run" or "sleep"; in both, one
// after the other, for "both"; in their own for "". Replays, which have their
// own as traced, and rounds, which need holders to sleep, stay as they are for
// "both".
func InRegime(patterns []*Pattern, regime string) (found []*Pattern, err error) {
	for _, p := range patterns {
		regimes := []string{regime}
		if regime == "both" {
			regimes = []string{"sleep", "run"}
			if p.Replay != nil || p.Rounds != 0 {
				regimes = []string{""}
			}
		}
		for _, r := range regimes {
			q, err := p.WithHold(r)
			if err != nil {
				return nil, err
			}
			found = append(found, q)
		}
	}
	return found, nil
}

// Regime is "sleep" if holders leave the CPU, else "run".
func (p *Pattern) Regime() string {
	if p.Replay != nil {
		return p.Replay.regime()
	}
	if p.Hold.Sleeps {
		return "sleep"
	}
	return "run"
}

// Fixed reports whether nothing in the pattern is drawn, so that every round and
// every seed is the same schedule.
func (p *Pattern) Fixed() bool {
	if p.Replay != nil || p.Rounds == 0 {
		return false
	}
	drawn := func(t Time) bool { return t.Mean != 0 && !t.Constant || t.Long != 0 }
	if drawn(p.Hold) || drawn(p.Think) || drawn(p.Start) {
		return false
	}
	for _, r := range p.Roles {
		c := r.Ops[0]
		if drawn(r.Think) || len(r.Ops) != 1 || c.Writes != 0 && c.Writes != 100 || c.Where.At == ZipfChunk || c.Where.At == ZipfPage {
			return false
		}
	}
	return true
}

// Pages is the length of each file.
func (p *Pattern) Pages() uint64 { return p.Chunks * daxcore.Chunk }

// Find returns the patterns of a comma-separated list of names, shipped
// replays, regimes (pte-same-run) and what is around entry locks included; for
// "all", or for nothing, those of the default comparison.
func Find(list string) ([]*Pattern, error) {
	all, err := WithShipped()
	if err != nil || list == "" || list == "all" {
		return all, err
	}
	var found []*Pattern
	compared := all
	all = append(all[:len(all):len(all)], Around()...)
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		if name == "all" {
			found = append(found, slices.DeleteFunc(slices.Clone(compared), func(p *Pattern) bool { return named(found, p.Name) != nil })...)
			continue
		}
		p := named(all, name)
		for _, regime := range []string{"run", "sleep"} {
			if base, ok := strings.CutSuffix(name, "-"+regime); ok && p == nil {
				if p = named(all, base); p != nil {
					p, _ = p.WithHold(regime)
				}
			}
		}
		if p == nil {
			return nil, nearest.Unknown("pattern", name, Names(all), command.Of("list", "patterns"))
		}
		if named(found, p.Name) == nil {
			found = append(found, p)
		}
	}
	return found, nil
}

func named(all []*Pattern, name string) *Pattern {
	if i := slices.IndexFunc(all, func(p *Pattern) bool { return p.Name == name }); i >= 0 {
		return all[i]
	}
	return nil
}

// Names returns the names of patterns.
func Names(patterns []*Pattern) []string {
	var names []string
	for _, p := range patterns {
		names = append(names, p.Name)
	}
	return names
}
