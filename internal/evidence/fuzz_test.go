package evidence

import (
	"os"
	"path/filepath"
	"testing"

	"daxwait/plots/report"
	"daxwait/results"
	"daxwait/strategies"
)

// FuzzVerdicts: a file of verdicts is refused, or has those whose schedules can be
// replayed or are refused; nothing else comes of it.
func FuzzVerdicts(f *testing.F) {
	for _, seed := range []string{
		"", "\n", "{}\n",
		`{"strategy":"exclusive","scenario":"entry/pte-pte","verdict":"PROVED","bounds":{"tasks":2,"operations":2}}` + "\n",
		`{"strategy":"linux-5.2","scenario":"entry/pmd-meets-pte","verdict":"VIOLATION","kind":"lost wakeup","kinds":["lost wakeup"],"depth":4,"schedule":"v1:linux-5.2:entry/pmd-meets-pte:0100:ce0d"}` + "\n",
		`{"strategy":"linux-5.2","scenario":"entry/pmd-meets-pte","verdict":"VIOLATION","kind":"lost wakeup","kinds":["lost wakeup"],"depth":-5,"schedule":"v1:x:y:z:0"}` + "\n",
		`{"strategy":"a` + "\x1b" + `","scenario":"b","verdict":"PROVED","kind":"herd"}` + "\n" + `{"strategy"`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "verdicts.jsonl")
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
		g := &Gathering{Sources: Sources{Program: "daxwait", Catalogue: strategies.All()}, Evidence: &report.Evidence{Known: strategies.Names(), Program: "daxwait"}}
		if err := g.readVerdicts(name); err != nil {
			return
		}
		for _, v := range g.Evidence.Verdicts {
			if v.Verdict != results.Proved && v.Verdict != results.Violation && v.Verdict != results.Incomplete {
				t.Errorf("verdict %q", v.Verdict)
			}
		}
		_ = g.losing()
	})
}
