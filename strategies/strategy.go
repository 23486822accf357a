package strategies

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"daxwait/daxcore"
	"daxwait/internal/command"
	"daxwait/internal/contain"
	"daxwait/internal/nearest"
)

// Strategy is a design with its story.
type Strategy struct {
	// Name is what flags, files, benchmarks and charts call it.
	Name string
	// Row is its row in the table of history ([Kernels], [Shapes]), "A" to "N":
	// bench/check tests what each must lose in which shape. It is empty for what is
	// not in there.
	Row string
	// Origin is the commit, release or mail that it comes from.
	Origin string
	// Claim says what it is for, Loses when it is the wrong one.
	Claim, Loses string
	// Hangs says that the design is known to lose wakeups.
	Hangs bool
	// CheckOnly says that it is in the catalogue to be checked: benchmarks
	// leave it out unless they are told its name.
	CheckOnly bool
	// File is the policy file that it was read from, if it was.
	File string
	// Policy is the row of decisions; New overrides it.
	Policy daxcore.Policy
	// New makes the design where it is no Policy.
	New daxcore.Design
	// Home has processes in which a design that is code is run; nil is this one.
	Home *contain.Pool
}

// Away is where the design is to be run, if that is another process: what is code may
// not come back. A Policy always does.
func (s *Strategy) Away() *contain.Pool {
	if s.New == nil {
		return nil
	}
	return s.Home
}

// EntryLock makes the design for one world: s.EntryLock is a [daxcore.Design].
func (s *Strategy) EntryLock(r daxcore.Room) daxcore.EntryLock {
	if s.New == nil {
		return daxcore.Kernel(s.Policy)
	}
	made := s.New(r)
	if made == nil {
		panic(madeNil(s.Name))
	}
	return made
}

// madeNil is the panic of a design, by its name, that is nil when it is made.
type madeNil string

func (n madeNil) Error() string { return "New of " + string(n) + " returns nil" }

// MadeNil implements [contain.Nil].
func (madeNil) MadeNil() {}

// Baseline is the strategy that others are compared with.
const Baseline = "exclusive"

// Catalogue is the designs that there are to choose from, in the order in which
// tables and charts show them.
type Catalogue []*Strategy

// All returns the catalogue that ships: what benchmarks compare, then the rest of
// history by row.
func All() Catalogue {
	return Catalogue{
		exclusive(), perIndex(), merged(), mergedNext(), noPMD(), linux52(), linux512(),
		merged2019(), linux49(), linux49Holes(), linux419(), linux420rc1(), linux420rc4(), linux420rc6(), linux53rc1(), linux53(),
		wakeIfAbsent(), wakeBoth(), linux615(), linux616(),
		directHandOff(),
	}
}

// With returns the catalogue with more designs at its end.
func (c Catalogue) With(more ...*Strategy) Catalogue {
	return append(c[:len(c):len(c)], more...)
}

// At returns the catalogue with designs that are code run by a pool of processes.
func (c Catalogue) At(home *contain.Pool) Catalogue {
	all := Catalogue(copies(c))
	for _, s := range all {
		s.Home = home
	}
	return all
}

// Wait says for how long designs that are code may make no progress, where they have
// a home.
func (c Catalogue) Wait(stall time.Duration) {
	for _, s := range c {
		if s.Home != nil {
			s.Home.Stall = stall
		}
	}
}

// Compared returns those that benchmarks compare if they are told no names.
func (c Catalogue) Compared() []*Strategy {
	return slices.DeleteFunc(slices.Clone(c), func(s *Strategy) bool { return s.CheckOnly })
}

// Names returns the names of all.
func (c Catalogue) Names() (names []string) {
	for _, s := range c {
		names = append(names, s.Name)
	}
	return names
}

// Has reports whether there is a design of that name.
func (c Catalogue) Has(name string) bool {
	return slices.ContainsFunc(c, func(s *Strategy) bool { return s.Name == name })
}

// Find returns copies of the strategies of a comma-separated list of names: for
// nothing those that are compared, for "all" the whole catalogue.
func (c Catalogue) Find(list string) ([]*Strategy, error) {
	if err := c.unique(); err != nil {
		return nil, err
	}
	switch list {
	case "":
		return copies(c.Compared()), nil
	case "all":
		return copies(c), nil
	}
	var found []*Strategy
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(c, func(s *Strategy) bool { return s.Name == name })
		if i < 0 {
			return nil, nearest.Unknown("strategy", name, c.Names(), command.Of("list", "strategies"))
		}
		if !slices.ContainsFunc(found, func(s *Strategy) bool { return s.Name == name }) {
			found = append(found, c[i])
		}
	}
	return copies(found), nil
}

// copies are strategies that their user may change.
func copies(all []*Strategy) []*Strategy {
	all = slices.Clone(all)
	for i, s := range all {
		c := *s
		all[i] = &c
	}
	return all
}

// unique is the error of two strategies with one name, of which flags would find
// the first only.
func (c Catalogue) unique() error {
	seen := map[string]bool{}
	for _, s := range c {
		if seen[s.Name] {
			return fmt.Errorf("the catalogue names %q twice; give one of them a name of its own", s.Name)
		}
		seen[s.Name] = true
	}
	return nil
}

// Compared, Names and Find are those of the catalogue that ships.
func Compared() []*Strategy                 { return All().Compared() }
func Names() []string                       { return All().Names() }
func Find(list string) ([]*Strategy, error) { return All().Find(list) }
