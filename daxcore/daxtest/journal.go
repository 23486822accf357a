package daxtest

import (
	"fmt"
	"strings"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
)

// Journal is what a scenario says of the journal of its file system, which has
// an ordinary file beside the DAX file, and one address space for all tasks.
type Journal struct {
	fs.Journaling
	// PMD: mappings may have PMD faults; else they are of an address where none
	// fits.
	PMD bool
	// Dirty: metadata of the DAX file is uncommitted at first.
	Dirty bool
	// Flagged are the pages of the DAX file that nobody calls fsync for.
	Flagged []uint64
}

// AsShipped reports whether the file system, if the scenario has one, goes about
// its journal as Linux does since 4.15.
func (s *Scenario) AsShipped() bool {
	return s.Journal == nil || s.Journal.Journaling == fs.Journaling{}
}

// parseJournal reads "yes", or rules such as "order=entry-first sync=retry".
// A rule that is not named is that of Linux since 4.15.
func parseJournal(text string) (*Journal, error) {
	j := &Journal{}
	if text == "yes" {
		return j, nil
	}
	seen := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		key, value, _ := strings.Cut(word, "=")
		var err error
		switch key {
		case "order":
			j.Order, err = ruleNamed[fs.FaultOrder](value)
		case "sync":
			j.Sync, err = ruleNamed[fs.SyncFaults](value)
		case "copy":
			j.Copy, err = ruleNamed[fs.CopyRule](value)
		case "faults":
			if j.PMD = value == "pmd"; !j.PMD && value != "pte" {
				err = fmt.Errorf("want pte, pmd")
			}
		case "metadata":
			if j.Dirty = value == "dirty"; !j.Dirty && value != "clean" {
				err = fmt.Errorf("want clean, dirty")
			}
		default:
			err = fmt.Errorf("want yes, or rules: order=, sync=, copy=, faults=, metadata=")
		}
		if err == nil && seen[key] {
			err = fmt.Errorf("%s is there twice", key)
		}
		if err != nil {
			return nil, fmt.Errorf("journal: %q: %w", word, err)
		}
		seen[key] = true
	}
	if len(seen) == 0 {
		return nil, fmt.Errorf("journal: want yes, or rules such as sync=retry")
	}
	return j, nil
}

// setUp makes a world begin as the journal says.
func (j *Journal) setUp(w *daxcore.World) {
	if j == nil {
		return
	}
	if j.Dirty {
		w.Journal.Changed(0)
	}
	for _, page := range j.Flagged {
		w.Files[0].Blocks.Flag(page)
	}
}

// ruleNamed returns the value of a rule that prints as word.
func ruleNamed[T interface {
	~uint8
	fmt.Stringer
}](word string) (T, error) {
	var names []string
	for v := T(0); v.String() != fmt.Sprint(uint8(v)); v++ {
		if v.String() == word {
			return v, nil
		}
		names = append(names, v.String())
	}
	return 0, fmt.Errorf("want %s", strings.Join(names, ", "))
}

// parseFlagged reads a list of indexes.
func parseFlagged(text string) (pages []uint64, err error) {
	for _, word := range names(text) {
		i, err := ParseIndex(word)
		if err != nil {
			return nil, err
		}
		pages = append(pages, i)
	}
	return pages, nil
}
