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

func TestLimits(t *testing.T) {
	if _, err := toml.Read(strings.NewReader(strings.Repeat("#", 64<<10)), "x.toml", "a test", "lines"); err != nil {
		t.Error(err)
	}
	if _, err := toml.Read(strings.NewReader(strings.Repeat("#", 64<<10+1)), "x.toml", "a test", "lines"); err == nil || err.Error() != "x.toml: more than 64 KiB, the limit of a test" {
		t.Errorf("one byte more is %v", err)
	}
	if toml.WellNamed(strings.Repeat("x", 101)) || !toml.WellNamed(strings.Repeat("x", 100)) {
		t.Error("a name has a hundred letters at most")
	}
}

func TestJoin(t *testing.T) {
	f, err := toml.Read(strings.NewReader(""), "x.toml", "a test", "lines")
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{0: "", 20: "", 21: "x.toml: 1 more key is wrong", 100: "x.toml: 80 more keys are wrong"} {
		var wrong []error
		for i := range n {
			wrong = append(wrong, f.Errorf(i+1, "bad"))
		}
		err := f.Join(wrong)
		if (err == nil) != (n == 0) {
			t.Fatalf("%d errors are %v", n, err)
		}
		if err == nil {
			continue
		}
		lines := strings.Split(err.Error(), "\n")
		if last := lines[len(lines)-1]; want != "" && last != want || want == "" && last != "x.toml:20: bad" || len(lines) > 21 {
			t.Errorf("%d errors are %d lines, the last %q", n, len(lines), last)
		}
	}
}
