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

// Kernels returns the versions that have entry locks, oldest first.
func Kernels() []Kernel {
	return []Kernel{
		{"4.7-rc1", "linux-4.9", "The first kernel with entry locks. A wakeup that it lost, behind a zero page put into a hole, is not in the model: 965d004af540, January 2017, ended that."},
		{"4.10-rc1", "linux-4.19", "Lock-by-page is there from 4.19-rc1 on (c2a7d2a11552). Its losses are of 4.19.0: 4.19.y has the wait of 4.20, from a release on that is not known here. Invalidations lose wakeups until 237388320def (5.13)."},
		{"4.20-rc1", "linux-4.20-rc1", "Its look-up is mended in rc4 (0e40de0338d0)."},
		{"4.20-rc4", "linux-4.20-rc4", "Lock-by-page uses freed inodes until rc6 (55e56f06ed71)."},
		{"4.20-rc6", "linux-4.20-rc6", "Lock-by-page waits exclusively until 4.20 (d8a706414af4)."},
		{"4.20", "linux-5.2", "PMD faults that meet a PTE entry lose wakeups until 23c84eb78375 (5.3-rc1), invalidations until 237388320def (5.13). Lock-by-page of 4.20 is that of today. 5.1.y and 5.2.y got the repair of 5.3 with its faults, and the repairs of those: see 5.3-rc1 and 5.3."},
		{"5.3-rc1", "linux-5.3-rc1", "The inverted test in put is mended in rc3 (61c30c98ef17)."},
		{"5.3-rc3", "linux-5.3", "An empty chunk counts as a conflict until 5.3.8 and 5.4-rc5 (6370740e5f8e): slow, not a hang. Invalidations lose wakeups until 237388320def (5.13)."},
		{"5.3.8", "linux-5.12", "Invalidations lose wakeups until 237388320def (5.13)."},
		{"5.4-rc1", "linux-5.3", "As 5.3.0: mended in rc5 (6370740e5f8e)."},
		{"5.4-rc5", "linux-5.12", "Invalidations lose wakeups until 237388320def (5.13-rc2 or rc3)."},
		{"5.13-rc3", "exclusive", "No lost wakeup is known here."},
		{"6.15-rc1", "linux-6.15", "A scan passes its wake on to the next index until \"fs/dax: Fix \"don't skip locked entries when scanning entries\"\" (6.16-rc1, and a 6.15.y): from there on see 6.16."},
		{"6.16-rc1", "linux-6.16", "No lost wakeup is known here. What is known of upstream ends in the middle of 2025."},
	}
}

// version is what begins a version, of upstream or of a distribution.
var version = regexp.MustCompile(`^(\d{1,2})\.(\d{1,3})(?:\.(\d{1,4}))?(?:-rc(\d{1,2}))?(?:$|[-+.~_])`)

// order returns three numbers by which versions are in their order, and false of
// what is none. A release candidate is before its release.
func order(text string) ([3]int, bool) {
	m := version.FindStringSubmatch(text)
	if m == nil {
		return [3]int{}, false
	}
	at := func(i int) int { n, _ := strconv.Atoi(m[i]); return n } // digits, or nothing: zero
	last := at(3)
	if m[4] != "" {
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

func less(a, b [3]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}
