package contain

import "time"

// Note and LimitOf are for tests.
func (p *Pool) Note(of string, b *Broken)       { p.note(of, b) }
func (p *Pool) LimitOf(of string) time.Duration { return p.limit(of) }

// World is for tests.
func World(own, std string, modules ...string) *world { return &world{own, std, modules} }

func (w *world) Stuck(dump string) *Broken  { return w.stuck(dump) }
func (w *world) Died(stderr string) *Broken { return w.died(stderr) }

// Kind is whose a function in a file is: "go", "program" or "design".
func (w *world) Kind(function, file string) string {
	return [...]string{"go", "program", "design"}[w.kind(frame{function, file, "1"})]
}
