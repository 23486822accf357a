package toml_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/internal/toml"
)

func TestKeysAndLines(t *testing.T) {
	f, err := toml.Read(strings.NewReader("a = 1\nb.c = 2\n\n[d]\ne = {f = 3}\n[[g]]\nh = 4\n[[g]]"), "x.toml", "a test", "lines")
	if err != nil {
		t.Fatal(err)
	}
	want := []toml.Key{{"a", "", 1}, {"b.c", "", 2}, {"d", "", 4}, {"d.e", "d", 5}, {"g", "", 6}, {"g.h", "g", 7}, {"g", "", 8}}
	if !slices.Equal(f.Keys, want) {
		t.Errorf("keys %v, want %v", f.Keys, want)
	}
	for path, want := range map[string]int{"a": 1, "b": 2, "b.c": 2, "b.x": 2, "d": 4, "d.e": 5, "d.e.f": 5, "d.x.y": 4, "g": 6, "g.h": 7, "x": 0, "x.y": 0, "": 0} {
		if got := f.Line(path); got != want {
			t.Errorf("%q is on line %d, want %d", path, got, want)
		}
	}
	if got := f.Errorf(3, "bad %d", 5).Error() + "; " + f.Errorf(0, "worse").Error(); got != "x.toml:3: bad 5; x.toml: worse" {
		t.Error(got)
	}
}

func TestWellNamed(t *testing.T) {
	for name, want := range map[string]bool{"linux-5.2": true, "A_b": true, "9": true, "": false, "-x": false, ".x": false, "a b": false, "a/b": false, "é": false} {
		if toml.WellNamed(name) != want {
			t.Errorf("%q is well named: %v", name, !want)
		}
	}
}
