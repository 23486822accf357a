package phrase

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"
)

var (
	nan  = math.NaN()
	inf  = math.Inf(1)
	zero = math.Copysign(0, -1)
)

// TestEdges: numbers between two ways to write them, and those that are none.
func TestEdges(t *testing.T) {
	for _, c := range []struct {
		of   string
		f    func(float64) string
		want map[float64]string
		none string // of NaN
	}{
		{"Change", Change, map[float64]string{0: "−100 %", 1: "0 %", 1.0994: "+9.9 %", 1.0996: "+10 %", 0.9006: "−9.9 %", 0.9004: "−10 %", 2.994: "+199 %", 3: "×3", 999.6: "×1000", 1.0009: "+0.09 %", 1.00096: "+0.1 %", inf: "?"}, "?"},
		{"Number", Number, map[float64]string{
			0: "0", zero: "0", 9.95: "9.95", 9.994: "9.99", 9.996: "10", 99.96: "100", 999.4: "999", 999.5: "1000", 999.6: "1000", -999.6: "−1000",
			1000: "1000", 9999.4: "9999", 9999.6: "10 000", 10000: "10 000", 999_999.4: "999 999", 999_999.6: "1 M", 1e6: "1 M", -1e6: "−1 M", 1.2345e7: "12.3 M",
			1.2345e9: "1230 M", 9.996e8: "1000 M", 0.0009996: "0.001", 0.001: "0.001", inf: "?", -inf: "?",
		}, "?"},
	} {
		for v, want := range c.want {
			if got := strings.ReplaceAll(c.f(v), NBSP, " "); got != want {
				t.Errorf("%s(%v) is %q, want %q", c.of, v, got, want)
			}
		}
		if got := c.f(nan); got != c.none {
			t.Errorf("%s(NaN) is %q", c.of, got)
		}
	}
}

// TestNoLineEndsInsideANumber: between a number and its unit no line is
// broken, where the space is an ordinary one in the end.
func TestNoLineEndsInsideANumber(t *testing.T) {
	for _, s := range []string{Change(1.5), Number(123456), Number(2e6), Size(1.5), Share(0.5), Time(1500)} {
		if strings.Contains(s, " ") || !strings.Contains(s, NBSP) {
			t.Errorf("%q can be broken", s)
		}
		if got := Wrap("xxx "+s+" yyy", 4); got != "xxx\n"+strings.ReplaceAll(s, NBSP, " ")+"\nyyy" {
			t.Errorf("%q is broken: %q", s, got)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"", 10, ""},
		{"  a \n b\tc ", 10, "a b c"},
		{"aaaa bbbb", 9, "aaaa bbbb"},
		{"aaaa bbbb", 8, "aaaa\nbbbb"},
		{"aaaaaaaaaa b", 3, "aaaaaaaaaa\nb"},
		{"×××× ××××", 9, "×××× ××××"},
	} {
		if got := Wrap(c.text, c.width); got != c.want {
			t.Errorf("Wrap(%q, %d) is %q, want %q", c.text, c.width, got, c.want)
		}
	}
	for line := range strings.SplitSeq(Wrap(strings.Repeat("ratios ×1.5 … ", 40), 30), "\n") {
		if n := utf8.RuneCountInString(line); n > 30 || n < 20 {
			t.Errorf("a line of %d columns: %q", n, line)
		}
	}
}

func TestLists(t *testing.T) {
	all := strings.Fields("a b c d e f")
	for n, want := range [][2]string{
		{"", ""}, {"a", "a"}, {"a or b", "a and b"}, {"a, b or c", "a, b and c"}, {"a, b, c or d", "a, b, c and d"},
		{"a, b, c, d or e", "a, b, c, d and 1 more"}, {"a, b, c, d, e or f", "a, b, c, d and 2 more"},
	} {
		if list, few := List(all[:n], "or"), Few(all[:n]); list != want[0] || few != want[1] {
			t.Errorf("%d words are %q, or %q; want %q", n, list, few, want)
		}
	}
}
