package evidence

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/internal/command"
	"daxwait/internal/space"
	"daxwait/results"
	"daxwait/results/answers"
)

// sources reads what --in names: files, folders of results, and folders of such,
// in the order of their names. It finds the folder of a space on the way.
func (g *Gathering) sources() (found []answers.Source, err error) {
	var names, spaces []string
	for _, in := range g.In {
		found, searched, err := Below(in)
		if err != nil {
			return nil, named("in", makesResults(err))
		}
		names, spaces = append(names, found...), append(spaces, searched...)
	}
	if g.Space == "" && len(spaces) > 1 {
		return nil, named("in", command.Advise(fmt.Errorf("the spaces %s", strings.Join(spaces, " and ")), "%s takes one", command.Of("report").Flag("space", "FOLDER")))
	}
	if g.Space == "" && len(spaces) == 1 {
		g.Space = spaces[0]
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			continue
		}
		s, err := g.source(name)
		if err != nil {
			return nil, err
		}
		found = append(found, s)
	}
	if len(found) == 0 {
		return nil, named("in", makesResults(fmt.Errorf("%s: no results in it", strings.Join(g.In, ","))))
	}
	return found, nil
}

// makesResults is an error where there are no results.
func makesResults(err error) error {
	return command.Advise(err, "%s makes results", command.Of("run"))
}

// Below returns the folders of results and of spaces that are at a path or below
// it; a file, and a folder of results, is itself.
func Below(path string) (names, spaces []string, err error) {
	path = filepath.Clean(path)
	err = filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case at == path && !d.IsDir():
			names = append(names, at)
		case !d.IsDir():
		case at != path && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case has(at, results.RunsFile, results.PackedRuns):
			names = append(names, at)
			return fs.SkipDir
		case has(at, space.File, space.PackedFile):
			spaces = append(spaces, at)
			return fs.SkipDir
		}
		return nil
	})
	if err == nil && len(names)+len(spaces) == 0 {
		err = fmt.Errorf("%s: no results in it, or in a folder below it", path)
	}
	return names, spaces, err
}

// has reports whether a folder has one of some files.
func has(dir string, files ...string) bool {
	return slices.ContainsFunc(files, func(name string) bool {
		_, err := os.Stat(filepath.Join(dir, name))
		return err == nil
	})
}

// source reads one folder or file of results.
func (g *Gathering) source(name string) (answers.Source, error) {
	s := answers.Source{Name: name}
	if m, err := results.ReadManifest(name); err == nil && m.Of > 1 {
		return s, command.Advise(fmt.Errorf("%s: shard %d of %d of its plan", name, m.Shard, m.Of), "%s makes one folder of them", command.Of("merge"))
	}
	records, damaged, err := results.Read(name)
	if err != nil {
		return s, makesResults(err)
	}
	s.Records, g.Damaged = records, append(g.Damaged, damaged...)
	if len(s.Records) == 0 {
		return s, makesResults(fmt.Errorf("%s: no record in it", name))
	}
	return s, nil
}
