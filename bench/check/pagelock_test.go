package check_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

// pageLocks are lock-by-pages that differ from today's, and in which of the
// scenarios around inodes each loses, and what. With OnRemoval come the rules to
// 5.12, under which a removal passes its wake on by put.
func pageLocks() []pageLock {
	const (
		sleeps = "page-lock-evict=use after free, page-locks-evict=use after free, page-lock-remapped=use after free"
		awake  = ", page-lock-evict-awake=use after free"
		other  = "page-lock-split=entry replaced while locked, page-lock-tail=entry replaced while locked, page-lock-remapped=entry replaced while locked"
		gone   = "page-lock-truncate=lost wakeup, page-locks-evict=lost wakeup"
	)
	exclusive := [...]daxcore.Queueing{daxcore.ByPage: daxcore.QueueExclusive, daxcore.InScan: daxcore.QueueDefault}
	rules := func(r daxcore.Rules) daxcore.Policy { return daxcore.Policy{Rules: r} }
	return []pageLock{
		{"today's", daxcore.Policy{}, ""},
		{"compares the frame", rules(daxcore.Rules{PageRetry: daxcore.ComparePFN}), sleeps},
		{"compares nothing", rules(daxcore.Rules{PageRetry: daxcore.RelockBlindly}), sleeps},
		{"takes the lock again", rules(daxcore.Rules{PageRetry: daxcore.Relock}), sleeps},
		{"takes the lock again and puts", rules(daxcore.Rules{PageRetry: daxcore.RelockPut}), sleeps},
		{"RCU at the first look", rules(daxcore.Rules{PageRCU: daxcore.RCUFirst}), sleeps},
		{"no RCU", rules(daxcore.Rules{PageRCU: daxcore.RCUNone}), sleeps + awake},
		{"cookie of the page", rules(daxcore.Rules{Cookie: daxcore.CookieFromPage}), other},
		{"cookie of the page and the PMD bit", rules(daxcore.Rules{Cookie: daxcore.CookieFromPagePMD}), other},
		{"exclusive", daxcore.Policy{Wait: exclusive}, ""},
		{"removal wakes next", daxcore.Policy{OnRemoval: daxcore.WakeNext}, ""},
		{"exclusive, removal wakes next", daxcore.Policy{Wait: exclusive, OnRemoval: daxcore.WakeNext}, gone},
		{"exclusive, removal wakes next, puts", daxcore.Policy{Wait: exclusive, OnRemoval: daxcore.WakeNext, Rules: daxcore.Rules{PageRetry: daxcore.RelockPut}}, gone + ", " + sleeps},
	}
}

type pageLock struct {
	name   string
	policy daxcore.Policy
	loses  string
}

// around are the scenarios of lock-by-page and the lives of inodes.
func around() []*daxtest.Scenario {
	return slices.DeleteFunc(daxtest.Scenarios(), func(sc *daxtest.Scenario) bool { return !strings.HasPrefix(sc.Name, "around/page-lock") })
}

func TestPageLocks(t *testing.T) {
	for _, c := range pageLocks() {
		var got []string
		for _, sc := range around() {
			for _, v := range search(t, sc, kernel(c.policy), check.Options{}).Violations {
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
			t.Errorf("%s: loses %q, want %q", c.name, got, want)
		}
	}
}

// TestLockedCookie: given back so, an entry is never unlocked; the kernel
// crashes instead since 4.20, and so does the model wherever lock-by-page has
// anything to unlock.
func TestLockedCookie(t *testing.T) {
	for _, sc := range around() {
		if got := losses(search(t, sc, kernel(daxcore.Policy{Rules: daxcore.Rules{Cookie: daxcore.CookieLocked}}), check.Options{})); len(got) != 1 || !strings.HasPrefix(got[0], "unlock by non-holder") {
			t.Errorf("%s: %v", sc.Name, got)
		}
	}
}
