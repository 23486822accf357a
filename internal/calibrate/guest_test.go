package calibrate

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"daxwait/bench/profile"
)

var update = flag.Bool("update", false, "write the profiles of the guests as testdata has them")

// TestGuests makes the shipped profiles of the guests from what was measured there: of
// each quantity the median and the range of its runs are kept.
func TestGuests(t *testing.T) {
	for version, machine := range map[string]string{"6.1": "Linux 6.1.0-57-amd64", "6.12": "Linux 6.12.117+deb12-amd64"} {
		name := "guest-" + version
		measured, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		r := Report{Machine: "QEMU TCG CPU version 2.5+ (virtual), 2 CPUs, " + machine}
		for line := range strings.Lines(string(measured)) {
			var q string
			var median, least, most float64
			var runs int
			if _, err := fmt.Sscanf(line, "%s %f ns (%f to %f in %d runs)", &q, &median, &least, &most, &runs); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			r.Measurements = append(r.Measurements, &Measurement{Quantity: Quantity(q), Runs: []float64{least, median, most}})
		}
		made, _ := r.Profile(name, profile.Default(), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
		shipped, err := profile.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []profile.Kind{profile.WarmUp, profile.WarmWork, profile.WakeMore} { // these come from elsewhere
			made.Set(k, *profile.Price(&shipped.Profile, k), shipped.Sources[k])
			made.Ranges[k] = shipped.Ranges[k]
		}
		made.Scheduler = shipped.Scheduler
		if *made == *shipped {
			continue
		}
		var b strings.Builder
		if err := profile.Write(&b, made); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile("../../bench/profile/profiles/"+name+".toml", []byte(b.String()), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		t.Errorf("%s is not what was measured; go test -update writes it:\n%s", name, b.String())
	}
}
