package check

import (
	"daxwait/daxcore/task"
)

// Pairs are pairs of places: a bit for each label at which some task stood while
// another stood at the label of the element.
type Pairs [task.Labels]uint64

// Add takes over pairs, and reports whether some are new.
func (p *Pairs) Add(o *Pairs) (fresh bool) {
	for l, bits := range o {
		fresh = fresh || bits&^p[l] != 0
		p[l] |= bits
	}
	return fresh
}

// Count returns how many pairs there are, each once.
func (p *Pairs) Count() (n int) {
	for l := range p {
		for k := range l + 1 {
			n += int(p[l] >> k & 1)
		}
	}
	return n
}

// meet notes which places are taken at the same time in the state that the engine
// has got to.
func (e *engine) meet(p *Pairs) {
	for id := range e.tasks {
		for other := range id {
			a, aOK := e.label(id)
			b, bOK := e.label(other)
			if aOK && bOK {
				p[a] |= 1 << b
				p[b] |= 1 << a
			}
		}
	}
}

// label is where a task stands that has not finished.
func (e *engine) label(id int) (l task.Label, ok bool) {
	if pl := e.pool.at(id, e.tasks[id].local); pl != nil {
		return pl.label, true
	}
	return 0, false
}
