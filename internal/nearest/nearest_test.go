package nearest_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/internal/command"
	"daxwait/internal/nearest"
)

func TestNames(t *testing.T) {
	known := []string{"exclusive", "merged", "mergednext", "linux-5.2", "linux-5.3", "linux-5.12", "linux-6.15", "entry/scan", "entry/scan-late", "Q1", "key"}
	for word, want := range map[string][]string{
		"exclusiv":   {"exclusive"},                            // a letter is missing
		"excclusive": {"exclusive"},                            // or too many
		"exclusiev":  {"exclusive"},                            // or two are exchanged, which is one mistake:
		"kye":        {"key"},                                  // with three letters no more are forgiven
		"kxx":        nil,                                      // two
		"MERGED":     {"merged", "mergednext"},                 // the name itself, and what begins with it
		"merg":       {"merged", "mergednext"},                 // the beginning
		"linux-5.1":  {"linux-5.2", "linux-5.3", "linux-5.12"}, // three at most; linux-6.15 is two off
		"scam":       {"entry/scan"},                           // without its folder, and one off
		"q7":         {"Q1"},
		"nonsense":   nil,
		"":           nil,
	} {
		if got := nearest.Names(word, known); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	// The nearest first, whatever the order of the known, and none that is two further off.
	if got := nearest.Names("abcdef", []string{"abcdxy", "abcdeg", "abcdef"}); !slices.Equal(got, []string{"abcdef", "abcdeg"}) {
		t.Error(got)
	}
}

func TestUnknown(t *testing.T) {
	known := []string{"cat", "car", "can", "cap", "dog"}
	for _, c := range []struct{ word, lists, want string }{
		{"dg", "", `there is no pet "dg" (did you mean "dog"?); there are cat, car, can, cap, dog`},
		{"ca", "ls pets", `there is no pet "ca" (did you mean "cat", "car" or "can"?); my ls pets names all`},
		{"horse", "ls pets", `there is no pet "horse"; my ls pets names all`},
	} {
		err := nearest.Unknown("pet", c.word, known, command.Parse(c.lists))
		if got := strings.Join(append([]string{err.Error()}, command.Advice(err, "my")...), "; "); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
