package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestTexts: what each mutation replaces is there exactly once, and no two have a
// name. It is quick, where to play them takes minutes.
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
	}
}
