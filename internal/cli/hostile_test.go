package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"daxwait/internal/plain"
)

// TestHostile: whatever is given, a verb ends, with the exit code and the words that
// the table has for it, says no more than somebody reads, and shows nothing that
// moves a cursor.
func TestHostile(t *testing.T) {
	table, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(table)) {
		n++
		if line = strings.TrimSuffix(line, "\n"); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		t.Run(fmt.Sprint(n), func(t *testing.T) { hostile(t, line) })
	}
}

// hostile plays a line of the table.
func hostile(t *testing.T, line string) {
	cells := strings.Split(line, " | ")
	if len(cells) != 5 {
		t.Fatalf("%d cells: %s", len(cells), line)
	}
	code, err := strconv.Atoi(cells[3])
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var words []string
	for _, w := range regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\S+`).FindAllString(cells[1], -1) {
		w = unquoted(t, w)
		if w == "DIR" || strings.HasPrefix(w, "DIR/") {
			w = dir + w[len("DIR"):]
		}
		if ext, is := strings.CutPrefix(w, "FILE."); is {
			w = filepath.Join(dir, "file."+ext)
			if err := os.WriteFile(w, []byte(unquoted(t, cells[2])), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		words = append(words, w)
	}
	got, stdout, stderr := daxwait(words...)
	switch {
	case got != code:
		t.Errorf("%s: exit %d, want %d: %.300s", line, got, code, stderr)
	case !strings.Contains(stderr, cells[4]):
		t.Errorf("%s: says %.300q", line, stderr)
	case code != 0 && strings.TrimSpace(stderr) == "":
		t.Errorf("%s: says nothing", line)
	case len(stderr) > 20_000:
		t.Errorf("%s: says %d bytes", line, len(stderr))
	case !plain.Shown(stdout) || !plain.Shown(stderr):
		t.Errorf("%s: shows what is not shown: %.300q", line, stderr)
	}
}

// unquoted is a word or a file of the table.
func unquoted(t *testing.T, text string) string {
	if n, is := strings.CutPrefix(text, "keys*"); is {
		var b strings.Builder
		for i := range times(t, n) {
			fmt.Fprintf(&b, "key%d = 1\n", i)
		}
		return b.String()
	}
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	text, err := strconv.Unquote(text)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`(?s)\{([^{}]+)\*(\d+)\}`).ReplaceAllStringFunc(text, func(m string) string {
		at := strings.LastIndexByte(m, '*')
		return strings.Repeat(m[1:at], times(t, m[at+1:len(m)-1]))
	})
}

func times(t *testing.T, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
