package machine

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestOthers: what all CPUs did, less this process, over the time that it took.
func TestOthers(t *testing.T) {
	stat := func(user, stolen, own int) fstest.MapFS {
		return files("proc/stat", fmt.Sprintf("cpu  %d 10 20 9000 700 5 5 %d 0 0\ncpu0 1\n", user, stolen),
			"proc/self/stat", fmt.Sprintf("7 (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 %d 30 0 0 20 0 8 0\n", own))
	}
	began := time.Unix(100, 0)
	w := watch(system{stat(1000, 0, 50)}, began)
	for _, c := range []struct {
		user, stolen, own int
		want              float64
	}{{1000, 0, 50, 0}, {1400, 0, 450, 0}, {1700, 0, 450, 1.5}, {1400, 100, 450, 0.5}, {1000, 0, 90, 0}} {
		w.s = system{stat(c.user, c.stolen, c.own)}
		if got := w.others(began.Add(2 * time.Second)); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%+v: %v", c, got)
		}
	}
	for _, root := range []fstest.MapFS{files(), files("proc/stat", "cpu 1\n", "proc/self/stat", "1 (x) S\n"), files("proc/stat", "cpu a b c d e f g h\n", "proc/self/stat", "7 (x) S"+strings.Repeat(" 1", 20))} {
		w.s = system{root}
		if got := w.others(began.Add(time.Second)); got != 0 {
			t.Errorf("of what cannot be read: %v", got)
		}
	}
}

// TestBusy: others that doctor would flag, or more load than CPUs.
func TestBusy(t *testing.T) {
	for _, c := range []struct {
		m    Machine
		want string
	}{
		{Machine{CPUs: 2, Load: 1.9}, ""},
		{Machine{CPUs: 2, Load: 5.2}, "load 5.2 on 2 CPUs"},
		{Machine{CPUs: 2, Others: 0.4}, ""},
		{Machine{CPUs: 2, Load: 1, Others: 0.75}, "other work has had 0.8 of 2 CPUs"},
		{Machine{CPUs: 1, Load: 3, Others: 0.75}, "load 3.0 on 1 CPU, and other work has had 0.8 of them"},
	} {
		if got := c.m.Busy(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.m, got, c.want)
		}
	}
}
