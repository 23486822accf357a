package results

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/results/store"
)

// How says what becomes of the results that a folder has already.
type How int

// The ways to begin.
const (
	// Fresh writes results of the same plan again, and refuses a folder with those of
	// another: see [Occupied].
	Fresh How = iota
	// Force writes over whatever is there.
	Force
	// Aside moves results out of the way that are there, whatever they are of: see
	// [store.Aside].
	Aside
	// Resume goes on behind the records that are there. They must be cases of the plan,
	// which may have more than those of before: see [OtherPlan].
	Resume
)

// Occupied is the error of a folder that has results of another plan.
type Occupied struct {
	Dir, Why string
	Records  int
}

func (o *Occupied) Error() string {
	return fmt.Sprintf("%s has %d records of another plan (%s): name another folder, or write over them", o.Dir, o.Records, o.Why)
}

// OtherPlan is the error of a folder that is to be gone on with by another plan than
// the one its records are of.
type OtherPlan struct{ Dir, Why string }

func (o *OtherPlan) Error() string {
	return fmt.Sprintf("cannot resume in %s: %s", o.Dir, o.Why)
}

// Begun says what was found in a folder.
type Begun struct {
	// Moved is the folder that results went to that were there, if they were moved
	// aside.
	Moved string
	// Damaged are the lines that are left out. Of those that were not only cut off, the
	// file is kept: see [DamagedFile].
	Damaged []*Damage
}

// DamagedFile is where a file of records goes of which lines were damaged, when it is
// gone on with.
const DamagedFile = RunsFile + ".damaged"

// Begin holds a folder, opens it for the records of a plan, and puts the manifest there;
// nil is of no plan. The error of a folder that another process is writing is a
// [store.Busy].
func Begin(on store.FS, dir string, m *Manifest, how How) (l *Log, found Begun, err error) {
	on = store.On(on)
	l = &Log{on: on, dir: dir}
	if l.held, err = store.Hold(on, dir); err != nil {
		return nil, found, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.Close())
			l = nil
		}
	}()
	there, err := look(dir)
	if err != nil && (how == Fresh || how == Resume) {
		return l, found, err
	}
	something := len(there.records)+len(there.damaged) != 0 || err != nil
	if how == Resume {
		found.Damaged = there.damaged
		return l, found, l.goOn(&there, m)
	}
	if something && how != Force {
		if how == Aside {
			if found.Moved, err = store.Aside(on, dir, RunsFile, BenchFile, PackedRuns, PlanFile, DamagedFile); err != nil {
				return l, found, err
			}
		} else if why := otherPlan(dir, m); why != "" {
			return l, found, &Occupied{dir, why, len(there.records)}
		}
	}
	for _, old := range []string{PlanFile, PackedRuns} {
		if err := on.Remove(filepath.Join(dir, old)); err != nil {
			return l, found, err
		}
	}
	if err := l.open(0, false); err != nil || m == nil {
		return l, found, err
	}
	return l, found, m.Write(on, dir)
}

// goOn opens a folder behind the records that are there.
func (l *Log) goOn(there *content, m *Manifest) error {
	if packed := filepath.Join(l.dir, PackedRuns); there.packed {
		return packedError(packed)
	}
	l.old = there.records
	rotten := slices.ContainsFunc(there.damaged, func(d *Damage) bool { return !d.Cut })
	if m != nil && len(l.old) != 0 {
		before, err := ReadManifest(l.dir)
		places := m.places()
		if why := m.notIts(before, err, l.old, places); why != "" {
			return &OtherPlan{l.dir, why}
		}
		l.disordered = rotten || err != nil || before.Plan != m.Plan || before.Shard != m.Shard || !inOrder(l.old, places)
	}
	keep, newline := there.keep, there.newline
	if rotten {
		name := filepath.Join(l.dir, RunsFile)
		if err := l.on.Rename(name, filepath.Join(l.dir, DamagedFile)); err != nil {
			return err
		}
		files, err := whole(l.dir, l.old)
		if err != nil {
			return err
		}
		if err := store.Write(l.on, files...); err != nil {
			return err
		}
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		keep, newline = info.Size(), false
	}
	if err := l.open(keep, newline); err != nil || m == nil {
		return err
	}
	return m.Write(l.on, l.dir)
}

// otherPlan is why the results of a folder are not of the plan; empty if they are.
func otherPlan(dir string, m *Manifest) string {
	if m == nil {
		return "this is no one plan"
	}
	there, err := ReadManifest(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "it has no " + PlanFile
	case err != nil:
		return err.Error()
	case there.Plan != m.Plan:
		return strings.Join(there.Differs(m), "; ")
	case there.Shard != m.Shard || there.Of != m.Of:
		return fmt.Sprintf("it is shard %d/%d", there.Shard, there.Of)
	}
	return ""
}

// notIts is why records that are in a folder are not of the plan, by the manifest that is
// there, or why it cannot be read, and by what they are; empty if they are.
func (m *Manifest) notIts(there *Manifest, unread error, records []*Record, places map[string]int) string {
	switch {
	case unread != nil && places != nil: // it is lost, or damaged: the records tell, and it is made again
	case unread != nil:
		return unread.Error()
	default:
		if differs := there.differsInKind(m); differs != nil {
			return strings.Join(differs, "; ")
		}
	}
	for _, r := range records {
		if _, planned := places[r.caseName()]; places != nil && !planned {
			what := "the plan"
			if m.Of > 1 {
				what = fmt.Sprintf("shard %d/%d", m.Shard, m.Of)
			}
			return fmt.Sprintf("%s, seed %d, window %s, is no case of %s", r.Name(), r.Seed, FormatValue(float64(r.Window), "ns"), what)
		}
	}
	return ""
}

// places are the cases of the plan that are to be here, by name, with their places in it;
// nil if the plan was not described by this program.
func (m *Manifest) places() map[string]int {
	if m.heads == nil {
		return nil
	}
	at := map[string]int{}
	for i, r := range m.heads {
		at[r.caseName()] = m.Has[i]
	}
	return at
}

// inOrder reports whether records are in the order of their places, as far as that is
// known.
func inOrder(records []*Record, places map[string]int) bool {
	return slices.IsSortedFunc(records, func(a, b *Record) int { return places[a.caseName()] - places[b.caseName()] })
}

// caseName tells a case from the others of a plan.
func (r *Record) caseName() string {
	return fmt.Sprint(r.Group(), r.Strategy, r.Hold, r.Loop, r.Seed, r.Window)
}

// content is what is in a folder.
type content struct {
	records []*Record
	damaged []*Damage
	packed  bool
	// keep is how many bytes of the file stay, and newline whether the last of these
	// is one that is still missing.
	keep    int64
	newline bool
}

// look reads what is in a folder.
func look(dir string) (c content, err error) {
	c.packed = exists(filepath.Join(dir, PackedRuns))
	name := filepath.Join(dir, RunsFile)
	if c.packed {
		c.records, c.damaged, err = Read(filepath.Join(dir, PackedRuns))
		if len(c.damaged) != 0 {
			err = nil
		}
		return c, err
	}
	f, err := bounded.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, err
	}
	defer f.Close()
	in := &lines{r: bufio.NewReaderSize(f, 1<<16)}
	for r, err := range in.each(name) {
		var d *Damage
		switch {
		case errors.As(err, &d):
			c.damaged = append(c.damaged, d)
		case err != nil:
			return c, err
		default:
			c.records = append(c.records, r)
			c.keep, c.newline = in.at, in.open
		}
	}
	return c, nil
}
