package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTexts: what each mutation replaces is there exactly once, no two have a
// name, and tests that are to notice are there. It is quick, where to play them
// takes minutes.
func TestTexts(t *testing.T) {
	var names []string
	list, err := all()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		text, err := os.ReadFile("../../" + m.file)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), m.old); n != 1 {
			t.Errorf("%s: %s: the text to replace is in %s %d times", m.where, m.name, m.file, n)
		}
		if slices.Contains(names, m.name) {
			t.Errorf("%s: two are named %q", m.where, m.name)
		}
		names = append(names, m.name)
		tests := testsOf(t, m.pkg)
		for _, name := range m.tests {
			if !strings.Contains(tests, "\nfunc "+name+"(") {
				t.Errorf("%s: %s: %s has no test %s", m.where, m.name, m.pkg, name)
			}
		}
	}
}

// testsOf returns the text of the tests of a package, which has some.
func testsOf(t *testing.T, pkg string) string {
	files, err := filepath.Glob("../../" + pkg + "/*_test.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files of tests, %v", pkg, len(files), err)
	}
	var all strings.Builder
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// TestUnbroken: before anything is broken each package is tested once, by all that
// is to notice something in it.
func TestUnbroken(t *testing.T) {
	got := unbroken([]mutation{
		{pkg: "./a", tests: []string{"TestA"}},
		{pkg: "./b"},
		{pkg: "./a", tests: []string{"TestB", "TestC"}},
		{pkg: "./b", tests: []string{"TestD"}},
	})
	if len(got) != 2 || got[0].pkg != "./a" || !slices.Equal(got[0].tests, []string{"TestA", "TestB", "TestC"}) || got[1].pkg != "./b" || len(got[1].tests) != 0 {
		t.Errorf("%+v", got)
	}
}
