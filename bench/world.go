package bench

import (
	"daxwait/bench/pattern"
	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/strategies"
)

// mappings are those that a worker has of a file.
type mappings struct{ large, small *mm.VMA }

// scene is a world made ready for a pattern, with each worker's mappings.
type scene struct {
	world *daxcore.World
	vmas  [][]mappings // by worker, by file
}

// newScene makes the world of a pattern for a strategy.
func newScene(p *pattern.Pattern, s *strategies.Strategy, tasks int) *scene {
	c := daxcore.Config{
		Tasks: tasks, Files: p.Files, FilePages: p.Pages(), Buckets: p.Buckets,
		Entries: s.EntryLock, ReadDirties: p.ReadDirties,
	}
	if p.Journal != nil {
		c.Journal, c.Journaling = true, *p.Journal
	}
	w := daxcore.NewWorld(c)
	sc := &scene{world: w}
	if p.Journal != nil {
		flag(w)
	}
	var process *mm.AddressSpace
	if p.Process != nil {
		process = w.AddAddressSpace(p.Process.VMALocks)
	}
	for worker := range tasks {
		if p.Process != nil && p.Process.Shared && worker > 0 {
			sc.vmas = append(sc.vmas, sc.vmas[0])
			continue
		}
		large, small := p.Mappings(worker)
		if p.Process != nil && p.Process.Shared {
			large, small = true, false
		}
		files := make([]mappings, p.Files)
		for file := range files {
			if large {
				files[file].large = w.Map(file, &mm.VMA{Pages: p.Pages(), AddressSpace: process, Sync: p.Journal != nil})
			}
			if small {
				files[file].small = w.Map(file, &mm.VMA{Pages: p.Pages(), Skewed: true, AddressSpace: process, Sync: p.Journal != nil})
			}
		}
		sc.vmas = append(sc.vmas, files)
	}
	sc.fill(p)
	return sc
}

// flag says of every other page that nobody will call fsync for it.
func flag(w *daxcore.World) {
	for _, m := range w.Files {
		for i := uint64(0); i < m.Blocks.Pages(); i += 2 {
			m.Blocks.Flag(i)
		}
	}
}

// refill brings a world that all have left in order back to its beginning.
func (sc *scene) refill(p *pattern.Pattern) {
	for _, m := range sc.world.Files {
		m.Clear()
	}
	sc.fill(p)
}

func (sc *scene) fill(p *pattern.Pattern) {
	for _, m := range sc.world.Files {
		fill(m, p)
	}
}

// fill gives a file the blocks and entries that the pattern begins with. A
// strategy without PMD faults has no PMD entries either.
func fill(m *daxcore.Mapping, p *pattern.Pattern) {
	pmds := !m.World().Entries.Rules().PMDOff
	insert := func(index uint64, order uint8) {
		switch {
		case order == daxcore.PTE:
			m.Insert(index, daxcore.MakeEntry(m.Blocks.PFN(index), 0), false)
		case pmds:
			m.Insert(index, daxcore.MakeEntry(m.Blocks.PFN(index), daxcore.FlagPMD), false)
		}
	}
	if p.Blocks != fs.Hole {
		m.Blocks.Set(0, p.Pages(), p.Blocks)
		m.Blocks.Commit()
	}
	for base := uint64(0); base < p.Pages(); base += daxcore.Chunk {
		switch p.Entries {
		case pattern.PMDEntries:
			insert(base, daxcore.PMD)
		case pattern.PTEEntries:
			for i := base + pattern.FirstPTE; i < base+64; i++ {
				insert(i, daxcore.PTE)
			}
		}
	}
	if p.Replay != nil {
		for _, e := range p.Replay.Entries {
			if e.File == int(m.ID) {
				insert(e.Index, e.Order)
			}
		}
	}
}
