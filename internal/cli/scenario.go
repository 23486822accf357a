package cli

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"daxwait/daxcore/daxtest"
)

// findScenarios returns the scenarios of a comma-separated list of shipped
// names, shipped folders, files and folders; all that ship for "all".
func findScenarios(list string) ([]*daxtest.Scenario, error) {
	var all []*daxtest.Scenario
	for word := range strings.SplitSeq(list, ",") {
		found, err := findScenario(strings.TrimSpace(word))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func findScenario(word string) ([]*daxtest.Scenario, error) {
	if word == "" || word == "all" {
		return daxtest.Scenarios(), nil
	}
	in := slices.DeleteFunc(daxtest.Scenarios(), func(s *daxtest.Scenario) bool { return path.Dir(s.Name) != strings.TrimSuffix(word, "/") })
	if len(in) != 0 {
		return in, nil
	}
	s, unknown := daxtest.ScenarioNamed(word)
	if unknown == nil {
		return []*daxtest.Scenario{s}, nil
	}
	info, err := os.Stat(word)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w; nor is there such a file", unknown)
	case !info.IsDir():
		s, err := readScenario(word)
		return []*daxtest.Scenario{s}, err
	}
	files, err := filepath.Glob(filepath.Join(word, "*.txt"))
	if err == nil && len(files) == 0 {
		err = fmt.Errorf("%s: no scenario (*.txt) in it", word)
	}
	var all []*daxtest.Scenario
	for _, file := range files {
		s, err := readScenario(file)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, err
}

func readScenario(file string) (*daxtest.Scenario, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return daxtest.ParseScenario(f, file, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
}
