package docs_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"daxwait/bench/profile"
	"daxwait/internal/fidelity"
)

// columns are those of the table of captures, behind that of the trace's sleeps.
var columns = []string{"sleeps/op", "useless/op", "waits/op", "mean-wait/hold", "p50-wait/hold", "p99-wait/hold", "ops/s", "fallbacks/op"}

// TestCaptures makes the table of docs/validation.md again, and the sentence above
// it; with -short two of its rows.
func TestCaptures(t *testing.T) {
	data, err := os.ReadFile("validation.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	prices, err := profile.Find("emulated-6.1-traced")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../results/captures/*.trace.gz")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	said := regexp.MustCompile(`Of (\d+) quantities in the \[(\d+) captures\]\(\S+\) (\d+) agree within 1\.25, (\d+) within 2, (\d+) miss\.\*\* (\d+) of the (\d+) do`).FindStringSubmatch(text)
	if said == nil {
		t.Fatal("no sentence about all captures")
	}
	if testing.Short() {
		files = files[:2]
	}
	var n [5]int
	little := 0 // agree, as next to nothing happens on either side
	for _, file := range files {
		r, err := fidelity.Compare(t.Context(), file, fidelity.Options{Profile: &prices.Profile, Seed: 1, AsKernel: true})
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(r.Name(), "linux6.1-ext4-2cpu-")
		row := []string{name, fmt.Sprintf("%.3f", r.Rows[0].Trace)}
		for _, c := range columns {
			cell := ""
			for i := range r.Rows {
				if q := &r.Rows[i]; q.Quantity == c {
					n[q.Verdict]++
					cell = cellOf(q)
					if q.Verdict == fidelity.Agree && (strings.HasPrefix(cell, "(") || cell == "=") {
						little++
					}
				}
			}
			row = append(row, cell)
		}
		if want := "| " + strings.Join(row, " | ") + " |"; !strings.Contains(text, want) {
			t.Errorf("no row %s", want)
		}
	}
	if !testing.Short() {
		want := fmt.Sprint([]int{n[0] + n[1] + n[2], len(files), n[0], n[1], n[2], little, n[0]})
		if got := "[" + strings.Join(said[1:], " ") + "]"; got != want {
			t.Errorf("the sentence says %s, and the captures %s", got, want)
		}
	}
}

// TestTablesSayWhereTheyAreFrom: what was measured on a machine has the command and
// the conditions in the line above, what is made again its source.
func TestTablesSayWhereTheyAreFrom(t *testing.T) {
	from := regexp.MustCompile(`^<!--(= .+|~ .+ ; .+) -->$`)
	for _, page := range []string{"performance.md", "validation.md"} {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		tables, before := 0, ""
		for i, line := range strings.Split(string(data), "\n") {
			if strings.HasPrefix(line, "|") && !strings.HasPrefix(before, "|") {
				if tables++; !from.MatchString(before) {
					t.Errorf("%s:%d: a table with no source above it", page, i+1)
				}
			}
			before = line
		}
		if tables == 0 {
			t.Errorf("%s: no table", page)
		}
	}
}

// cellOf is a cell: ours over the trace's.
func cellOf(q *fidelity.Row) string {
	const agrees, near = 1.25, 2
	ratio := q.Ratio()
	s := fmt.Sprintf("%.2f", ratio)
	far := max(ratio, 1/ratio)
	switch {
	case q.Verdict == fidelity.NotCaptured:
		return ""
	case q.Verdict == fidelity.TooFew:
		return "·"
	case q.Trace == 0 && q.Ours.Value == 0:
		return "="
	case q.Verdict == fidelity.Miss:
		return "**" + s + "**"
	case math.IsInf(ratio, 0) || q.Trace == 0:
		return fmt.Sprintf("(%.3f)", q.Ours.Value)
	case q.Verdict == fidelity.Agree && far > agrees, q.Verdict == fidelity.Close && far > near:
		return "(" + s + ")"
	}
	return s
}
