package machine

import "testing"

func TestMachines(t *testing.T) {
	m := Here()
	if m.CPUs < 1 || m.Go == "" || m.Kernel == "" {
		t.Errorf("%+v", m)
	}
	o := *m
	o.CPU += "?"
	if d := m.Comparable(&o); len(d) != 1 || d[0] != "cpu" {
		t.Errorf("differ in %v, want cpu", d)
	}
}
