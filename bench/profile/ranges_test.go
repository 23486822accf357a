package profile

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"daxwait/daxcore/task"
)

// TestRangesAreRead, written back, and refused where they are none.
func TestRangesAreRead(t *testing.T) {
	const table = "name = \"x\"\n[wake-one]\nns = 1000\nsource = \"s\"\n%s\n"
	for text, says := range map[string]string{
		"low = 500\nhigh = \"11us\"": "",
		"low = 1000\nhigh = 1001":    "",
		"":                           "",
		"low = 500":                  "there is wake-one.low and no wake-one.high",
		"high = 5000":                "there is wake-one.high and no wake-one.low",
		"low = 1001\nhigh = 5000":    "want low <= ns <= high",
		"low = 10\nhigh = 999":       "want low <= ns <= high",
		"low = 1000\nhigh = 1000":    "low below high",
		"low = -1\nhigh = 5000":      "wake-one.low = -1 is impossible",
		"low = 1.5\nhigh = 5000":     "want a whole number of ns",
		"low = 1\nhigh = nan":        "want a whole number of ns",
		"lowest = 1":                 "there are ns, low, high, draw, source",
	} {
		p, err := Read(strings.NewReader(fmt.Sprintf(table, text)), "f")
		if says != "" {
			if err == nil || !strings.Contains(err.Error(), says) || !strings.HasPrefix(err.Error(), "f:") {
				t.Errorf("%q: %v, want %q", text, err, says)
			}
			continue
		}
		if err != nil || p.Ranges[Kind(task.WakeOne)].Known() != (text != "") {
			t.Fatalf("%q: %+v, %v", text, p, err)
		}
		var b bytes.Buffer
		if err := Write(&b, p); err != nil {
			t.Fatal(err)
		}
		if back, err := Read(&b, "g"); err != nil || *back != *p {
			t.Errorf("%q is read back as %+v, %v", text, back, err)
		}
	}
}

// TestVary: the ends of a range where there is one, else half and twice.
func TestVary(t *testing.T) {
	p := Default()
	p.Ranges[Kind(task.WakeOne)] = Range{1000, 11_000} // the price is its lower end
	p.Ranges[WakeLatency] = Range{4000, 9000}
	got := map[string]bool{}
	p.Ranges[task.Recheck] = Range{}
	all, err := p.Ranges.Vary(&p.Profile)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		got[fmt.Sprintf("%v %g %d", v.Kind, v.Factor, Price(v.Profile, v.Kind).Mean)] = true
		for _, k := range Kinds() {
			if k != v.Kind && *Price(v.Profile, k) != *Price(&p.Profile, k) {
				t.Errorf("a variant of %v has another %v", v.Kind, k)
			}
		}
		if v.Name != p.Name {
			t.Errorf("%v is called %s", v.Kind, v.Name)
		}
	}
	want := []string{"wake-latency 0 4000", "wake-latency 0 9000", "wake-one 0 11000", "recheck 0.5 100", "recheck 2 400"}
	if len(all) != len(want) {
		t.Errorf("%d variants: %v", len(all), got)
	}
	for _, w := range want {
		if !got[w] {
			t.Errorf("no %q among %v", w, got)
		}
	}
	if p.Set(WakeLatency, p.WakeLatency, "another"); p.Ranges[WakeLatency].Known() {
		t.Error("a price that was set anew has a range")
	}
}
