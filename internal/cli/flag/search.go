package flag

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/nearest"
	"daxwait/internal/phrase"
)

// Search adds the flags of what bounds a search.
func Search(c *cobra.Command, to *check.Limits) {
	Add(c, Budget(&to.Spurious, daxtest.MaxBudget), "spurious", "each scenario's", "sleeps that may end without a wake")
	Add(c, Budget(&to.AllocFails, daxtest.MaxBudget), "alloc-fails", "each scenario's", "allocations that may fail")
	Add(c, Budget(&to.Refusals, daxtest.MaxBudget), "refusals", "each scenario's", "invalidations refused without a need")
	States(c, &to.MaxStates, 0)
	to.MaxMemory = check.DefaultMemory
	Add(c, &memory{&to.MaxMemory}, "max-memory", "", "memory of a search at most")
	c.Flags().BoolVar(&to.First, "first", false, "go no further than the first loss")
	c.Flags().BoolVar(&to.NoLivelock, "verdict-only", false, "look for no livelock, in half the memory")
	c.Flags().BoolVar(&to.Compact, "compact", false, "keep half of each fingerprint, and prove nothing")
	c.Flags().BoolVar(&to.Places, "places", false, "count the pairs of places that tasks were at together")
	Add(c, &reduce{without: &to.Without}, "reduce", "all", "what to leave out: "+strings.Join(check.ReductionNames[:], ", ")+", all or none")
	Complete(c, "reduce", reduceWords)
	c.Flags().BoolVar(&to.NoShare, "no-share", false, "search each strategy by itself, not once for those that decide the same")
}

// Collect has the runtime collect what is not used any more before searches take much
// more than their limit of memory, if they have one, until done is called.
func Collect(limit int64, searches int) (done func()) {
	if limit == 0 {
		return func() {}
	}
	was := debug.SetMemoryLimit(limit * int64(searches))
	return func() { debug.SetMemoryLimit(was) }
}

// memory is a number of bytes.
type memory struct{ to *int64 }

func (m *memory) Type() string   { return "size" }
func (m *memory) String() string { return phrase.Bytes(*m.to) }

func (m *memory) Set(text string) (err error) {
	*m.to, err = phrase.ParseBytes(text, check.LeastMemory)
	return err
}

// reduce is a list of reductions, kept as those that are not to be used.
type reduce struct {
	without *check.Reductions
	given   bool
}

func reduceWords() []string { return append(slices.Clone(check.ReductionNames[:]), "all", "none") }

func (r *reduce) Type() string { return listType }

func (r *reduce) String() string {
	switch with := check.AllReductions &^ *r.without; with {
	case check.AllReductions:
		return "all"
	case 0:
		return "none"
	default:
		return strings.Join(with.Names(), ",")
	}
}

func (r *reduce) Set(text string) error {
	with := check.Reductions(0)
	if r.given {
		with = check.AllReductions &^ *r.without
	}
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		at := slices.Index(check.ReductionNames[:], word)
		switch {
		case word == "all":
			with = check.AllReductions
		case word == "none":
		case at < 0:
			return fmt.Errorf("want some of %s%s", strings.Join(reduceWords(), ", "), nearest.Question(word, reduceWords()))
		default:
			with |= 1 << at
		}
	}
	*r.without, r.given = check.AllReductions&^with, true
	return nil
}
