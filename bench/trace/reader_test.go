package trace

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

const goodLine = "  w00-7 [000] d..1. 1.000000: grab: (f+0x0/0x1) ino=0xc index=0x7 order=0\n"

// readAll counts the events up to the error.
func readAll(name string, in io.Reader) (events int, w *Warnings, err error) {
	r, err := NewReader(name, in)
	if err != nil {
		return 0, nil, err
	}
	for {
		if _, err := r.Next(); err != nil {
			_, again := r.Next()
			if again != err {
				err = errors.Join(err, again)
			}
			return events, r.Warnings(), err
		}
		events++
	}
}

func zipped(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestNotATrace: what cannot be read is an error with a position and a
// reason.
func TestNotATrace(t *testing.T) {
	gz := zipped(t, strings.Repeat(goodLine, 1000))
	for _, test := range []struct {
		name, in, want string
		events         int
	}{
		{"empty", "", "f:1: no event in the file", 0},
		{"only comments", "# tracer: nop\n#\n", "f:2: no event in the file", 0},
		{"only losses", "CPU:0 [LOST EVENTS]\n", "f:1: no event in the file", 1},
		{"prose", "# x\nIt was a dark night.\nAnd stormy.\n", "f:2: no event in the file; this line is the first that is no comment", 0},
		{"much prose", strings.Repeat("x\n", maxJunk+5), "f:10000: no event in the first 10000 lines", 0},
		{"binary", "\x7fELF\x02\x01\x00\x00\n", "f:1: binary data, not the text of a trace", 0},
		{"trace.dat", "\x17\x08\x44tracing6\x00", "f:1: this is a binary trace.dat: convert it with trace-cmd report", 0},
		{"packed trace.dat", string(zipped(t, "\x17\x08\x44tracing6\x00")), "f:1: this is a binary trace.dat: convert it with trace-cmd report", 0},
		{"endless line", goodLine + strings.Repeat("x", maxLine+1), "f:2: line longer than 65536 bytes", 1},
		{"gzip without contents", "\x1f\x8b", "f:1: gzip data cut short", 0},
		{"gzip header", "\x1f\x8b\xff\xff\xff\xff\xff\xff\xff\xff\xff", "f:1: damaged gzip data: gzip: invalid header", 0},
		{"gzip cut", string(gz[:len(gz)-8]), "f:1001: gzip data cut short", 1000},
		{"gzip checksum", string(gz[:len(gz)-8]) + "xxxxxxxx", "f:1001: damaged gzip data: gzip: invalid checksum", 1000},
		{"gzip with a tail", string(gz) + "tail of the file", "f:1001: damaged gzip data: gzip: invalid header", 1000},
	} {
		t.Run(test.name, func(t *testing.T) {
			events, _, err := readAll("f", strings.NewReader(test.in))
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || err.Error() != test.want || events != test.events {
				t.Errorf("%d events, %v\nwant %d, %s", events, err, test.events, test.want)
			}
		})
	}
}

// TestDamagedGzip flips bytes in the middle: what was read before is kept,
// by the summary and the workload too.
func TestDamagedGzip(t *testing.T) {
	data, err := os.ReadFile("testdata/inval-n8.trace.gz")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 {
		data[len(data)/2+i] ^= 0x55
	}
	r, err := NewReader("f", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Summarize(r)
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Line < 100 || errors.Unwrap(err) == nil {
		t.Errorf("error %v", err)
	}
	if s == nil || s.Faults < 10 {
		t.Errorf("kept %+v", s)
	}
	r, err = NewReader("f", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if w, err := Replay(r, 0); err == nil || w == nil || len(w.Workers) == 0 {
		t.Errorf("workload %+v, %v", w, err)
	}
}

// TestFailingReader: the error of a disk is not one of syntax.
func TestFailingReader(t *testing.T) {
	bad := errors.New("bad sector")
	for _, in := range []string{goodLine, string(zipped(t, strings.Repeat(goodLine, 9))[:40])} {
		_, _, err := readAll("f", io.MultiReader(strings.NewReader(in), failing{bad}))
		var syntax *SyntaxError
		if !errors.Is(err, bad) || errors.As(err, &syntax) {
			t.Errorf("error %v", err)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestOdd: what is odd but can be read on is counted with its first line.
func TestOdd(t *testing.T) {
	for _, test := range []struct {
		name, in string
		events   int
		reason   Reason
		count    int64
		first    int
	}{
		{"nothing odd", goodLine, 1, MalformedLine, 0, 0},
		{"line ends of another system", "# x\r\n" + strings.ReplaceAll(goodLine, "\n", "\r\n"), 1, MalformedLine, 0, 0},
		{"malformed", goodLine + "x\nx\n" + goodLine, 2, MalformedLine, 2, 2},
		{"cut where it cannot be read", goodLine + goodLine[:40], 1, CutLine, 1, 2},
		{"cut where it can", goodLine + strings.TrimSuffix(goodLine, "\n"), 2, CutLine, 1, 2},
		{"a cut line is not malformed besides", goodLine + goodLine[:40], 1, MalformedLine, 0, 0},
		{"lost", goodLine + "CPU:1 [LOST 12 EVENTS]\n" + goodLine, 3, LostEvents, 12, 2},
		{"lost, unknown how many", goodLine + "CPU:1 [LOST EVENTS]\n" + goodLine, 3, LostEvents, 1, 2},
		{"lost, by trace-cmd", goodLine + "CPU:1 [12 EVENTS DROPPED]\n" + goodLine, 3, LostEvents, 12, 2},
		{"overwritten", "# entries-in-buffer/entries-written: 10/17   #P:2\n" + goodLine, 1, LostEvents, 7, 1},
		{"not overwritten", "# entries-in-buffer/entries-written: 17/17   #P:2\n" + goodLine, 1, LostEvents, 0, 0},
		{"backwards", goodLine + strings.Replace(goodLine, "1.000000", "0.999999", 1) + goodLine, 3, TimeBackwards, 1, 2},
		{"what the tools say", "cpus=2\nversion = 6\nCPU 0 is empty\n##### CPU 1 buffer started ####\n" + goodLine + " => __schedule\n\n", 1, MalformedLine, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, in := range []string{test.in, string(zipped(t, test.in))} {
				events, w, err := readAll("f", strings.NewReader(in))
				if err != io.EOF || events != test.events {
					t.Errorf("%d events, %v; want %d", events, err, test.events)
				}
				if w.Count(test.reason) != test.count || w.first[test.reason] != test.first {
					t.Errorf("warnings %v; want %v: %d, first in line %d", w, test.reason, test.count, test.first)
				}
			}
		})
	}
}

// TestWarningsString: each reason has its words, in the order of the
// constants.
func TestWarningsString(t *testing.T) {
	var w Warnings
	for r := range NumReasons {
		if r.String() == "" || r.Remedy() == "" {
			t.Errorf("reason %d has no words", r)
		}
		w.add(NumReasons-1-r, int(r)+1, 2)
	}
	lines := strings.Split(w.String(), "\n")
	if len(lines) != int(NumReasons) || !strings.HasPrefix(lines[0], "malformed line: 2, first in line 18: check") {
		t.Errorf("%q", lines)
	}
	for k := range numKinds {
		if k.String() == "" || k > Lost && kindOf([]byte(k.String())) != k {
			t.Errorf("kind %d is called %q", k, k)
		}
	}
	if NumReasons.String() != "invalid" || NumReasons.Remedy() != "" || numKinds.String() != "invalid" {
		t.Error("values out of range have names")
	}
}

// TestBounded reads a trace with more tasks, names and files than are kept
// apart, and does not keep them.
func TestBounded(t *testing.T) {
	const tasks = maxTasks + 100
	in := func() io.Reader {
		var b bytes.Buffer
		n := 0
		return readerFunc(func(p []byte) (int, error) {
			for b.Len() == 0 {
				if n == tasks {
					return 0, io.EOF
				}
				n++
				for _, e := range [...]string{"dax_pte_fault", "dax_pte_fault_done"} {
					b.WriteString("  t")
					b.WriteString(decimalText(n))
					b.WriteString("-" + decimalText(n) + " [000] ..... 1.000000: " + e + ": dev 1:1 ino 0x" + decimalText(n) + " shared WRITE address 0x1 pgoff 0x1 \n")
				}
			}
			return b.Read(p)
		})
	}
	r, err := NewReader("f", in())
	if err != nil {
		t.Fatal(err)
	}
	s, err := Summarize(r)
	if err != nil || s.Faults != tasks || s.Warnings.Count(TooManyTasks) != 200 || len(r.names) > maxNames {
		t.Errorf("%d faults, %d names, %v, %v", s.Faults, len(r.names), s.Warnings, err)
	}
	if r, err = NewReader("f", in()); err != nil {
		t.Fatal(err)
	}
	w, err := Replay(r, 10)
	if err != nil || len(w.Workers) != maxTasks || w.Warnings.Count(TooManyTasks) == 0 {
		t.Errorf("%d workers, %v, %v", len(w.Workers), w.Warnings, err)
	}
}

func decimalText(n int) string {
	var b [20]byte
	i := len(b)
	for {
		i--
		b[i] = byte('0' + n%10)
		if n /= 10; n == 0 {
			return string(b[i:])
		}
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// TestMemory reads much more than it may keep.
func TestMemory(t *testing.T) {
	block := []byte(strings.Repeat(goodLine, 1000))
	left := 200
	r, err := NewReader("f", readerFunc(func(p []byte) (int, error) {
		if left == 0 {
			return 0, io.EOF
		}
		n := copy(p, block[:len(block)/len(goodLine)*len(goodLine)])
		n -= n % len(goodLine)
		left--
		return n, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	events := 0
	for {
		if _, err := r.Next(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		events++
	}
	runtime.ReadMemStats(&after)
	if n := after.Mallocs - before.Mallocs; events < 10_000 || n > 100 {
		t.Errorf("%d allocations for %d events", n, events)
	}
}
