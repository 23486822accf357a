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
	for _, m := range all() {
		text, err := os.ReadFile("../../" + m.file)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(text), m.old); n != 1 {
			t.Errorf("%s: the text to replace is in %s %d times", m.name, m.file, n)
		}
		if slices.Contains(names, m.name) {
			t.Errorf("two are named %q", m.name)
		}
		names = append(names, m.name)
	}
}
