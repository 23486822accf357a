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

// parsed are those of [Scenarios], which are part of the program and read once.
var parsed = sync.OnceValue(func() []*Scenario {
	var all []*Scenario
	err := fs.WalkDir(shipped, "scenarios", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := shipped.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		name := strings.TrimSuffix(strings.TrimPrefix(file, "scenarios/"), path.Ext(file))
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
})

// ScenarioNamed returns a shipped scenario by its name, which may do without
// its folder.
func ScenarioNamed(name string) (*Scenario, error) {
	for _, s := range parsed() {
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
