package lockorder_test

import (
	"fmt"
	"strings"
	"testing"

	"daxwait/daxcore/lockorder"
	"daxwait/daxcore/task"
)

func TestInversions(t *testing.T) {
	for name, c := range map[string]struct {
		operations []string
		want       string
	}{
		"none":                                {[]string{"+mmap +file +entry +xa", "+file +xa +bucket"}, ""},
		"a pair":                              {[]string{"+mmap +file", "+file !mmap"}, "mmap_lock > invalidate_lock > mmap_lock"},
		"a pair within others":                {[]string{"+mmap +file +entry +xa", "+mmap +entry +file +xa"}, "invalidate_lock > entry lock > invalidate_lock"},
		"three":                               {[]string{"+mmap +file", "+file +entry", "+entry +mmap"}, "mmap_lock > invalidate_lock > entry lock > mmap_lock"},
		"three the other way":                 {[]string{"+mmap +entry", "+file +mmap", "+entry +file"}, "mmap_lock > entry lock > invalidate_lock > mmap_lock"},
		"three with a pair in it":             {[]string{"+mmap +file +entry", "+entry +mmap"}, "mmap_lock > entry lock > mmap_lock"},
		"two pairs":                           {[]string{"+mmap +file", "+file +mmap", "+page +entry", "+entry +page"}, "mmap_lock > invalidate_lock > mmap_lock; page lock > entry lock > page lock"},
		"recursive":                           {[]string{"+page +page"}, "page lock > page lock"},
		"recursive and a pair":                {[]string{"+page +page +entry", "+entry +page"}, "page lock > page lock; page lock > entry lock > page lock"},
		"readers":                             {[]string{"~mmap ~file", "~file ~mmap"}, "mmap_lock > invalidate_lock > mmap_lock"},
		"tried locks":                         {[]string{"+mmap ?file", "+file ?mmap"}, ""},
		"a tried lock is held":                {[]string{"+mmap +file", "?file +mmap"}, "mmap_lock > invalidate_lock > mmap_lock"},
		"spinlocks":                           {[]string{"+pt +xa", "+xa +pt"}, "page-table lock > xa_lock > page-table lock"},
		"an entry lock inside xa_lock is one": {[]string{"+xa +entry -xa", "+entry +xa"}, ""},
	} {
		g := graph(c.operations...)
		var got []string
		for _, v := range g.Inversions() {
			got = append(got, v.String())
			for i, e := range v.Edges {
				if next := v.Edges[(i+1)%len(v.Edges)]; e.Inner != next.Outer || len(e.Chain.Held) == 0 || e.Chain.Wants.Class != e.Inner {
					t.Errorf("%s: edge %d of %v is %v", name, i, v, e)
				}
			}
			if v.Recursive() != (len(v.Classes()) == 1) {
				t.Errorf("%s: %v is recursive: %v", name, v, v.Recursive())
			}
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %q, want %q", name, text, c.want)
		}
	}
}

func TestADeadlockIsOfTheCycle(t *testing.T) {
	var r lockorder.Recorder
	stuck := func(words ...string) (chains []lockorder.Chain) {
		for _, text := range words {
			w := lockorder.Watch(&inner{}, &r)
			do(w.Begin(0, ""), text)
			chains = append(chains, w.Chain())
		}
		return chains
	}
	v := graph("+mmap +file", "+file +mmap").Inversions()[0]
	for _, c := range []struct {
		stuck []lockorder.Chain
		want  bool
	}{
		{stuck("+mmap !file", "+file !mmap"), true},
		{stuck("+file !mmap", "+page !page", "+mmap +page !file"), true},
		{stuck("+mmap !file", "+file +xa"), false},
		{stuck("+mmap !file", "!mmap"), false},
		{stuck("+mmap !page", "+page !mmap"), false},
		{stuck("+page !mmap", "+page !file"), false},
		{nil, false},
	} {
		if got := v.In(c.stuck); got != c.want {
			t.Errorf("%v: %v", c.stuck, got)
		}
	}
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		operations []string
		want       string
		unordered  string
	}{
		{nil, "", ""},
		{[]string{"+xa"}, "xa_lock", ""},
		{[]string{"~mmap ~file +xa +entry -xa +pt -pt +xa +bucket"}, "mmap_lock > invalidate_lock > entry lock > page-table lock, xa_lock > bucket lock", "[page-table lock xa_lock] [page-table lock bucket lock]"},
		{[]string{"+mmap +file", "+file +xa"}, "mmap_lock > invalidate_lock > xa_lock", ""},
		{[]string{"+mmap +xa", "+file +mmap"}, "invalidate_lock > mmap_lock > xa_lock", ""},
		{[]string{"+mmap +xa", "+file"}, "mmap_lock, invalidate_lock > xa_lock", "[mmap_lock invalidate_lock] [invalidate_lock xa_lock]"},
		{[]string{"+mmap +file +xa", "+file +mmap"}, "mmap_lock, invalidate_lock > xa_lock", ""},
		{[]string{"+file +file +xa"}, "invalidate_lock > xa_lock", ""},
	} {
		o := graph(c.operations...).Order()
		var pairs []string
		for _, p := range o.Unordered {
			pairs = append(pairs, fmt.Sprint(p))
		}
		if o.String() != c.want || strings.Join(pairs, " ") != c.unordered {
			t.Errorf("%q: %q, unordered %q; want %q, %q", c.operations, o, pairs, c.want, c.unordered)
		}
		seen := 0
		for _, rank := range o.Ranks {
			seen += len(rank)
		}
		if seen+len(o.Unseen) != int(task.LockClasses)-1 {
			t.Errorf("%q: %d seen, %v not", c.operations, seen, o.Unseen)
		}
	}
}
