package profile

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"daxwait/bench/trace"
	"daxwait/daxcore/task"
)

var update = flag.Bool("update", false, "write profiles/emulated-6.1-traced.toml as the traces have it")

// captures has the traces that the profile is derived from.
const captures = "../../results/captures"

func stretches(t *testing.T, pattern string) *Stretches {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no traces in " + pattern)
	}
	var s Stretches
	for _, file := range files {
		r, closed := opened(t, file)
		err := s.Add(r)
		closed()
		if err != nil {
			t.Fatal(err)
		}
	}
	return &s
}

// opened opens a capture, which is to be closed.
func opened(t *testing.T, file string) (*trace.Reader, func()) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := trace.NewReader(file, f)
	if err != nil {
		t.Fatal(err)
	}
	return r, func() { f.Close() }
}

// TestShippedIsWhatTheTracesSay derives again what shipped profiles have from captures.
func TestShippedIsWhatTheTracesSay(t *testing.T) {
	w := warmthOf(t, storms...)
	emulated := stretches(t, filepath.Join(captures, "*.trace.gz")).Emulated(Default())
	w.emulated(emulated)
	all := []*Profile{emulated}
	for _, name := range []string{"guest-6.1", "guest-6.12"} {
		guest, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		w.guest(t, guest)
		all = append(all, guest)
	}
	for _, p := range all {
		var b bytes.Buffer
		if err := Write(&b, p); err != nil {
			t.Fatal(err)
		}
		file := "profiles/" + p.Name + ".toml"
		if *update {
			if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		shipped, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(shipped, b.Bytes()) {
			t.Errorf("%s is not what the traces give; go test -update writes it:\n%s", file, b.Bytes())
		}
	}
}

// TestExcerptsAgree: the excerpts of four traces give the same order of
// magnitude, where they have enough.
func TestExcerptsAgree(t *testing.T) {
	s := stretches(t, "../trace/testdata/*.trace.gz")
	shipped, err := Find("emulated-6.1-traced")
	if err != nil {
		t.Fatal(err)
	}
	p := s.Emulated(Default())
	compared := 0
	for _, d := range derivations() {
		if _, n := s.value(d, p); n < 20 {
			continue
		}
		got, want := Price(&p.Profile, d.kind).Mean, Price(&shipped.Profile, d.kind).Mean
		if want < 2000 { // the clock is as coarse
			continue
		}
		compared++
		if got < want/4 || got > want*4 {
			t.Errorf("%s: %d ns in the excerpts, %d ns in the traces", d.kind, got, want)
		}
	}
	if compared < 4 {
		t.Errorf("the excerpts have %d prices", compared)
	}
}

// TestStretches reads a trace in which each is known.
func TestStretches(t *testing.T) {
	const text = `
  w00-x-1 [000] ..... 1.000000: dax_pte_fault: dev 259:0 ino 0xc shared WRITE address 0x0 pgoff 0x7 
  w00-x-1 [000] ..... 1.000001: grab: (f+0x0/0x0) ino=0xc index=0x7 order=0
  w00-x-1 [000] ..... 1.000002: get_entry: (f+0x0/0x0) ino=0xc index=0x7 order=0
  w00-x-1 [000] ..... 1.000007: get_entry_ret: (f+0x0/0x0 <- f) entry=0x21040e1
  w00-x-1 [000] ..... 1.000008: grab_ret: (f+0x0/0x0 <- f) entry=0x21040e1
  w00-x-1 [000] ..... 1.000018: insert: (f+0x0/0x0) ino=0xc index=0x7 entry=0x21040e1 pfn=0x3 flags=0x0
  w00-x-1 [000] ..... 1.000038: unlock: (f+0x0/0x0) ino=0xc index=0x7 entry=0x21040e1
  w00-x-1 [000] ..... 1.000040: wake: (f+0x0/0x0) ino=0xc index=0x7 entry=0x21040e1 mode=1
  w00-x-1 [000] ..... 1.000043: dax_pte_fault_done: dev 259:0 ino 0xc shared WRITE address 0x0 pgoff 0x7 NOPAGE
  w01-x-2 [001] ..... 1.000050: get_entry: (f+0x0/0x0) ino=0xc index=0x7 order=0
  w01-x-2 [001] ..... 1.000051: sleep: (f+0x0/0x0) wq=0x1
  w01-x-2 [001] d..2. 1.000055: sched_switch: prev_comm=w01-x prev_pid=2 prev_prio=120 prev_state=D ==> next_comm=swapper/1 next_pid=0 next_prio=120
  w00-x-1 [000] ..... 1.000060: wake: (f+0x0/0x0) ino=0xc index=0x7 entry=0x21040e1 mode=1
  w00-x-1 [000] d..3. 1.000070: sched_waking: comm=w01-x pid=2 prio=120 target_cpu=001
  w00-x-1 [000] ..... 1.000100: dax_pte_fault_done: dev 259:0 ino 0xc shared WRITE address 0x0 pgoff 0x7 NOPAGE
   <idle>-0 [001] d..2. 1.000150: sched_switch: prev_comm=swapper/1 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=w01-x next_pid=2 next_prio=120
  w01-x-2 [001] ..... 1.000170: get_entry_ret: (f+0x0/0x0 <- f) entry=0x21040e1
`
	r, err := trace.NewReader("x", bytes.NewReader([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	var s Stretches
	if err := s.Add(r); err != nil {
		t.Fatal(err)
	}
	base := Default()
	p := s.Emulated(base)
	for k, want := range map[Kind]int64{
		Kind(task.WalkXArray): 5000 - 3000,
		Kind(task.MapExtent):  10000 - 3000,
		Kind(task.InstallPTE): 20000 - 3000 - 2000,
		Kind(task.WakeOne):    40000 - 3000,
		WakeLatency:           90000 - 40000,
		SpinTransfer:          base.SpinTransfer.Mean,
	} {
		if got := Price(&p.Profile, k).Mean; got != want {
			t.Errorf("%s is %d ns, want %d", k, got, want)
		}
	}
	if got, want := p.ContextSwitch.Mean+p.Costs[task.Recheck].Mean, int64(20000-5000+4000-3000); got != want {
		t.Errorf("a sleep takes %d ns, want %d", got, want)
	}
}
