package strategies_test

import (
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"daxwait/daxcore/daxtest"
	"daxwait/daxcore/step"
	"daxwait/strategies"
)

// TestKernelOf takes the first and the last version that each design's origin
// names, and those between which something was mended.
func TestKernelOf(t *testing.T) {
	for versions, want := range map[string]string{
		"4.7 4.7-rc1 4.9 4.9.63":                               "linux-4.9",
		"4.10 4.10-rc1 4.13 4.19 4.19.0 4.19-rc8":              "linux-4.19",
		"4.20-rc1 4.20-rc3":                                    "linux-4.20-rc1",
		"4.20-rc4 4.20-rc5":                                    "linux-4.20-rc4",
		"4.20-rc6 4.20-rc7":                                    "linux-4.20-rc6",
		"4.20 4.20.0 4.20.3-arch1 5.0 5.2 5.2.2":               "linux-5.2",
		"5.1.19 5.1.0+ 5.2-rc7":                                "linux-5.2",
		"5.3-rc1 5.3-rc2 5.1.20 5.1.21 5.2.3 5.2.6":            "linux-5.3-rc1",
		"5.3-rc3 5.3 5.3.0 5.3.7 5.4-rc1 5.4-rc4":              "linux-5.3",
		"5.2.7 5.2.21":                                         "linux-5.3",
		"5.3.8 5.4-rc5 5.4 5.10.0-8-amd64 5.12":                "linux-5.12",
		"5.10.37 5.11.9 5.12.4 5.13-rc1 5.4.250":               "linux-5.12",
		"5.13 5.13-rc2 6.1 6.1.0-9-amd64 6.14":                 "exclusive",
		"5.10.38-rc1 5.10.38 5.10.240 5.12.5 5.12.19 5.13-rc3": "exclusive",
		"6.15 6.15.0 6.15-rc1 6.15.2":                          "linux-6.15",
		"6.16 6.16-rc1 6.18-rc2 7.0 6.15.3-rc1 6.15.3 6.15.11": "linux-6.16",
		"4.6 3.10.0-1160 4 4. v4.20 4.20x linux-5.2 ":          "",
	} {
		for _, v := range strings.Fields(versions) {
			if k, _, ok := strategies.KernelOf(v); k.Strategy != want || ok != (want != "") {
				t.Errorf("%s is of %q, want %q", v, k.Strategy, want)
			}
		}
	}
	if _, before, _ := strategies.KernelOf("5.2"); before != "5.2.3" {
		t.Errorf("the kernels of 5.2 end before %q", before)
	}
}

// TestKernelsAreInTheCatalogue, in their order, and each past kernel is one.
func TestKernelsAreInTheCatalogue(t *testing.T) {
	left := map[string]bool{}
	for _, s := range strategies.All() {
		if strings.HasPrefix(s.Origin, "Linux ") {
			left[s.Name] = true
		}
	}
	for _, k := range strategies.Kernels() {
		if _, err := strategies.Find(k.Strategy); err != nil {
			t.Error(err)
		}
		if got, _, ok := strategies.KernelOf(k.From); !ok || got != k {
			t.Errorf("%s is of %v, want %v: it is out of order", k.From, got, k)
		}
		delete(left, k.Strategy)
	}
	if len(left) != 0 {
		t.Errorf("no versions are of %v", left)
	}
}

// TestCommits: each commit that the story of a kernel, or the page on hangs, names
// is there, once.
func TestCommits(t *testing.T) {
	known := map[string]bool{}
	for _, c := range strategies.Commits() {
		if known[c.ID] || len(c.ID) != 12 {
			t.Errorf("%s is there twice, or is no commit", c.ID)
		}
		known[c.ID] = true
	}
	page, err := os.ReadFile("../docs/hang.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, k := range strategies.Kernels() {
		text += k.Note
	}
	found := regexp.MustCompile(`\b[0-9a-f]*[0-9][0-9a-f]*\b`).FindAllString(text, -1)
	named := 0
	for _, id := range found {
		if len(id) != 12 || strings.Trim(id, "0123456789") == "" && !known[id] {
			continue // a schedule's steps are digits, too
		}
		if named++; !known[id] {
			t.Errorf("%s is named, and not among the commits", id)
		}
	}
	if named < 15 {
		t.Errorf("only %d commits are named", named)
	}
}

// TestCommitsEndWhatDesignsLose: each wakeup that a kernel loses where a function
// may be seen is ended by a commit, in a kernel of another design; and no commit
// ends what no design loses.
func TestCommitsEndWhatDesignsLose(t *testing.T) {
	ended := map[string]bool{} // a design and a scenario
	for _, c := range strategies.Commits() {
		for _, in := range append([]string{c.In}, c.Stable...) {
			if k, _, ok := strategies.KernelOf(in); !ok || slices.Contains(c.Of, k.Strategy) || !c.IsIn(in) {
				t.Errorf("%s is in %s, which is of %s", c.ID, in, k.Strategy)
			}
		}
		for _, release := range c.Stable {
			dot := strings.LastIndex(release, ".")
			patch, _ := strconv.Atoi(release[dot+1:])
			last := release[:dot+1] + strconv.Itoa(patch-1)
			if k, _, _ := strategies.KernelOf(last); len(c.Of) != 0 && !slices.Contains(c.Of, k.Strategy) || c.IsIn(last) {
				t.Errorf("%s is not in %s, which is of %s", c.ID, last, k.Strategy)
			}
		}
		for _, name := range c.Ends {
			lost := false
			for _, design := range c.Of {
				if sc, err := daxtest.ScenarioNamed(name); err != nil || slices.Contains(sc.Expected(design), step.LostWakeup) {
					lost = err == nil
					ended[design+" "+name] = true
				}
			}
			if !lost {
				t.Errorf("%s ends %s, in which no design loses", c.ID, name)
			}
		}
	}
	for _, f := range strategies.Functions() {
		for _, name := range f.Scenarios {
			sc, err := daxtest.ScenarioNamed(name)
			if err != nil {
				t.Errorf("%s: %v", f.Names[0].Name, err)
				continue
			}
			for _, k := range strategies.Kernels() {
				if slices.Contains(sc.Expected(k.Strategy), step.LostWakeup) && !ended[k.Strategy+" "+name] {
					t.Errorf("no commit ends what %s loses in %s", k.Strategy, name)
				}
			}
		}
	}
}

// TestCommitLacks: what no design does is of the versions from its first on.
func TestCommitLacks(t *testing.T) {
	c, ok := strategies.CommitNamed("17d9c15c9b9e")
	if !ok {
		t.Fatal("it is not there")
	}
	for version, want := range map[string]bool{"5.14.21": false, "5.15-rc1": true, "5.15": true, "5.15.70": true, "5.15.71": false, "5.16.20": true, "5.19.11": true, "5.19.12": false, "6.0": false, "6.19": false, "none": false, "": false} {
		if got := c.Lacking(version); got != want {
			t.Errorf("%s lacks it: %t", version, got)
		}
	}
}

// TestOfDistribution: what a build of one's own adds is no distribution's.
func TestOfDistribution(t *testing.T) {
	for version, want := range map[string]bool{"5.1.0+": false, "5.13-rc2": false, "6.1": false, "6.1.3-dirty": false, "6.1.0-rc3-00041-gdeadbeef0123+": false, "6.1.0-9-amd64": true, "4.18.0-305.el8": true, "6.6.87.2-microsoft": true, "4.20.3-arch1": true, "linux-5.2": false} {
		if got := strategies.OfDistribution(version); got != want {
			t.Errorf("%s is of a distribution: %t", version, got)
		}
	}
}

// TestShapesAreTheColumns: each shape is that of a scenario, and no scenario is of
// a column without one.
func TestShapesAreTheColumns(t *testing.T) {
	of := map[int]bool{}
	for _, sc := range daxtest.Scenarios() {
		if sc.Column != 0 && strategies.Shape(sc.Column) == "" {
			t.Errorf("%s is of column %d, which has no shape", sc.Name, sc.Column)
		}
		of[sc.Column] = true
	}
	for i, says := range strategies.Shapes() {
		if !of[i+1] {
			t.Errorf("no scenario is of column %d, %s", i+1, says)
		}
	}
}
