package trace

// key is what a look-up is for: a page, or the 2 MiB that it is in.
type key struct {
	file  FileID
	index uint64
	large bool
}

func keyOf(file FileID, index uint64, order uint8) key {
	if order != 0 {
		return key{file, index >> pmdOrder, true}
	}
	return key{file, index, false}
}

// around is the key of the 2 MiB that a page is in.
func (k key) around() key {
	if k.large {
		return k
	}
	return key{k.file, k.index >> pmdOrder, true}
}

// keys is a set of keys, which meets another if both may come to one entry.
type keys struct{ of, within map[key]bool }

func (s *keys) add(k key) {
	if s.of == nil {
		s.of, s.within = map[key]bool{}, map[key]bool{}
	}
	s.of[k], s.within[k.around()] = true, true
}

func (s *keys) meets(k key) bool {
	return s.of[k] || s.of[k.around()] || k.large && s.within[k]
}

// end ends what tasks are in when the trace does. An operation that has no end is
// kept as far as it came: it may be the one that hangs.
func (p *replayer) end() {
	var asleep, awake keys // what tasks sleep on; what others have, or are on the way to
	device := p.files.devices()
	for _, a := range p.tasks {
		if a.key.file.Dev == 0 { // as settle does
			a.key.file.Dev = device[a.key.file.Ino]
		}
		switch {
		case a.open == nothing:
		case a.slept && !a.woken:
			asleep.add(a.key)
		case a.held || a.unlocked || a.looking || a.waking:
			awake.add(a.key)
		}
	}
	told := p.captured.any(SchedWaking, SchedWakeup) && p.captured.Tells(Holds) && p.captured.Tells(Wakes)
	for _, a := range p.tasks {
		switch a.open {
		case faulting, writing, invalidating:
		default:
			p.close(a)
			continue
		}
		p.warnings.add(NoPartner, a.line, 1)
		a.op.Open = true
		a.op.Lost = told && a.slept && !a.woken && !awake.meets(a.key)
		a.op.Stuck = a.held && !a.looking && a.away && !a.awayPreempt && asleep.meets(a.key)
		switch {
		case a.slept:
			a.op.WaitNS += max(p.last-a.sleep, 0)
		case a.held && !a.looking:
			a.unholdAt(a.at(p.last))
		}
		if a.open == faulting {
			a.faults++
		}
		p.keep(a)
	}
}
