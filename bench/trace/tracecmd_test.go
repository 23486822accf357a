package trace

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestReport reads what trace-cmd report makes of the two trace.dat files.
//
// They were not recorded together with the texts of the same name: the
// numbers of the tasks differ, and so does every count. What must agree is
// the report with the raw fields of the same file, which are another grammar,
// and with testdata/summary.py, whose rows are here; and what is true of any
// capture of the pattern.
func TestReport(t *testing.T) {
	if _, err := exec.LookPath("trace-cmd"); err != nil {
		t.Skip("trace-cmd is not installed; the excerpts of its reports in testdata are tested all the same")
	}
	for _, test := range []struct {
		name, row string
		pattern   func(text, report *Summary) bool
	}{
		{"linux6.1-ext4-2cpu-pte-same-n4", "0.075,794,794,0,0,794,342,359,17,795,0,359,359,0,3,0,1,0,0,28.0,45.0,127.0,303.0,365.0,710.0,1536.0,2082.0,279.0,547.0,1175.0,1969.0,112.0,614.0,1381.0,2173.0",
			func(a, b *Summary) bool {
				return a.PMD == b.PMD && a.Fallback == b.Fallback && a.WakesAll == b.WakesAll && a.Invalidate == b.Invalidate &&
					a.Writeback == b.Writeback && a.Wakes-a.Faults == b.Wakes-b.Faults && a.Get-a.Faults == b.Get-b.Faults
			}},
		{"linux6.1-ext4-2cpu-inval-n8", "0.124,531,531,0,0,734,185,219,34,759,184,219,219,0,2,200,44,0,0,23.0,55.0,193.0,239.0,295.0,2012.0,6804.0,10062.0,161.0,978.0,3013.0,8353.0,69.0,420.0,3658.0,10285.0",
			func(a, b *Summary) bool {
				return a.PMD == b.PMD && a.Fallback == b.Fallback && a.MaxQ == b.MaxQ && a.StillAsleep == b.StillAsleep && b.Woken == b.Sleeps
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dat := filepath.Join(captures, test.name+".trace.dat")
			if _, err := os.Stat(dat); err != nil {
				t.Skipf("%s is not here", dat)
			}
			text := summaryOf(t, strings.TrimSuffix(dat, ".dat")+".gz")
			for _, flags := range [][]string{nil, {"-R"}} {
				out, err := exec.CommandContext(t.Context(), "trace-cmd", append(append([]string{"report"}, flags...), dat)...).Output()
				if err != nil {
					t.Fatal(err)
				}
				r, err := NewReader("report", bytes.NewReader(out))
				if err != nil {
					t.Fatal(err)
				}
				s, err := Summarize(r)
				if err != nil {
					t.Fatal(err)
				}
				if got, want := row(t, s), "report,"+test.row+"\r\n"; got != want {
					t.Errorf("report %v:\n got %q\nwant %q", flags, got, want)
				}
				if !test.pattern(text, s) {
					t.Errorf("report %v differs in kind from the text:\n%s%s", flags, row(t, s), row(t, text))
				}
				for r := range NumReasons {
					if n := s.Warnings.Count(r); n != 0 && r != WokenRunning {
						t.Errorf("report %v: %v", flags, s.Warnings)
					}
				}
			}
		})
	}
}

// TestResult: only numbers, and names that the kernel printed, tell whether a
// fault fell back.
func TestResult(t *testing.T) {
	const kernel = "  w-1 [000] ..... 1.000000: dax_pmd_fault_done: dev 259:0 ino 0xc shared WRITE|USER address 0x7 vm_start 0x1 vm_end 0x2 pgoff 0x7 max_pgoff 0x200 "
	const report = "  w-1 [000] 1.000000: dax_pte_fault_done:   dev 259:0 ino 0xc shared 0xa54 address 0x7 pgoff 0x7 "
	const newReport = "  w-1 [000] ..... 1.000000: dax_pte_fault_done:   dev 259:0 ino 0xc shared 0xa55 address 0x7 pgoff 0x7 "
	const raw = "  w-1 [000] 1.000000: dax_pte_fault_done: ino=0xc vm_flags=0x1 address=0x7 pgoff=0x7 dev=271581184 flags=2644 result="
	for _, test := range []struct {
		line                  string
		write, known, fellOut bool
	}{
		{kernel + "FALLBACK", true, true, true},
		{kernel + "MAJOR|FALLBACK", true, true, true},
		{kernel + "NOPAGE|0x2000", true, true, false},
		{kernel, true, true, false},
		{kernel + "FALLB", true, false, false},
		{report + "0x800", false, true, true},
		{report + "0x100", false, true, false},
		{report + "OOM", false, false, false},
		{report + "FALLBACK", false, false, false},
		{newReport + "OOM", true, false, false},
		{newReport + "0x804", true, true, true},
		{raw + "2048", false, true, true},
		{raw + "256", false, true, false},
	} {
		r, err := NewReader("x", strings.NewReader("cpus=2\n"+test.line+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		e, err := r.Next()
		if err != nil {
			t.Errorf("%s: %v", test.line, err)
			continue
		}
		if e.Write != test.write || e.FallBack != test.fellOut || e.FallBackUnknown == test.known {
			t.Errorf("%s:\n%+v", test.line, *e)
		}
		if got := r.Warnings().Count(FallbackUnknown) == 0; got != test.known {
			t.Errorf("%s: warned of: %v", test.line, !got)
		}
		if _, err := r.Next(); err != io.EOF {
			t.Error(err)
		}
	}
	s := summarize(t, report+"OOM\n")
	if f := strings.Split(row(t, s), ","); f[5] != "" {
		t.Errorf("fallback column %q, want it empty", f[5])
	}
}

// summarize reads a text.
func summarize(t testing.TB, in string) *Summary {
	t.Helper()
	r, err := NewReader("x", strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Summarize(r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
