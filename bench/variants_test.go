package bench

import (
	"slices"
	"testing"

	"daxwait/bench/profile"
	"daxwait/daxcore/task"
	"daxwait/results"
)

// TestVariantsSayWhatTheyVary, and a price that was set has no range of the profile's.
func TestVariantsSayWhatTheyVary(t *testing.T) {
	names := func(m *Sim) (names []string) {
		all, err := m.Variants()
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range all[1:] {
			names = append(names, v.Variant)
		}
		return names
	}
	m := NewSim(&profile.Default().Profile)
	digest, _ := results.Digest(m)
	scaled := names(m)
	if want := []string{"wake-latency*0.5", "wake-latency*2", "wake-one*0.5", "wake-one*2", "recheck*0.5", "recheck*2"}; !slices.Equal(scaled, want) || results.HowVaried(scaled) != "halved or doubled" {
		t.Errorf("%q: %s", scaled, results.HowVaried(scaled))
	}
	m.Ranges[profile.Kind(task.WakeOne)] = profile.Range{Low: 500, High: 11_000}
	ranged := names(m)
	if want := []string{"wake-latency*0.5", "wake-latency*2", "wake-one=500ns", "wake-one=11us", "recheck*0.5", "recheck*2"}; !slices.Equal(ranged, want) || results.HowVaried(ranged) != "halved or doubled, or at an end of its range where that is known" {
		t.Errorf("%q: %s", ranged, results.HowVaried(ranged))
	}
	if d, _ := results.Digest(m); d != digest {
		t.Error("a range changes the digest of a machine")
	}
	sweep := SweepOf("wake-one", 3000)
	c := Case{Sim: m}
	if err := sweep.Axis.set(&c, 3000); err != nil || c.Sim.Ranges[profile.Kind(task.WakeOne)].Known() || !m.Ranges[profile.Kind(task.WakeOne)].Known() {
		t.Errorf("%v: a price that was set has the range of another", err)
	}
}
