package calibrate

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestEverythingIsMeasured: each step gives times, or says why not.
func TestEverythingIsMeasured(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(file, make([]byte, 1<<20), 0o666); err != nil {
		t.Fatal(err)
	}
	procs := runtime.GOMAXPROCS(0)
	o := Options{Runs: 1, DAX: file}
	r, err := Run(t.Context(), o, func(*Measurement) {})
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOMAXPROCS(0) != procs {
		t.Errorf("it leaves GOMAXPROCS at %d", runtime.GOMAXPROCS(0))
	}
	if len(r.Measurements) != len(Steps(o)) || r.Machine == "" {
		t.Errorf("%d measurements on %q", len(r.Measurements), r.Machine)
	}
	for _, m := range r.Measurements {
		switch m.Quantity {
		case dax4K, dax2M:
			if m.Err == nil || !strings.Contains(m.Err.Error(), "is no DAX file") {
				t.Errorf("%s on a file that is not: %s", m.Quantity, m)
			}
		case WakeNobody, WaitRefused, zero4K, zero2M, copy4K:
			if m.Err != nil || m.median() <= 0 {
				t.Errorf("%s: %s", m.Quantity, m)
			}
		default:
			if (m.Err == nil) != (len(m.Runs) == 1) {
				t.Errorf("%s: %v, %v", m.Quantity, m.Runs, m.Err)
			}
		}
		if m.Err != nil {
			t.Log(m.Quantity, m)
		}
	}
}

// TestFileFaults: what times a DAX file works on others, and leaves them alone.
func TestFileFaults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plain")
	if err := os.WriteFile(file, make([]byte, 1<<20), 0o444); err != nil {
		t.Fatal(err)
	}
	if _, err := fileFaults(file, huge); err == nil || !strings.Contains(err.Error(), "this takes 2097152") {
		t.Errorf("2 MiB of 1 MiB: %v", err)
	}
	if _, err := daxFaults(file+"x", small); err == nil {
		t.Error("there is no such file")
	}
	// The kernel maps the pages round a fault of an ordinary file, too.
	if ns, err := fileFaults(file, small); err == nil && ns <= 0 || err != nil && !strings.Contains(err.Error(), "another size") {
		t.Errorf("%v, %v", ns, err)
	}
}

func TestAligned(t *testing.T) {
	err := memory(0, func(b []byte) error {
		if len(b) != area || len(aligned(b)) != area {
			t.Errorf("%d bytes, of which %d from a multiple of 2 MiB", len(b), len(aligned(b)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTooFewCPUs(t *testing.T) {
	err := pinned([]int{100_000}, func() error { t.Error("it runs"); return nil })
	if err == nil || !strings.Contains(err.Error(), "it takes 100001 CPUs, and this process may use ") {
		t.Error(err)
	}
}
