package flag

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"daxwait/internal/phrase"
	"daxwait/results"
	"daxwait/results/store"
)

// Existing says what becomes of results that a folder has already.
type Existing struct {
	// Resume goes on with them, Force writes over them, Aside moves them away.
	Resume, Force, Aside bool
}

// Keep adds --force, and has what is in the usual folder moved aside.
func Keep(c *cobra.Command, to *Existing) {
	c.Flags().BoolVar(&to.Force, "force", false, "write over results of another plan in --out")
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		to.Aside = !c.Flags().Changed("out")
		return run(c, args)
	}
}

// How is what they say.
func (e *Existing) How() results.How {
	switch {
	case e.Resume:
		return results.Resume
	case e.Force:
		return results.Force
	case e.Aside:
		return results.Aside
	}
	return results.Fresh
}

// Begin opens a folder for the records of a plan, and says what was found there. What was
// damaged is done again.
func Begin(stderr io.Writer, on store.FS, dir string, m *results.Manifest, how results.How) (*results.Log, error) {
	log, found, err := results.Begin(on, dir, m, how)
	if err != nil {
		return nil, Refused(err)
	}
	Moved(stderr, dir, found.Moved)
	_ = Damage(stderr, found.Damaged)
	return log, nil
}

// Moved says where results went, if they went anywhere.
func Moved(stderr io.Writer, dir, to string) {
	if to != "" {
		fmt.Fprintf(stderr, "daxwait: the results that were in %s are in %s now; %d generations are kept\n", dir, to, store.Kept)
	}
}

// Refused is the error of a folder: one that others write, or that has other results, is
// the user's to mend.
func Refused(err error) error {
	var busy *store.Busy
	var occupied *results.Occupied
	var other *results.OtherPlan
	switch {
	case errors.As(err, &occupied):
		return Misuse(fmt.Errorf("%w: --force", err))
	case errors.As(err, &other):
		return Misuse(fmt.Errorf("%w; name another folder, or begin again there with --force", err))
	case errors.As(err, &busy):
		return Misuse(err)
	}
	return err
}

// fewDamaged is how many lines are named one by one.
const fewDamaged = 5

// Damage warns of lines that were left out. A last line that is cut off costs no case
// that was finished; of others, the error says that what was read is not complete.
func Damage(stderr io.Writer, damaged []*results.Damage) error {
	rotten := 0
	for i, d := range damaged {
		if !d.Cut {
			rotten++
		}
		switch {
		case i < fewDamaged:
			fmt.Fprintf(stderr, "daxwait: warning: %v; it is left out\n", d)
		case i == fewDamaged:
			fmt.Fprintf(stderr, "daxwait: warning: %s more are left out\n", phrase.Count(len(damaged)-fewDamaged, "line"))
		}
	}
	if rotten == 0 {
		return nil
	}
	return WithCode(fmt.Errorf("%s left out: what is said above lacks them", phrase.CountOf(rotten, "line was", "lines were")), Incomplete)
}
