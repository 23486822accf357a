package bench

import (
	"daxwait/bench/pattern"
	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/mm"
	"daxwait/strategies"
)

// windows are the mappings that a worker has of a file.
type windows struct{ large, small *mm.VMA }

// scene is a world made ready for a pattern, with each worker's windows.
type scene struct {
	world *daxcore.World
	vmas  [][]windows // by worker, by file
}

// newScene makes the world of a pattern for a strategy.
func newScene(p *pattern.Pattern, s *strategies.Strategy, tasks int) *scene {
	w := daxcore.NewWorld(daxcore.Config{
		Tasks: tasks, Files: p.Files, FilePages: p.Pages(), Buckets: p.Buckets,
		Entries: s.EntryLock(), ReadDirties: p.ReadDirties,
	})
	sc := &scene{world: w}
	for worker := range tasks {
		large, small := p.Windows(worker)
		files := make([]windows, p.Files)
		for file := range files {
			if large {
				files[file].large = w.Map(file, &mm.VMA{Pages: p.Pages()})
			}
			if small {
				files[file].small = w.Map(file, &mm.VMA{Pages: p.Pages(), Skewed: true})
			}
		}
		sc.vmas = append(sc.vmas, files)
	}
	sc.fill(p)
	return sc
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

// fill gives a file the blocks and entries that the pattern begins with.
func fill(m *daxcore.Mapping, p *pattern.Pattern) {
	if p.Blocks != fs.Hole {
		m.Blocks.Set(0, p.Pages(), p.Blocks)
		m.Blocks.Commit()
	}
	for base := uint64(0); base < p.Pages(); base += daxcore.Chunk {
		switch p.Entries {
		case pattern.PMDEntries:
			m.Insert(base, daxcore.MakeEntry(m.Blocks.PFN(base), daxcore.FlagPMD), false)
		case pattern.PTEEntries:
			for i := range uint64(64) {
				m.Insert(base+i, daxcore.MakeEntry(m.Blocks.PFN(base+i), 0), false)
			}
		}
	}
}
