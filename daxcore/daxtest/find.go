package daxtest

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/internal/bounded"
	"daxwait/internal/plain"
)

// FindScenarios returns the scenarios of a comma-separated list of shipped
// names, shipped folders, files and folders; all that ship for "all", but those of
// the folder "wide", see [Wide].
func FindScenarios(list string) ([]*Scenario, error) {
	var all []*Scenario
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.TrimSpace(word); word == "" && list != "" {
			return nil, errors.New("a name is missing")
		}
		found, err := findScenario(word)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			if !slices.ContainsFunc(all, func(o *Scenario) bool { return o.Name == s.Name }) {
				all = append(all, s)
			}
		}
	}
	return all, nil
}

func findScenario(word string) ([]*Scenario, error) {
	if word == "" || word == "all" {
		return Scenarios(), nil
	}
	in := slices.DeleteFunc(append(Scenarios(), Wide()...), func(s *Scenario) bool { return path.Dir(s.Name) != strings.TrimSuffix(word, "/") })
	if len(in) != 0 {
		return in, nil
	}
	s, unknown := ScenarioNamed(word)
	if unknown == nil {
		return []*Scenario{s}, nil
	}
	info, err := os.Stat(word)
	switch {
	case err != nil && (filepath.IsAbs(word) || filepath.Ext(word) == ".txt" || !errors.Is(err, os.ErrNotExist)):
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w; nor is there such a file", unknown)
	case !info.IsDir():
		s, err := readScenario(word)
		return []*Scenario{s}, err
	}
	files, err := filepath.Glob(filepath.Join(word, "*.txt"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: no scenario (*.txt) in it", word)
	}
	var all []*Scenario
	for _, file := range files {
		s, err := readScenario(file)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, err
}

func readScenario(file string) (*Scenario, error) {
	f, err := bounded.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := ParseScenario(f, file, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
	if err != nil {
		return nil, err
	}
	if strings.Contains(s.Name, ":") {
		return nil, fmt.Errorf("%s: a name with : cannot stand in a schedule to replay; rename the file", file)
	}
	if !plain.Line(s.Name) {
		return nil, fmt.Errorf("%q: a name with signs that are not shown cannot stand in a schedule to replay; rename the file", file)
	}
	s.File = file
	return s, nil
}
