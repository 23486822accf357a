package daxtest_test

import (
	"strings"
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

func FuzzOps(f *testing.F) {
	f.Add("F(0,B+1); I(B)", "pte B+1 dirty, zero-pmd")
	f.Add("P(3,w); L(B); W(0,B+511)", "pmd")
	f.Add("F(0,B) until 1 then I(B); X(B,B+1)", "pte B+1 dirty pinned")
	f.Fuzz(func(t *testing.T, tasks, entries string) {
		ops, err := daxtest.ParseTasks(tasks)
		if err != nil {
			return
		}
		var written []string
		for _, task := range ops {
			written = append(written, task.String())
		}
		again, err := daxtest.ParseTasks(strings.Join(written, "; "))
		if err != nil || len(again) != len(ops) {
			t.Fatalf("%q is not read back: %v", written, err)
		}
		for i := range again {
			if again[i].String() != written[i] {
				t.Errorf("%q is read back as %q", written[i], again[i])
			}
		}
		if len(ops) > 8 {
			return
		}
		_, _ = daxtest.NewWorld(daxcore.Policy{}.Design, len(ops), entries)
	})
}

func TestIndexesAreReadBack(t *testing.T) {
	for _, i := range []uint64{0, 7, daxtest.B, daxtest.B + 1, daxtest.B + 511, 2 * daxtest.B} {
		if got, err := daxtest.ParseIndex(daxtest.FormatIndex(i)); err != nil || got != i {
			t.Errorf("%d is written %s and read back as %d, %v", i, daxtest.FormatIndex(i), got, err)
		}
	}
}
