package daxtest

import (
	"cmp"
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

//go:embed scenarios
var shipped embed.FS

//go:embed wide
var generated embed.FS

// Scenarios returns those that ship: the shapes in which designs have lost
// wakeups, and each operation beside faults. A name is that of a folder and a
// file, such as "entry/pmd-meets-pte"; they are in the order of their columns.
// Each call returns scenarios of its own.
func Scenarios() []*Scenario {
	var all []*Scenario
	for _, s := range parsed() {
		all = append(all, s.clone())
	}
	return all
}

// Wide returns the scenarios of five tasks and up to ten operations that ship beside:
// tools/widen has drawn them, and kept those that tell designs apart as no other
// does. Their names begin with "wide/". They take minutes for all designs, and are
// part of nothing that does not name them.
func Wide() []*Scenario {
	var all []*Scenario
	for _, s := range wide() {
		all = append(all, s.clone())
	}
	return all
}

// parsed are those of [Scenarios], and wide those of [Wide], which are part of the
// program and read once.
var (
	parsed = sync.OnceValue(func() []*Scenario { return parse(shipped, "scenarios", "") })
	wide   = sync.OnceValue(func() []*Scenario { return parse(generated, "wide", "wide/") })
)

// parse reads the scenarios in a folder of the program. Their names begin with prefix.
func parse(files embed.FS, folder, prefix string) []*Scenario {
	var all []*Scenario
	err := fs.WalkDir(files, folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".txt" {
			return err
		}
		f, err := files.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		name := prefix + strings.TrimSuffix(strings.TrimPrefix(file, folder+"/"), path.Ext(file))
		s, err := ParseScenario(f, file, name)
		all = append(all, s)
		return err
	})
	if err != nil {
		panic(err) // they are part of the program
	}
	slices.SortStableFunc(all, func(a, b *Scenario) int {
		return cmp.Or(cmp.Compare((a.Column-1)&0xff, (b.Column-1)&0xff), strings.Compare(a.Name, b.Name))
	})
	return all
}

// ScenarioNamed returns a shipped scenario by its name, which may do without
// its folder.
func ScenarioNamed(name string) (*Scenario, error) {
	for _, s := range slices.Concat(parsed(), wide()) {
		if s.Name == name || path.Base(s.Name) == name {
			return s.clone(), nil
		}
	}
	var names []string
	for _, s := range parsed() {
		names = append(names, s.Name)
	}
	return nil, nearest.Unknown("scenario", name, names, command.Of("list", "scenarios"))
}
