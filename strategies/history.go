package strategies

import (
	"regexp"
	"strconv"
)

// Kernel is a run of Linux versions of one design: it begins with From, and
// ends before the next one's.
type Kernel struct {
	From     string
	Strategy string
	// Note says what the design does not: how the version differs from it, and
	// which commit ended it.
	Note string
}

// Kernels returns the versions that have entry locks, in the order of their
// numbers: a stable release that has a mend begins a kernel, which the next series
// ends. Stable releases that are not there are not known to have one.
func Kernels() []Kernel {
	return []Kernel{
		{"4.7-rc1", "linux-4.9", "The first kernel with entry locks. Reads of a hole lose wakeups until 965d004af540 (4.10-rc, January 2017; a stable 4.9 may have it: then it is linux-4.9-holes). Left out: the tree's preloaded nodes, so that a fault drops its lock between look-up and insertion and looks again."},
		{"4.10-rc1", "linux-4.19", "Left out: reads of holes put pages into the tree until 4.14, as in linux-4.9 and, from 965d004af540 on, in linux-4.9-holes; and the tree's preloaded nodes. Lock-by-page is there from 4.19-rc1 on (c2a7d2a11552). Its losses are of 4.19.0: 4.19.y has the wait of 4.20, from a release on that is not known here. Invalidations lose wakeups until 237388320def (5.13)."},
		{"4.20-rc1", "linux-4.20-rc1", "Its look-up is mended in rc4 (0e40de0338d0)."},
		{"4.20-rc4", "linux-4.20-rc4", "Lock-by-page uses freed inodes until rc6 (55e56f06ed71)."},
		{"4.20-rc6", "linux-4.20-rc6", "Lock-by-page waits exclusively until 4.20 (d8a706414af4)."},
		{"4.20", "linux-5.2", "PMD faults that meet a PTE entry lose wakeups until 23c84eb78375 (5.3-rc1), invalidations until 237388320def (5.13). Lock-by-page of 4.20 is that of today."},
		{"5.1.20", "linux-5.3-rc1", "It has 23c84eb78375 with its inverted test in put. 5.1.21 was the last of its series: none of it has the mend (61c30c98ef17)."},
		{"5.2-rc1", "linux-5.2", "As 4.20."},
		{"5.2.3", "linux-5.3-rc1", "It has 23c84eb78375 with its inverted test in put, which 5.2.7 mends (61c30c98ef17)."},
		{"5.2.7", "linux-5.3", "As 5.3-rc3. An empty chunk counts as a conflict: slow, not a hang. Invalidations lose wakeups until 237388320def (5.13)."},
		{"5.3-rc1", "linux-5.3-rc1", "The inverted test in put is mended in rc3 (61c30c98ef17)."},
		{"5.3-rc3", "linux-5.3", "An empty chunk counts as a conflict until 5.3.8 and 5.4-rc5 (6370740e5f8e): slow, not a hang. Invalidations lose wakeups until 237388320def (5.13)."},
		{"5.3.8", "linux-5.12", "Invalidations lose wakeups until 237388320def (5.13)."},
		{"5.4-rc1", "linux-5.3", "As 5.3.0: mended in rc5 (6370740e5f8e)."},
		{"5.4-rc5", "linux-5.12", "Invalidations lose wakeups until 237388320def (5.13-rc2, 5.10.38, 5.12.5). Left out: a downgrade that runs out of memory begins again as a downgrade, and counts its pages off twice (to 5.13; 1a14e3779dd5)."},
		{"5.10.38", "exclusive", "It has 237388320def: see 5.13-rc2."},
		{"5.11-rc1", "linux-5.12", "As 5.4-rc5. Whether the last 5.11.y have 237388320def is not known here."},
		{"5.12.5", "exclusive", "It has 237388320def: see 5.13-rc2."},
		{"5.13-rc1", "linux-5.12", "As 5.4-rc5: mended in rc2 (237388320def)."},
		{"5.13-rc2", "exclusive", "No lost wakeup is known here. Left out: the I/O error of write-back for a dirty entry without storage."},
		{"6.15-rc1", "linux-6.15", "A scan passes its wake on to the next index until dd59137bfe70 (6.16-rc1, 6.15.3). Left out: the break of layouts that an eviction begins with."},
		{"6.15.3", "linux-6.16", "It has dd59137bfe70: see 6.16-rc1."},
		{"6.16-rc1", "linux-6.16", "No lost wakeup is known here. Left out: the break of layouts that an eviction begins with. What is known of upstream ends in the middle of 2025."},
	}
}

// version is what begins a version, of upstream or of a distribution.
var version = regexp.MustCompile(`^(\d{1,2})\.(\d{1,3})(?:\.(\d{1,4}))?(?:-rc(\d{1,2}))?(?:$|[-+.~_])`)

// order returns three numbers by which versions are in their order, and false of
// what is none. A release candidate is before its release; one of a stable release,
// 5.10.38-rc1, has its patches.
func order(text string) ([3]int, bool) {
	m := version.FindStringSubmatch(text)
	if m == nil {
		return [3]int{}, false
	}
	at := func(i int) int { n, _ := strconv.Atoi(m[i]); return n } // digits, or nothing: zero
	last := at(3)
	if m[4] != "" && last == 0 {
		last = at(4) - 100
	}
	return [3]int{at(1), at(2), last}, true
}

// KernelOf returns the kernels that a version such as 4.20, 5.3-rc2 or
// 6.1.0-9-amd64 is of, and the version that they end before, which the last do not
// have. A version older than entry locks is of none, and so is what is no version.
func KernelOf(text string) (of Kernel, before string, ok bool) {
	v, ok := order(text)
	if !ok {
		return Kernel{}, "", false
	}
	found := false
	for _, k := range Kernels() {
		from, _ := order(k.From)
		if less(v, from) {
			return of, k.From, found
		}
		of, found = k, true
	}
	return of, "", true
}

// upstream is a number of upstream's, and what builds of one's own add to it.
var upstream = regexp.MustCompile(`^\d+\.\d+(\.\d+)?(-rc\d+)?(-syzkaller)?(-\d+-g[0-9a-f]+|-g[0-9a-f]+)?(-dirty)?\+?$`)

// OfDistribution reports whether a version has a number that upstream does not
// give, such as 5.4.0-42-generic: what it has of later kernels it does not tell.
func OfDistribution(text string) bool {
	return version.MatchString(text) && !upstream.MatchString(text)
}

// Before reports whether a version is older than another. What is no version is
// older than nothing.
func Before(text, other string) bool {
	a, ok := order(text)
	b, is := order(other)
	return ok && is && less(a, b)
}

// series returns the first two numbers of a version.
func series(v [3]int) [2]int { return [2]int{v[0], v[1]} }

func less(a, b [3]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// Shapes returns the shapes of workloads in which the designs of history differ:
// the columns of its table, of which a scenario names one.
func Shapes() []string {
	return []string{
		"PTE faults of one index",
		"PMD faults of one chunk",
		"a PTE fault waits, the holder has a PMD entry",
		"a PMD fault meets a PTE entry that is locked, at its base",
		"the same, not at its base",
		"invalidations of one index in parallel, and faults",
		"a zero or empty PMD entry is downgraded while others wait for it",
		"lock-by-page waits, and its page is truncated",
		"lock-by-page sleeps, and the inode is freed",
		"a PMD entry goes, a PTE entry comes in its place, and others wait on the key of the first",
		"a range scan meets a locked entry",
	}
}

// Shape returns the shape of a column, from 1 on, or nothing.
func Shape(column int) string {
	if all := Shapes(); column >= 1 && column <= len(all) {
		return all[column-1]
	}
	return ""
}
