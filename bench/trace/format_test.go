package trace

import (
	"io"
	"strings"
	"testing"
)

// TestFormats: what is no text of a trace is refused, and the cause is told.
func TestFormats(t *testing.T) {
	const event = "grab: (f+0x0/0x1) ino=0xc index=0x7 order=0\n"
	for _, c := range []struct{ name, in, want string }{
		{"xz", "\xfd7zXZ\x00\x00", "xz -d"},
		{"zstd", "\x28\xb5\x2f\xfd\x00", "zstd -d"},
		{"zstd in gzip", string(zipped(t, "\x28\xb5\x2f\xfd\x00")), "zstd -d"},
		{"bzip2", "BZh91AY", "bzip2 -d"},
		{"lz4", "\x04\x22\x4d\x18\x00", "lz4 -d"},
		{"perf.data", "PERFILE2\x00", "perf.data"},
		{"latency", "  a-b-1     0d..1. 100000112us : " + event, "nolatency-format"},
		{"latency, a delay", "  a-b-1     0d..1. 100000112us!: " + event, "nolatency-format"},
		{"latency, by its header", "# nop latency trace v1.1.5 on 6.1.0\n  what else\n", "nolatency-format"},
		{"latency of trace-cmd", "  a-1  0d..1. 100.000112: " + event, "nolatency-format"},
		{"tsc", "  a-1  [000] d..1. 100000112000: " + event, "echo global > trace_clock"},
		{"counter", "  a-1  [000] d..1. 12: " + event, "echo global > trace_clock"},
		{"tsc of trace-cmd", "  a-1  [000] 100000112000: " + event, "echo global > trace_clock"},
		{"perf script", "  a b   1 [000]   100.000112:  probe:" + event, "perf script"},
		{"perf script, with processes", "  a   1/2 [000]   100.000112:  probe:" + event, "perf script"},
		{"perf script, no CPUs", "  a   1   100.000112:  probe:" + event, "perf script"},
		{"an oops", "[   12.345678]  a-1   0d..1. 100000112us : " + event, "the kernel's log"},
		{"an oops on a console", "<4>[   12.345678]  a-1   0d..1. 100000112us : " + event, "the kernel's log"},
		{"function_graph", " 0)   1.234 us    |  grab_mapping_entry();\n", "current_tracer"},
		{"prose", "It was [000] a dark night: 12\n", ""},
	} {
		in := c.in
		if !strings.Contains(c.in, "\x00") && strings.HasSuffix(c.in, "\n") {
			in = strings.Repeat(c.in, 3)
		}
		_, _, err := readAll("f", strings.NewReader(in))
		if err == nil || err == io.EOF || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if c.want == "" && !strings.HasSuffix(err.Error(), "the first that is no comment") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestMostLines: a file of which most lines are none is refused, one of which some
// are is read.
func TestMostLines(t *testing.T) {
	const raw = "  a-1  [000] d..1. 100000112000: grab: ino=0xc index=0x7 order=0\n"
	for _, c := range []struct {
		good, bad int
		want      string
	}{
		{2, 2, "EOF"}, {21, 1, "EOF"},
		{2, 3, "f:3: 3 of 5 lines are no events, of which this is the first: " + ofRawClock},
	} {
		events, _, err := readAll("f", strings.NewReader(strings.Repeat(goodLine, c.good)+strings.Repeat(raw, c.bad)))
		if events != c.good || err.Error() != c.want {
			t.Errorf("%d good, %d bad: %d events, %v", c.good, c.bad, events, err)
		}
	}
}

// TestSteps: a report with --ts-diff is read as one without.
func TestSteps(t *testing.T) {
	for _, step := range []string{"", " (+10) ", "     (+123456) ", "(+0) "} {
		r, err := NewReader("f", strings.NewReader("cpus=2\n  a-1   [000]   100.000110: "+step+"grab: (f) ino=0xc index=0x7 order=0\n"))
		if err != nil {
			t.Fatal(err)
		}
		if e, err := r.Next(); err != nil || e.Kind != Grab || e.Time != 100_000_110_000 {
			t.Errorf("%q: %+v, %v", step, e, err)
		}
	}
}
