package hang

import (
	"slices"
	"strings"

	"daxwait/strategies"
)

// suspects are the bugs that may be it, the likeliest first, and those that the text
// speaks against. Of a distribution's kernel they are all that its number does not
// exclude, since it may have the code of later ones.
func (a *Answer) suspects(p *pile) (likely, hopeless []*Suspect) {
	var later []*Suspect
	code := codeOf(p)
	for _, b := range slices.Backward(strategies.Bugs()) {
		if b.Spins || !slices.ContainsFunc(p.waits, func(s *Standing) bool { return b.Hits(s.Role, s.Size) }) {
			continue
		}
		s := a.suspect(b)
		s.But = against(b, p)
		has := a.Kernel == "" || b.In(a.version()) || a.Distribution && code.may(b) && !b.End().IsIn(a.version())
		if (a.Kernel == "" || a.Distribution) && strategies.Before(code.to, b.Since()) {
			continue
		}
		switch {
		case has && len(s.But) == 0:
			likely = append(likely, s)
		case has:
			hopeless = append(hopeless, s)
		case a.Distribution && !b.End().IsIn(a.version()):
			s.But = append(s.But, "upstream's kernel of this number does not have it: only if the code of "+b.Since()+" was carried back")
			later = append(later, s)
		}
	}
	// The one whose victims are the fewest explains most.
	slices.SortStableFunc(likely, func(x, y *Suspect) int { return narrow(y.bug, p) - narrow(x.bug, p) })
	return likely, append(hopeless, later...)
}

// code is from which to which kernel the code is, by the names of its functions.
type code struct{ from, to string }

// codeOf tells it of the functions in which tasks wait.
func codeOf(p *pile) (c code) {
	for _, s := range p.waits {
		for _, name := range s.functions {
			f, n, known := p.all.named(name)
			known = known && f.Role != strategies.PageLock // since when its names are is not known exactly
			if known && n.From != "" && (c.from == "" || strategies.Before(c.from, n.From)) {
				c.from = n.From
			}
			if known && n.To != "" && (c.to == "" || strategies.Before(n.To, c.to)) {
				c.to = n.To
			}
		}
	}
	return c
}

// may reports whether the code is new enough for a bug.
func (c code) may(b strategies.Bug) bool {
	return c.from != "" && !strategies.Before(c.from, b.Since())
}

// odd says what of the code is not of the version that the kernel is said to be of.
func (c code) odd(version string) string {
	switch {
	case c.from != "" && strategies.Before(version, c.from) && !strings.HasPrefix(version, c.from):
		return "which kernel it is: " + version + ", and a function of the stack is from " + c.from + " on"
	case c.to != "" && strategies.Before(c.to+".999", version):
		return "which kernel it is: " + version + ", and a function of the stack is gone behind " + c.to
	}
	return ""
}

// narrow is how much a bug fits the tasks better than others do.
func narrow(b strategies.Bug, p *pile) (n int) {
	_, removals, scans, pages := p.roles()
	if len(b.Sizes) != 0 && slices.ContainsFunc(p.waits, func(s *Standing) bool { return slices.Contains(b.Sizes, s.Size) }) {
		n += 2
	}
	if b.Unserialised && removals > 1 {
		n += 3
	}
	if slices.Contains(b.Victims, strategies.Scan) && scans != 0 || slices.Contains(b.Victims, strategies.PageLock) && pages != 0 {
		n++
	}
	return n
}

// against says what of a text speaks against a bug.
func against(b strategies.Bug, p *pile) (but []string) {
	if b.Unserialised {
		for _, s := range p.waits {
			if s.FileSystem != "" && s.FileSystem != "FUSE" {
				but = append(but, "it is "+s.FileSystem+", and other file systems than FUSE hold a lock over invalidation (the pull request of May 2021), so that no invalidation runs beside a fault")
				break
			}
		}
	}
	if slices.Contains(b.Victims, strategies.PageLock) && !slices.ContainsFunc(append(slices.Clone(p.waits), p.mayHold...), func(s *Standing) bool { return s.Role == strategies.PageLock || s.Doing == MayHold }) {
		but = append(but, "no handler of memory failures is in the text")
	}
	return but
}

// suspect is a bug with the releases that end it for a kernel.
func (a *Answer) suspect(b strategies.Bug) *Suspect {
	c := b.End()
	s := &Suspect{Name: b.Name, Commit: c.ID, Title: c.Title, Mainline: c.In, Stable: c.Stable, bug: b}
	s.Has = "from " + b.Since() + " to before " + strings.Join(c.Releases(), ", ")
	for _, next := range strategies.Bugs() {
		if next.Brought == c.ID {
			s.Brings = next.Name + ", until " + next.Ended + " (" + strings.Join(next.End().Releases(), ", ") + ")"
		}
	}
	if a.Kernel == "" || a.Distribution {
		return s
	}
	if r, ok := c.InSeries(a.version()); ok {
		s.First = r
	}
	return s
}
