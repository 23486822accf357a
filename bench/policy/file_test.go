package policy_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"daxwait/bench/policy"
	"daxwait/daxcore"
	"daxwait/strategies"
)

func read(text string) (*strategies.Strategy, error) {
	return policy.Read(strings.NewReader(text), "mine.toml")
}

// same reports whether two strategies agree in what a file holds.
func same(a, b *strategies.Strategy) bool {
	return a.Name == b.Name && a.Origin == b.Origin && a.Claim == b.Claim && a.Loses == b.Loses && a.Policy == b.Policy
}

// readBack writes s and reads that.
func readBack(t *testing.T, s *strategies.Strategy) *strategies.Strategy {
	t.Helper()
	var b strings.Builder
	if err := policy.Write(&b, s); err != nil {
		t.Fatal(err)
	}
	back, err := read(b.String())
	if err != nil {
		t.Fatalf("%v, in\n%s", err, b.String())
	}
	return back
}

func TestCatalogueRoundTrips(t *testing.T) {
	for _, s := range strategies.All() {
		if s.New != nil {
			continue
		}
		if back := readBack(t, s); !same(s, back) {
			t.Errorf("%+v comes back as %+v", s, back)
		}
	}
}

func TestBaseCountsWhereverItStands(t *testing.T) {
	want := daxcore.Policy{PMDMeets: daxcore.WaitAtBase, OnRemoval: daxcore.WakeNext, Key: daxcore.KeyFound}
	for _, text := range []string{
		"name = 'x'\nbase = 'linux-5.2'\nkey = 'found'\n",
		"key = 'found'\r\nname = 'x'\r\nbase = 'linux-5.2'",
	} {
		if s, err := read(text); err != nil || s.Policy != want {
			t.Errorf("%q is %+v, %v", text, s, err)
		}
	}
	if s, err := read("name = 'x'"); err != nil || s.Policy != (daxcore.Policy{}) {
		t.Errorf("without a base it is %+v, %v; want upstream", s, err)
	}
}

func TestErrorsSayWhereAndWhatElse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"name = 'x'\n\nwake-on-unlok = 'all'", `mine.toml:3: there is no key "wake-on-unlok" (did you mean "wake-on-unlock"?); there are base, name,`},
		{"name = 'x'\nflavour = 'all'", `mine.toml:2: there is no key "flavour"; there are`},
		{"name = 'x'\nput = 'newer'", `mine.toml:2: put cannot be "newer" (did you mean "never"?); it can be next, never, next-if-absent, both-keys, all`},
		{"name = 'x'\nput = ''", `mine.toml:2: put cannot be ""; it can be`},
		{"name = 'x'\nkey = 'base'\nkey = 'base'", "mine.toml:3: key key is already defined; want"},
		{"name = 'x'\nkey = 1", "mine.toml:2: key = 1: want it in quotes"},
		{"name = 'x'\npmd = true", "mine.toml:2: pmd = true: want it in quotes"},
		{"name = 'x'\nkey = base", "mine.toml:2: unexpected character"},
		{"name = 'x'\n[key]\na = 'b'", `mine.toml:2: "key" has more than one value`},
		{"name = 'x'\nkey.a = 'base'", `mine.toml:2: "key.a" has more than one value`},
		{"name = 'x'\nkey = ['base']", `mine.toml:2: "key" has more than one value`},
		{"name = 'x'\nbase = 'linux-52'", `mine.toml:2: to start from, there is no strategy "linux-52" (did you mean "linux-5.2", `},
		{"name = 'x'\nbase = 3", "mine.toml:2: base = 3: want it in quotes"},
		{"key = 'base'", "mine.toml: the policy has no name; add such as"},
		{"", "mine.toml: the policy has no name"},
		{"name = ''", `mine.toml:1: the name is ""`},
		{"name = 'a,b'", `mine.toml:1: the name is "a,b"`},
		{"name = 'all'", `mine.toml:1: the name is "all"`},
		{"name = '-x'", `mine.toml:1: the name is "-x"`},
		{"name = 'x", "mine.toml:1: unterminated"},
		{"name = 'x'\nputt = 'next'\nkey = 'bas'", "\nmine.toml:3: key cannot be"}, // both lines are told
	} {
		s, err := read(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) || s != nil {
			t.Errorf("%q: %+v, error %v; want %s", c.text, s, err, c.want)
		}
	}
	if _, err := read("[[policy]]\nname = 'x'"); err == nil || strings.Contains(err.Error(), "no name") {
		t.Errorf("a name in a table: %v", err)
	}
	broken := errors.New("broken")
	if _, err := policy.Read(iotest.ErrReader(broken), "f"); !errors.Is(err, broken) {
		t.Errorf("a reader's error comes as %v", err)
	}
}

func TestWriteRefusesWhatCannotBeReadBack(t *testing.T) {
	for _, s := range []*strategies.Strategy{
		{},
		{Name: "two words"},
		{Name: "x", Policy: daxcore.Policy{Key: 9}},
		{Name: "x", New: func(daxcore.Room) daxcore.EntryLock { return nil }},
	} {
		var b strings.Builder
		if err := policy.Write(&b, s); err == nil || b.Len() != 0 {
			t.Errorf("%+v is written: %s", s, b.String())
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "name = 'x'", "name = \"x\"\nbase = \"linux-5.2\"\nkey = \"found\"", "[a]\nb = 1", "a.b = 'c'\n[[d]]",
		"name = 'x'\norigin = \"a\\u007fb\\n\\\"'\"", "\"\" = 1", "name = '''\nx'''", "base = {a = 1}",
	} {
		f.Add(s)
	}
	for _, s := range strategies.All() {
		var b strings.Builder
		if policy.Write(&b, s) == nil {
			f.Add(b.String())
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := read(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "mine.toml:") {
				t.Errorf("the error names no file: %v", err)
			}
			return
		}
		if back := readBack(t, s); !same(s, back) {
			t.Errorf("%+v comes back as %+v", s, back)
		}
	})
}
