package strategies_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/strategies"
)

// TestBugsAreThoseOfTheDesigns: a kernel has a bug, by the commits that brought and
// ended it, where its design loses what the second ends; and each commit that ends
// what designs lose is of a bug.
func TestBugsAreThoseOfTheDesigns(t *testing.T) {
	ended := map[string]bool{}
	for _, b := range strategies.Bugs() {
		c := b.End()
		if c.ID == "" || c.ID != b.Ended || b.Brought != "" && b.Since() == "" {
			t.Errorf("%s: no commit %q, or none %q", b.Name, b.Ended, b.Brought)
		}
		if ended[b.Ended] {
			t.Errorf("%s is ended by %s, as another is", b.Name, b.Ended)
		}
		ended[b.Ended] = true
		if got, ok := strategies.BugNamed(b.Name); !ok || got.Ended != b.Ended {
			t.Errorf("%s is not found by its name", b.Name)
		}
		if len(b.Victims) == 0 || b.Loses == "" || b.Needs == "" {
			t.Errorf("%s: it has no victims, or no words", b.Name)
		}
		if b.Spins {
			continue
		}
		for _, k := range strategies.Kernels() {
			loses := slices.Contains(c.Of, k.Strategy)
			if k.Strategy == "linux-4.19" && k.From == "4.10-rc1" && (b.Ended == "965d004af540" || b.Brought == "c2a7d2a11552") {
				continue // the design is of 4.10 and of 4.19, the bugs of its first and its last candidates
			}
			if b.In(k.From) != loses {
				t.Errorf("%s: in %s: %v, and its design %s loses: %v", b.Name, k.From, b.In(k.From), k.Strategy, loses)
			}
		}
	}
	for _, c := range strategies.Commits() {
		if len(c.Of) != 0 && !ended[c.ID] {
			t.Errorf("no bug is ended by %s", c.ID)
		}
	}
}

// TestBugsByVersion: the first and the last releases that have each.
func TestBugsByVersion(t *testing.T) {
	for _, c := range []struct{ bug, in, not string }{
		{"the missed PMD wakeup", "4.20-rc4 4.20 5.0.21 5.1.19 5.2.2", "4.19.3 4.20-rc3 5.1.20 5.2.3 5.3-rc1 5.10"},
		{"the inverted test in put", "5.1.20 5.1.21 5.2.3 5.2.6 5.3-rc1 5.3-rc2", "5.1.19 5.2.2 5.2.7 5.3-rc3 5.4"},
		{"the invalidation that wakes one", "4.10 4.19 5.4.250 5.10.37 5.12.4 5.13-rc1 5.11.9", "4.9 5.10.38 5.12.5 5.13-rc2 6.1"},
		{"the scan that passes its wake to the next index", "6.15-rc1 6.15.0 6.15.2", "6.14.9 6.15.3 6.16-rc1"},
		{"the read of no bytes", "5.15.0 5.15.70 5.16.3 5.19.11", "5.14.9 5.15.71 5.19.12 6.0 6.1"},
		{"the 4k hole", "4.7 4.9.5", "4.6 4.10 4.19"},
		{"the lock-by-page that takes a wake", "4.19.0 4.20-rc7", "4.18 4.20 5.2"},
	} {
		b, ok := strategies.BugNamed(c.bug)
		if !ok {
			t.Fatalf("no bug %q", c.bug)
		}
		for _, v := range strings.Fields(c.in) {
			if !b.In(v) {
				t.Errorf("%s has not %s", v, c.bug)
			}
		}
		for _, v := range strings.Fields(c.not) {
			if b.In(v) {
				t.Errorf("%s has %s", v, c.bug)
			}
		}
	}
}

// TestFirstOfASeries: the first release of a series that has a commit.
func TestFirstOfASeries(t *testing.T) {
	c, _ := strategies.CommitNamed("237388320def")
	for version, want := range map[string]string{"5.10.3": "5.10.38", "5.12": "5.12.5", "5.13-rc1": "5.13-rc2", "5.4.77": "", "6.1": "", "x": ""} {
		if got, ok := c.InSeries(version); got != want || ok != (want != "" || version == "6.1") {
			t.Errorf("of %s: %q, %v", version, got, ok)
		}
	}
}

// TestHits: who a bug leaves hanging.
func TestHits(t *testing.T) {
	pmd, _ := strategies.BugNamed("the missed PMD wakeup")
	one, _ := strategies.BugNamed("the invalidation that wakes one")
	for _, c := range []struct {
		b    strategies.Bug
		role strategies.Role
		size string
		want bool
	}{
		{pmd, strategies.Fault, "PMD", true}, {pmd, strategies.Fault, "PTE", false}, {pmd, strategies.Fault, "", true}, {pmd, strategies.Removal, "", false},
		{pmd, strategies.FaultOrRemoval, "", true}, {pmd, strategies.ScanOrRemoval, "", false}, {pmd, strategies.PageLock, "", false},
		{one, strategies.Removal, "", true}, {one, strategies.Scan, "", false}, {one, strategies.ScanOrRemoval, "", true},
	} {
		if c.b.Hits(c.role, c.size) != c.want {
			t.Errorf("%s hits %s %s: %v", c.b.Name, c.role, c.size, !c.want)
		}
	}
}
