package strategies

import (
	"fmt"
	"slices"
	"strings"

	"daxwait/daxcore"
	"daxwait/internal/nearest"
)

// Strategy is a design with its story.
type Strategy struct {
	// Name is what flags, files, benchmarks and charts call it.
	Name string
	// Row is its row in the oracle table, which says for the designs of history
	// what each must lose: "A" to "N". It is empty for what is not in there.
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
}

// EntryLock makes the design for one world: s.EntryLock is a [daxcore.Design].
func (s *Strategy) EntryLock(r daxcore.Room) daxcore.EntryLock {
	if s.New != nil {
		return s.New(r)
	}
	return daxcore.Kernel(s.Policy)
}

// Baseline is the strategy that others are compared with.
const Baseline = "exclusive"

// All returns the catalogue, in the order in which tables and charts show it:
// what benchmarks compare, then the rest of history by row.
func All() []*Strategy {
	return []*Strategy{
		exclusive(), perIndex(), merged(), mergedNext(), noPMD(), linux52(), linux512(),
		merged2019(), linux49(), linux419(), linux420rc1(), linux420rc4(), linux420rc6(), linux53rc1(), linux53(),
		wakeIfAbsent(), wakeBoth(), linux615(), linux616(),
		directHandOff(),
	}
}

// Compared returns those that benchmarks compare if they are told no names.
func Compared() []*Strategy {
	return slices.DeleteFunc(All(), func(s *Strategy) bool { return s.CheckOnly })
}

// Names returns the names of all.
func Names() []string {
	var names []string
	for _, s := range All() {
		names = append(names, s.Name)
	}
	return names
}

// Find returns the strategies of a comma-separated list of names: for nothing
// those that are compared, for "all" the whole catalogue.
func Find(list string) ([]*Strategy, error) {
	if err := unique(All()); err != nil {
		return nil, err
	}
	switch list {
	case "":
		return Compared(), nil
	case "all":
		return All(), nil
	}
	var found []*Strategy
	for name := range strings.SplitSeq(list, ",") {
		all := All()
		i := slices.IndexFunc(all, func(s *Strategy) bool { return s.Name == strings.TrimSpace(name) })
		if i < 0 {
			return nil, nearest.Unknown("strategy", strings.TrimSpace(name), Names(), "daxwait list strategies")
		}
		if !slices.ContainsFunc(found, func(s *Strategy) bool { return s.Name == all[i].Name }) {
			found = append(found, all[i])
		}
	}
	return found, nil
}

// unique is the error of two strategies with one name, of which flags would find
// the first only.
func unique(all []*Strategy) error {
	seen := map[string]bool{}
	for _, s := range all {
		if seen[s.Name] {
			return fmt.Errorf("strategies/strategy.go: All names %q twice; give one of them a name of its own", s.Name)
		}
		seen[s.Name] = true
	}
	return nil
}
