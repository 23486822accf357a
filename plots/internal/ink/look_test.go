package ink

import (
	"slices"
	"testing"
)

func TestPalette(t *testing.T) {
	var names []string
	for _, n := range table() {
		names = append(names, n.name)
	}
	names = append(names, "a", "b", "c", "d", "e", "f", "g", "h")
	for i, a := range names {
		look := LookOf(a, names)
		for _, b := range names[:i] {
			other := LookOf(b, names)
			sameColor, sameDash, sameMarker := look.Color == other.Color, slices.Equal(look.Dashes, other.Dashes), look.Marker == other.Marker
			if sameColor && sameDash && sameMarker {
				t.Errorf("%s looks like %s", a, b)
			}
			if i < len(table()) && (sameColor || sameDash || sameMarker) {
				t.Errorf("%s and %s share a colour, a dash or a marker", a, b)
			}
		}
		if c := contrast(look.Color, Paper); c < 2 {
			t.Errorf("%s has a contrast of %.1f on paper", a, c)
		}
	}
	if LookOf("x", []string{"x", "y"}).Color != LookOf("x", []string{"exclusive", "x"}).Color {
		t.Error("a known strategy uses up a spare look")
	}
}
