package machines_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daxwait/bench/machines"
	"daxwait/bench/sim/machine"
)

// TestShipped: all are read, have the name they are found by, and say what they are.
func TestShipped(t *testing.T) {
	for _, name := range machines.Names()[3:] {
		m, err := machines.Find(name)
		if err != nil || m.Name != name || m.About == "" {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
	if m, err := machines.Find(machines.Names()[0]); m != nil || err != nil {
		t.Errorf("fifo is %+v, %v", m, err)
	}
	want := machine.Machine{Scheduler: machine.CFS, Sockets: 1, Cores: 2, Preemption: machine.Voluntary, Tick: 4e6, Slice: 750e3, Latency: 6e6, Wakeup: 1e6, Hot: 500e3}
	m, _ := machines.Find("guest-2cpu")
	want.Profile = "guest-6.1"
	if want.Name, want.About = m.Name, m.About; *m != want {
		t.Errorf("the guest is %+v", m)
	}
	if m, _ := machines.Find("2x64-numa"); m.CPUs() != 128 || m.Scheduler != machine.EEVDF {
		t.Errorf("two sockets are %+v", m)
	}
}

const mine = "name = \"mine\"\nscheduler = \"eevdf\"\nsockets = 2\ncores = 4\n"

func TestFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "mine.toml")
	if err := os.WriteFile(file, []byte(mine+"preemption = \"lazy\"\ntick = \"1ms\"\nslice = \"3ms\"\nlatency = \"9ms\"\nwakeup = \"0s\"\nhot = \"0s\"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	want := machine.Machine{Name: "mine", Scheduler: "eevdf", Sockets: 2, Cores: 4, Preemption: "lazy", Tick: 1e6, Slice: 3e6, Latency: 9e6}
	if m, err := machines.Find(file); err != nil || *m != want {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := machines.Find(file + "x"); err == nil || !strings.Contains(err.Error(), "fifo, cfs, eevdf, guest-2cpu") {
		t.Errorf("a file that there is not: %v", err)
	}
	if _, err := machines.Find("guest-2cpus"); err == nil || !strings.Contains(err.Error(), "guest-2cpu") {
		t.Errorf("a name that is near: %v", err)
	}
}

// TestWrong: each thing that can be wrong is told with its line and what is wanted.
func TestWrong(t *testing.T) {
	for text, want := range map[string]string{
		mine + "socket = 1\n":                       "f:5: there is no key \"socket\"",
		mine + "tick = 4\n":                         "f:5: tick = 4 is no time; want such as \"4ms\"",
		mine + "tick = \"4\"\n":                     "f:5: tick = 4 is no time",
		mine + "tick = \"1us\"\n":                   "f:5: tick = \"1us\" is impossible; want 100µs to 1s",
		mine + "slice = \"0s\"\n":                   "f:5: slice = \"0s\" is impossible; want 1µs to 1s",
		mine + "hot = \"-1s\"\n":                    "f:5: hot = \"-1s\" is impossible; want 0s to 1s",
		mine + "preemption = \"none\"\n":            "f:5: preemption is \"none\"; want one of voluntary, full, lazy",
		mine + "preemption = 1\n":                   "f:5: preemption = 1: want it in quotes",
		mine + "name = \"x\"\n":                     "f:5: ",
		strings.Replace(mine, "2", "0", 1):          "f:3: sockets is 0; want a whole number from 1 to 1024",
		strings.Replace(mine, "2", "2.5", 1):        "f:3: sockets is 2.5",
		strings.Replace(mine, "2", "300", 1):        "f:4: 300 sockets of 4 cores are 1200 CPUs; want at most 1024",
		strings.Replace(mine, "eevdf", "bfs", 1):    "f:2: scheduler is \"bfs\"; want one of fifo, cfs, eevdf",
		strings.Replace(mine, "cores = 4\n", "", 1): "f: cores is missing; want a whole number from 1 to 1024, such as cores = 2",
		strings.Replace(mine, "mine", "a b", 1):     "f:1: the name is \"a b\"",
		"scheduler = \"cfs\"\ncores = 1\n":          "f: sockets is missing",
		"[a":                                        "want lines such as",
	} {
		if _, err := machines.Read(strings.NewReader(text), "f"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(mine)
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := machines.Read(strings.NewReader(text), "f"); err == nil && (m.CPUs() < 1 || m.CPUs() > 1024 || m.Tick < 1e5 || m.Slice < 1e3) {
			t.Errorf("%+v", m)
		}
	})
}
