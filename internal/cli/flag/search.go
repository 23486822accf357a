package flag

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"daxwait/bench/check"
	"daxwait/daxcore/daxtest"
	"daxwait/internal/nearest"
)

// Search adds the flags of what bounds a search.
func Search(c *cobra.Command, to *check.Limits) {
	Add(c, Budget(&to.Spurious, daxtest.MaxBudget), "spurious", "each scenario's", "sleeps that may end without a wake")
	Add(c, Budget(&to.AllocFails, daxtest.MaxBudget), "alloc-fails", "each scenario's", "allocations that may fail")
	Add(c, Budget(&to.Refusals, daxtest.MaxBudget), "refusals", "each scenario's", "invalidations refused without a need")
	Add(c, &reduce{without: &to.Without}, "reduce", "all", "what is left out that leads to nothing else: "+strings.Join(check.ReductionNames[:], ", ")+", all or none")
	Complete(c, "reduce", reduceWords)
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
