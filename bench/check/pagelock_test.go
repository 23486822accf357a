package check_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/bench/policy"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// pageLocks are lock-by-pages that differ from today's, and in which of the
// scenarios around inodes each loses, and what. Those of one decision differ in
// that alone. With "removal=next" come the rules to 5.12, under which a removal
// passes its wake on by put.
var pageLocks = []struct{ decided, loses string }{
	{"", ""},
	{"page-retry=compare-pfn", "page-lock-evict=use after free, page-locks-evict=use after free, page-lock-remapped=use after free"},
	{"page-retry=blindly", "page-lock-evict=use after free, page-locks-evict=use after free, page-lock-remapped=use after free"},
	{"page-retry=relock", "page-lock-evict=use after free, page-locks-evict=use after free, page-lock-remapped=use after free"},
	{"page-retry=relock-put", "page-lock-evict=use after free, page-locks-evict=use after free, page-lock-remapped=use after free"},
	{"page-rcu=first", "page-lock-evict=use after free, page-locks-evict=use after free, page-lock-remapped=use after free"},
	{"page-rcu=none", "page-lock-evict=use after free, page-lock-evict-awake=use after free, page-locks-evict=use after free, page-lock-remapped=use after free"},
	{"cookie=from-page", "page-lock-split=entry replaced while locked, page-lock-tail=entry replaced while locked, page-lock-remapped=entry replaced while locked"},
	{"cookie=from-page-pmd", "page-lock-split=entry replaced while locked, page-lock-tail=entry replaced while locked, page-lock-remapped=entry replaced while locked"},
	{"wait-page=exclusive", ""},
	{"wake-on-removal=next", ""},
	{"wait-page=exclusive wake-on-removal=next", "page-lock-truncate=lost wakeup, page-locks-evict=lost wakeup"},
}

// around are the scenarios of lock-by-page and the lives of inodes.
func around() []*daxtest.Scenario {
	return slices.DeleteFunc(daxtest.Scenarios(), func(sc *daxtest.Scenario) bool { return !strings.HasPrefix(sc.Name, "around/page-lock") })
}

func TestPageLocks(t *testing.T) {
	for _, c := range pageLocks {
		p := decided(t, c.decided)
		var got []string
		for _, sc := range around() {
			for _, v := range search(t, sc, kernel(p), check.Options{}).Violations {
				got = append(got, path.Base(sc.Name)+"="+v.Kind.String())
			}
		}
		var want []string
		if c.loses != "" {
			want = strings.Split(c.loses, ", ")
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q: loses %q, want %q", c.decided, got, want)
		}
	}
}

// TestLockedCookie: given back so, an entry is never unlocked; the kernel
// crashes instead since 4.20, and so does the model wherever lock-by-page has
// anything to unlock.
func TestLockedCookie(t *testing.T) {
	for _, sc := range around() {
		if got := losses(search(t, sc, kernel(decided(t, "cookie=locked")), check.Options{})); len(got) != 1 || !strings.HasPrefix(got[0], "unlock by non-holder") {
			t.Errorf("%s: %v", sc.Name, got)
		}
	}
}

// decided is upstream with some decisions.
func decided(t *testing.T, words string) (p daxcore.Policy) {
	for word := range strings.FieldsSeq(words) {
		if err := policy.Set(&p, word); err != nil {
			t.Fatal(err)
		}
	}
	return p
}
