package hang

import (
	"slices"
	"strconv"

	"daxwait/internal/dump"
	"daxwait/strategies"
)

// pile are the tasks of a text, by what they do.
type pile struct {
	all     catalogue
	waits   []*Standing // for entries
	holds   []*Standing // an entry, and sleep or run
	mayHold []*Standing
	mm      []*Standing // wait for mmap_lock
	behind  []*Standing // wait for another lock of a file that a fault holds
	others  []*Standing // wait for what is known, and no entry
	spins   []*Standing
	died    []*Standing // with an entry locked
	warned  []*Standing // by fs/dax
	runs    int         // tasks that are shown, and do not hang
	rest    []*Standing
}

func (p *pile) add(s *Standing) {
	switch s.Doing {
	case Waits:
		p.waits = append(p.waits, s)
	case Holds:
		p.holds = append(p.holds, s)
	case MayHold:
		p.mayHold = append(p.mayHold, s)
	case Spins:
		p.spins = append(p.spins, s)
	case Sleeps:
		switch s.For {
		case ofMM:
			p.mm = append(p.mm, s)
		case ofFile, ofMappings:
			p.behind = append(p.behind, s)
		default:
			p.others = append(p.others, s)
		}
	case Elsewhere:
		switch {
		case s.State == "D":
			p.others = append(p.others, s)
		case s.Task.Why == dump.Shown:
			p.runs++
			p.rest = append(p.rest, s)
		default:
			p.rest = append(p.rest, s)
		}
	default:
		p.rest = append(p.rest, s)
	}
}

// dead finds tasks that died in fs/dax, and those that fs/dax warns of.
func (p *pile) dead(d *dump.Dump) {
	for _, acc := range d.Accidents {
		i := slices.IndexFunc(p.rest, func(s *Standing) bool { return s.Doing == Died && s.Task.Line == acc.Line })
		if i < 0 {
			continue
		}
		s := p.rest[i]
		switch {
		case acc.Kind == "warning":
			s.Doing = Warned
			if s.Role != "" || warningOf(s) != "" {
				p.warned = append(p.warned, s)
			}
		case s.Role == strategies.Fault || s.Role == strategies.Writeback || s.Role.Shared() || s.Role == strategies.PageLock:
			p.died = append(p.died, s)
		}
	}
}

// whole reports whether a text has the tasks of a whole machine, not those alone that
// hang.
func (p *pile) whole() bool { return p.runs >= 10 }

// victims are those that wait for entries, without those that wait behind them.
func (p *pile) roles() (faults, removals, scans, pages int) {
	for _, s := range p.waits {
		switch s.Role {
		case strategies.Fault:
			faults++
		case strategies.Removal:
			removals++
		case strategies.Scan:
			scans++
		case strategies.PageLock:
			pages++
		}
	}
	return
}

func itoa(n int) string { return strconv.Itoa(n) }

// sleepers reports whether tasks wait for something that is known, and is no entry and
// no lock.
func (p *pile) sleepers() bool {
	return slices.ContainsFunc(p.others, func(s *Standing) bool { return s.Doing != Elsewhere })
}

// known reports whether tasks wait for something that is known, and is no entry.
func (p *pile) known() bool { return p.sleepers() || len(p.behind)+len(p.mm) != 0 }
