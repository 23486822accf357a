package glossary_test

import (
	"strings"
	"testing"

	"daxwait/bench/check"
	"daxwait/daxcore/step"
	"daxwait/internal/glossary"
	"daxwait/results"
)

// TestWhatAMatrixSaysHasAWord: every verdict, kind of violation and finding is
// explained, each once.
func TestWhatAMatrixSaysHasAWord(t *testing.T) {
	says := map[string]string{}
	for _, w := range glossary.Words() {
		if says[w.Name] != "" {
			t.Errorf("%s is there twice", w.Name)
		}
		if len(strings.Fields(w.Says)) < 8 || !strings.ContainsAny(w.Says[len(w.Says)-1:], ".)") {
			t.Errorf("%s is explained by %q", w.Name, w.Says)
		}
		says[w.Name] = w.Says
	}
	names := append(check.FindingNames[:], results.Proved, results.Violation, results.Incomplete)
	for k := step.None + 1; k < step.Kinds; k++ {
		names = append(names, k.String())
	}
	for _, name := range names {
		if says[name] == "" {
			t.Errorf("%s has no word", name)
		}
	}
}
