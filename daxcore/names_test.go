package daxcore_test

import (
	"fmt"
	"testing"

	"daxwait/daxcore"
)

// TestDecisionsHaveNames: charts and flags call decisions by them, so no two
// of a kind may have the same, and what is none prints as its number.
func TestDecisionsHaveNames(t *testing.T) {
	for _, kind := range []struct {
		n    int
		name func(i int) fmt.Stringer
	}{
		{3, func(i int) fmt.Stringer { return daxcore.Lookup(i) }},
		{4, func(i int) fmt.Stringer { return daxcore.PMDMeets(i) }},
		{3, func(i int) fmt.Stringer { return daxcore.KeyRule(i) }},
		{3, func(i int) fmt.Stringer { return daxcore.Queueing(i) }},
		{4, func(i int) fmt.Stringer { return daxcore.Wake(i) }},
		{6, func(i int) fmt.Stringer { return daxcore.Put(i) }},
		{2, func(i int) fmt.Stringer { return daxcore.Resleep(i) }},
		{3, func(i int) fmt.Stringer { return daxcore.Holes(i) }},
		{3, func(i int) fmt.Stringer { return daxcore.Scan(i) }},
		{2, func(i int) fmt.Stringer { return daxcore.Writeback(i) }},
		{5, func(i int) fmt.Stringer { return daxcore.PageRetry(i) }},
		{3, func(i int) fmt.Stringer { return daxcore.PageRCU(i) }},
		{4, func(i int) fmt.Stringer { return daxcore.Cookie(i) }},
		{3, func(i int) fmt.Stringer { return daxcore.Site(i) }},
		{7, func(i int) fmt.Stringer { return daxcore.Reason(i) }},
	} {
		n, name := kind.n, kind.name
		seen := map[string]bool{}
		for i := range n {
			seen[name(i).String()] = true
		}
		if len(seen) != n || seen[""] || name(n).String() != fmt.Sprint(n) {
			t.Errorf("%T: names %v, and %q for %d", name(0), seen, name(n), n)
		}
	}
}

func TestResultsInWords(t *testing.T) {
	for want, r := range map[string]daxcore.Result{
		"again":          0,
		"nopage":         daxcore.NoPage,
		"fallback":       daxcore.Fallback,
		"nopage|major":   daxcore.NoPage | daxcore.Major,
		"sigbus":         daxcore.SigBus,
		"needdsync":      daxcore.NeedDSync,
		"done-cow|major": daxcore.DoneCow | daxcore.Major,
	} {
		if r.String() != want {
			t.Errorf("%q, want %q", r, want)
		}
	}
}
