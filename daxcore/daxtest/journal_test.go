package daxtest_test

import (
	"slices"
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/fs"
	"daxwait/daxcore/step"
)

func TestJournalOfAScenario(t *testing.T) {
	s, err := parse("journal: copy=locked order=entry-first  sync=nofsync faults=pmd metadata=dirty\nnofsync: B+1, 7\ntasks: access(B,r); F(0,3)\nexpect lock cycle: all\nexpect livelock: b")
	if err != nil {
		t.Fatal(err)
	}
	want := fs.Journaling{Order: fs.EntryFirst, Sync: fs.SyncFlagged, Copy: fs.CopyLocked}
	if j := s.Journal; j.Journaling != want || !j.PMD || !j.Dirty || !slices.Equal(j.Flagged, []uint64{B + 1, 7}) {
		t.Errorf("journal %+v", j)
	}
	w := s.World(daxcore.Policy{}.Design)
	m, v := w.Files[0], w.Files[0].VMA(0)
	if !w.Journal.Uncommitted(0) || !m.Blocks.Flagged(7, 1) || m.Blocks.Flagged(8, 1) || !v.Sync || v.Skewed || v.AddressSpace != w.AddressSpaces[0] {
		t.Errorf("uncommitted %v, flagged %v and %v, mapping %+v", w.Journal.Uncommitted(0), m.Blocks.Flagged(7, 1), m.Blocks.Flagged(8, 1), v)
	}
	if !s.Hopeless() || !slices.Equal(s.Expected("a"), []step.Kind{step.LockCycle}) || !slices.Equal(s.Expected("b"), []step.Kind{step.LockCycle, step.Livelock}) {
		t.Errorf("of a and b %v and %v are expected", s.Expected("a"), s.Expected("b"))
	}
	if s, err = parse("journal: yes\ntasks: append(0)"); err != nil || s.Journal.Journaling != (fs.Journaling{}) || s.Hopeless() {
		t.Errorf("%+v, %v", s, err)
	}
	if w := s.World(daxcore.Policy{}.Design); w.Journal.Uncommitted(0) || !w.Files[0].VMA(0).Skewed {
		t.Error("its metadata is dirty, or it has PMD faults")
	}
}

func TestJournalErrors(t *testing.T) {
	for text, want := range map[string]string{
		"journal: no":                               `my.txt:1: journal: "no": want yes, or rules`,
		"journal:":                                  "my.txt:1: journal: want yes, or rules",
		"journal: sync=later":                       `my.txt:1: journal: "sync=later": want map-sync, in-handle, in-entry, retry, nofsync, never`,
		"journal: order=last":                       `want handle-first, entry-first, mapping-first`,
		"journal: copy=":                            `want prefault, locked, in-handle`,
		"journal: faults=pud":                       `want pte, pmd`,
		"journal: metadata=none":                    `want clean, dirty`,
		"journal: sync=retry sync=retry":            `sync is there twice`,
		"journal: yes\njournal: yes":                "my.txt:2: a second journal",
		tasksLine + "nofsync: B+1":                  "my.txt:2: nofsync: pages are flagged only with",
		tasksLine + "journal: yes\nnofsync: B+1":    "my.txt:3: nofsync: pages are flagged only with",
		tasksLine + "nofsync: X":                    `my.txt:2: "X" is no index`,
		"tasks: access(B,w)":                        `my.txt:1: access(B,w): there is no journal: say "journal: yes"`,
		"journal: yes\ntasks: append(64)":           "page 64 of the ordinary file: it has 64",
		"journal: yes\ntasks: copy(0,B+1)\n# later": "", // without an access it reads
		"journal: yes\ntasks: unmap(1)":             "1 arguments, want 0",
	} {
		_, err := parse(text)
		if said := ""; err == nil != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			if err != nil {
				said = err.Error()
			}
			t.Errorf("%q: says %q; want %q", text, said, want)
		}
	}
}
