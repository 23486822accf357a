package hang_test

import (
	"os"
	"strings"
	"testing"

	"daxwait/strategies"
)

// row is that of a bug in the page on hangs.
func row(b strategies.Bug) string {
	var victims []string
	for _, v := range b.Victims {
		victims = append(victims, string(v))
	}
	who := strings.Join(victims, ", ")
	if len(b.Sizes) != 0 {
		who += " (" + strings.Join(b.Sizes, ", ") + ")"
	}
	from := b.Since()
	if b.Brought != "" {
		from = b.Brought + ", " + from
	}
	return "| " + b.Name + " | " + who + " | " + b.Needs + " | " + from + " | " + b.Ended + " | " + strings.Join(b.End().Releases(), ", ") + " |"
}

// TestPageHasTheBugs: the page's table is what history is as data.
func TestPageHasTheBugs(t *testing.T) {
	page, err := os.ReadFile("../../docs/hang.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "| bug | who hangs |")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")[2:]
	all := strategies.Bugs()
	if len(rows) != len(all) {
		t.Fatalf("%d rows of %d bugs", len(rows), len(all))
	}
	for i, b := range all {
		if rows[i] != row(b) {
			t.Errorf("the row is\n%s\nwant\n%s", rows[i], row(b))
		}
	}
}

// TestPageHasTheBugsOfKernels: the row of a kernel names each commit that ends a bug
// that it has, and no commit that ends one that it has not.
func TestPageHasTheBugsOfKernels(t *testing.T) {
	page, err := os.ReadFile("../../docs/hang.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range strategies.Kernels() {
		_, row, ok := strings.Cut(string(page), "\n| "+k.From+" | `"+k.Strategy+"` |")
		if !ok {
			t.Errorf("no row of %s", k.From)
			continue
		}
		row, _, _ = strings.Cut(row, "\n| ")
		cells := strings.Split(row, "|")
		last := cells[len(cells)-2]
		for _, b := range strategies.Bugs() {
			in := b.In(k.From) && !b.Spins
			if k.From == "4.10-rc1" && b.Ended == "965d004af540" {
				continue // which candidate has it is not known
			}
			if strings.Contains(last, b.Ended) != in {
				t.Errorf("%s has %s: %v, and its row ends in%s", k.From, b.Ended, in, last)
			}
		}
	}
}
