package profile_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"daxwait/bench/profile"
	"daxwait/bench/sim"
	"daxwait/daxcore/task"
)

func read(text string) (*profile.Profile, error) {
	return profile.Read(strings.NewReader(text), "mine.toml")
}

// readBack writes p and reads that.
func readBack(t *testing.T, p *profile.Profile) *profile.Profile {
	t.Helper()
	var b strings.Builder
	if err := profile.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	back, err := read(b.String())
	if err != nil {
		t.Fatalf("%v, in\n%s", err, b.String())
	}
	return back
}

// TestShipped: they are found by name, come back from a file, name the source
// of all that they price, and only zero leaves anything without a price.
func TestShipped(t *testing.T) {
	for i, p := range profile.Shipped() {
		if p.Name != profile.Names()[i] {
			t.Errorf("%s is called %s", p.Name, profile.Names()[i])
		}
		if back := readBack(t, p); *back != *p {
			t.Errorf("%+v comes back as %+v", p, back)
		}
		if found, err := profile.Find(p.Name); err != nil || *found != *p {
			t.Errorf("%s is found as %+v, %v", p.Name, found, err)
		}
		for _, k := range profile.Kinds() {
			if k > profile.SpinTransfer { // a profile need not have it
				continue
			}
			if priced := *profile.Price(&p.Profile, k) != (sim.Time{}); priced != (p.Name != "zero") || priced != (p.Sources[k] != "") {
				t.Errorf("%s prices %s at %v, source %q", p.Name, k, *profile.Price(&p.Profile, k), p.Sources[k])
			}
		}
	}
	if zero, err := profile.Find("zero"); err != nil || zero.Profile != *sim.Zero() {
		t.Errorf("zero is %+v, %v", zero, err)
	}
}

// TestOrders: a profile says what every source agrees on.
func TestOrders(t *testing.T) {
	for _, p := range profile.Shipped() {
		c := p.Costs
		if p.Name == "zero" {
			continue
		}
		for _, less := range [][2]int64{
			{c[task.WalkXArray].Mean, c[task.InstallPTE].Mean},
			{c[task.InstallPTE].Mean, c[task.AllocBlocks].Mean},
			{c[task.Zero4K].Mean, c[task.Zero2M].Mean},
			{50 * c[task.InstallPTE].Mean, c[task.Zero2M].Mean}, // phenomenon 10 of docs/validation.md
			{c[task.AllocBlocks].Mean, c[task.JournalCommit].Mean},
			{c[task.ScanForeign].Mean, c[task.WakeOne].Mean},
		} {
			if less[0] >= less[1] {
				t.Errorf("%s: %d ns is not less than %d ns", p.Name, less[0], less[1])
			}
		}
	}
}

func TestFindReadsFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(file, []byte("name = 'mine'\n[flush]\nns = 3\nsource = 'x'"), 0o666); err != nil {
		t.Fatal(err)
	}
	if p, err := profile.Find(file); err != nil || p.Costs[task.Flush].Mean != 3 {
		t.Errorf("%+v, %v", p, err)
	}
	for name, want := range map[string]string{
		"defualt":     `there is no profile "defualt" (did you mean "default"?); there are default, emulated-6.1-traced, guest-6.1, guest-6.12, zero, or a file`,
		file + "x":    "the profiles that need no file are default",
		"./none.toml": "none.toml",
	} {
		if p, err := profile.Find(name); err == nil || !strings.Contains(err.Error(), want) || p != nil {
			t.Errorf("%s: %+v, %v; want %s", name, p, err, want)
		}
	}
}

func TestErrorsSayWhereAndWhatElse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"name = 'x'\n\n[wake-latncy]\nns = 1", `mine.toml:3: there is no cost "wake-latncy" (did you mean "wake-latency"?); besides name, about and scheduler there are walk-xarray,`},
		{"name = 'x'\nflavour = 1", `mine.toml:2: there is no cost "flavour"`},
		{"name = 'x'\n[flush]\nsn = 3\nns = 0", `mine.toml:3: there is no key "sn" in [flush]; there are ns, low, high, draw, source`},
		{"name = 'x'\n[flush]\nns = -1\nsource = 'x'", `mine.toml:3: flush.ns = -1 is impossible; want 0 to "10s"`},
		{"name = 'x'\n[flush]\nns = '11s'\nsource = 'x'", `mine.toml:3: flush.ns = 11s is impossible`},
		{"name = 'x'\n[flush]\nns = 'soon'", `mine.toml:3: flush.ns = "soon" is no time; want such as 3000 or "3us"`},
		{"name = 'x'\n[flush]\nns = nan", `mine.toml:3: flush.ns = NaN: want a whole number of ns`},
		{"name = 'x'\n[flush]\nns = 1.5", `mine.toml:3: flush.ns = 1.5: want a whole number`},
		{"name = 'x'\n[flush]\nns = inf", `mine.toml:3: flush.ns = +Inf: want`},
		{"name = 'x'\n[flush]\nsource = 'x'", `mine.toml:2: there is no flush.ns; add such as`},
		{"name = 'x'\n[flush]\nns = 1", `mine.toml:2: flush costs 1 ns, and nothing says why; add such as source =`},
		{"name = 'x'\n[flush]\nns = 1\nsource = ' '", `mine.toml:4: flush costs 1 ns, and nothing`},
		{"name = 'x'\n[flush]\nns = 1\nsource = 2", `mine.toml:4: source = 2: want it in quotes`},
		{"name = 'x'\n[flush]\nns = 1\nsource = 's'\ndraw = 'normal'", `mine.toml:5: flush.draw cannot be "normal"; it can be "constant" or "exponential"`},
		{"name = 'x'\n[think-run]\nns = 1", `mine.toml:2: "think-run" is no cost but the pattern's`},
		{"name = 'x'\n[hold-sleep]\nns = 1", `mine.toml:2: "hold-sleep" is no cost but the pattern's`},
		{"name = 'x'\nflush = 3", `mine.toml:2: flush = 3: want a table, [flush]`},
		{"name = 'x'\n[[flush]]\nns = 3", `mine.toml:2: flush = `},
		{"name = 'x'\n[flush]\nns = 1\nns = 2", "mine.toml:4: key ns is already defined; want tables such as"},
		{"name = 'x'\nflush.ns = -1\nflush.source = 'x'", "mine.toml:2: flush.ns = -1 is impossible"},
		{"name = 'x'\nflush = {ns = -1}", "mine.toml:2: flush.ns = -1 is impossible"},
		{"[flush]\nns = 0", "mine.toml: the name is \"\"; want letters"},
		{"name = 3", `mine.toml:1: name = 3: want it in quotes`},
		{"name = 'a b'", `mine.toml:1: the name is "a b"`},
		{"name = 'x", "mine.toml:1: unterminated"},
		{"name = 'x'\n[flush]\nns = -1\nsource = 'x'\n[unmap]\nns = -2", "\nmine.toml:6: unmap.ns = -2"}, // both are told
	} {
		p, err := read(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) || p != nil {
			t.Errorf("%q: %+v, error %v; want %s", c.text, p, err, c.want)
		}
	}
	broken := errors.New("broken")
	if _, err := profile.Read(iotest.ErrReader(broken), "f"); !errors.Is(err, broken) {
		t.Errorf("a reader's error comes as %v", err)
	}
}

func TestWriteRefusesWhatCannotBeReadBack(t *testing.T) {
	nameless, unsourced, dear := &profile.Profile{}, &profile.Profile{}, &profile.Profile{}
	unsourced.Name, dear.Name = "x", "x"
	unsourced.WakeLatency.Mean = 1
	dear.Set(profile.WakeLatency, sim.Time{Mean: 11e9}, "x")
	for _, p := range []*profile.Profile{nameless, unsourced, dear} {
		var b strings.Builder
		if err := profile.Write(&b, p); err == nil || b.Len() != 0 {
			t.Errorf("%+v is written: %s", p, b.String())
		}
	}
}

func TestScaled(t *testing.T) {
	p := &profile.Default().Profile
	before := *p
	for _, kind := range profile.WakePrices() {
		for _, factor := range []float64{0, 0.5, 2} {
			s, err := profile.Scaled(p, kind, factor)
			if err != nil {
				t.Fatal(err)
			}
			changed := 0
			for _, k := range profile.Kinds() {
				was, is := *profile.Price(p, k), *profile.Price(s, k)
				if is == was {
					continue
				}
				changed++
				if k.String() != kind || is.Drawn != was.Drawn || float64(is.Mean) != float64(was.Mean)*factor {
					t.Errorf("%s: %s from %v to %v", s.Name, k, was, is)
				}
			}
			if changed != 1 || s.Name == p.Name {
				t.Errorf("%s has %d other prices", s.Name, changed)
			}
		}
	}
	if *p != before {
		t.Error("scaling changes what it starts from")
	}
	for _, factor := range []float64{-1, math.NaN(), math.Inf(1), 1e300} {
		if s, err := profile.Scaled(p, "wake-one", factor); err == nil {
			t.Errorf("times %v it is %+v", factor, s)
		}
	}
	if _, err := profile.Scaled(p, "flush", 2); err == nil || !strings.Contains(err.Error(), "wake-latency, wake-one, recheck") {
		t.Errorf("flush is scaled: %v", err)
	}
}

func FuzzProfile(f *testing.F) {
	for _, s := range []string{
		"", "name = 'x'", "name = 'x'\n[flush]\nns = '3us'\ndraw = 'exponential'\nsource = \"a\\u007fb\\n\\\"'\"",
		"name = 'x'\n[[flush]]\nns = 1", "a.b = 'c'\n[[d]]", "\"\" = 1", "name = 'x'\nflush = {ns = 1}", "[a.'b.c']\nd = 1",
		"name = 'x'\n[flush]\nns = 0\ndraw = 'exponential'", "flush.ns = 1\n[[a.b]]\n[[a.b]]\n[a.b.c]\nd = [{e = 1}, {f = 2}]",
	} {
		f.Add(s)
	}
	for _, p := range profile.Shipped() {
		var b strings.Builder
		if profile.Write(&b, p) == nil {
			f.Add(b.String())
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := read(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "mine.toml:") {
				t.Errorf("the error names no file: %v", err)
			}
			return
		}
		if back := readBack(t, p); *back != *p {
			t.Errorf("%+v comes back as %+v", p, back)
		}
	})
}
