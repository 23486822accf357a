package fidelity

import "testing"

// TestMachineOf: a capture is replayed under the scheduler of its kernel.
func TestMachineOf(t *testing.T) {
	for file, want := range map[string]string{
		"linux6.1-ext4-2cpu-inval-n8.trace.gz": "cfs", "linux5.15-x.trace": "cfs", "linux6.5-x.trace": "cfs",
		"linux6.6-x.trace": "eevdf", "linux6.12-x.trace": "eevdf", "linux7.0-x.trace": "eevdf", "mine.trace": "cfs",
	} {
		if m := MachineOf(file); m.Name != want {
			t.Errorf("%s: %s, want %s", file, m.Name, want)
		}
	}
	if m := machineName(nil); m != "fifo" {
		t.Errorf("no machine is %s", m)
	}
}
