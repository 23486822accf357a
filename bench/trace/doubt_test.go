package trace

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// linesOf are those of a capture.
func linesOf(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	return lines[:len(lines)-1]
}

// doubted are the reasons to doubt that lines are one run, and all of it: alike in a
// summary and in a replay.
func doubted(t *testing.T, lines []string) (found []Reason) {
	t.Helper()
	text := strings.Join(lines, "")
	r, err := NewReader("x", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Summarize(r)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = NewReader("x", strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	w, err := Replay(r, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for reason := TimeBackwards; reason < NumReasons; reason++ {
		if reason != TimeBackwards && reason < SecondHeader {
			continue
		}
		if (s.Warnings.Count(reason) == 0) != (w.Warnings.Count(reason) == 0) {
			t.Errorf("%v: %d in a summary, %d in a replay", reason, s.Warnings.Count(reason), w.Warnings.Count(reason))
		}
		if s.Warnings.Count(reason) != 0 {
			found = append(found, reason)
		}
	}
	return found
}

var stamp = regexp.MustCompile(` (\d+)\.(\d{6}): `)

// timeOf is a line's, in microseconds.
func timeOf(line string) int {
	m := stamp.FindStringSubmatch(line)
	if m == nil {
		return -1
	}
	n, _ := strconv.Atoi(m[1] + m[2])
	return n
}

// later has events happen so many microseconds later.
func later(lines []string, by int) (moved []string) {
	for _, l := range lines {
		if at := timeOf(l); at >= 0 {
			at += by
			l = stamp.ReplaceAllString(l, fmt.Sprintf(" %d.%06d: ", at/1e6, at%1e6))
		}
		moved = append(moved, l)
	}
	return moved
}

// uncommented are lines without comments.
func uncommented(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.HasPrefix(l, "#") })
}

// others has the tasks of a run have other numbers.
func others(lines []string) (found []string) {
	pids := regexp.MustCompile(`((?:-|pid=))(\d{3,})\b`)
	for _, l := range lines {
		found = append(found, pids.ReplaceAllString(l, "${1}9$2"))
	}
	return found
}

// TestCapturesThatWereEdited: what is missing or mixed is noticed, and nothing is of
// captures that are as they were.
func TestCapturesThatWereEdited(t *testing.T) {
	a, whole := linesOf(t, "testdata/inval-n8.trace.gz"), linesOf(t, "../../results/captures/linux6.1-ext4-2cpu-pte-cold-n4.trace.gz")
	b := linesOf(t, "testdata/pte-same-n4.trace.gz")
	length := timeOf(a[len(a)-1]) - timeOf(uncommented(a)[0])
	start := timeOf(uncommented(a)[0]) - timeOf(uncommented(b)[0])
	replaced := func(lines []string, from int, old, with string) []string {
		changed := slices.Clone(lines)
		for i := from; i < len(changed); i++ {
			changed[i] = strings.ReplaceAll(changed[i], old, with)
		}
		return changed
	}
	without := func(lines []string, text string) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.Contains(l, text) })
	}
	merged := append(slices.Clone(a), later(others(uncommented(b)), start)...)
	slices.SortStableFunc(merged, func(x, y string) int { return timeOf(x) - timeOf(y) })
	for _, c := range []struct {
		what  string
		lines []string
		want  []Reason
	}{
		{"an excerpt", a, nil},
		{"a whole one", whole, nil},
		{"a CPU is not there", without(a, " [001] "), []Reason{SilentCPU}},
		{"a CPU ends amid it", append(slices.Clone(a[:len(a)/2]), without(a[len(a)/2:], " [001] ")...), []Reason{SilentCPU}},
		{"some events were deleted", without(whole, " insert: "), []Reason{FewerEvents}},
		{"a run again, behind it", append(slices.Clone(a), a...), []Reason{TimeBackwards}},
		{"a whole run again, later", append(slices.Clone(whole), later(whole, 400_000)...), []Reason{SecondHeader}},
		{"another after a pause", append(slices.Clone(a), later(uncommented(a), length+2_000_000)...), []Reason{Gap}},
		{"another with the same numbers", append(slices.Clone(a), replaced(later(uncommented(a), length+1000), 0, "w0", "v0")...), []Reason{Renamed}},
		{"two at a time", merged, []Reason{StrayTask}},
		{"two devices", replaced(a, len(a)/2, "dev 259:0", "dev 259:1"), []Reason{SeveralDevices}},
	} {
		if got := doubted(t, c.lines); !slices.Equal(got, c.want) {
			t.Errorf("%s: doubts of %q, want %q", c.what, got, c.want)
		}
	}
}
