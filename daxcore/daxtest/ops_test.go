package daxtest_test

import (
	"testing"

	"daxwait/daxcore"
	"daxwait/daxcore/daxtest"
)

func FuzzOps(f *testing.F) {
	f.Add("F(0,B+1); I(B)", "pte B+1 dirty, zero-pmd")
	f.Add("P(3,w); L(B); W(0,B+511)", "pmd")
	f.Fuzz(func(t *testing.T, tasks, entries string) {
		ops, err := daxtest.ParseOps(tasks)
		if err != nil {
			return
		}
		for _, op := range ops {
			again, err := daxtest.ParseOps(op.Name)
			if err != nil || again[0].Name != op.Name {
				t.Errorf("%q is not read back: %v", op.Name, err)
			}
		}
		if len(ops) > 8 {
			return
		}
		_, _ = daxtest.NewWorld(daxcore.Kernel(daxcore.Policy{}), len(ops), entries)
	})
}

func TestIndexesAreReadBack(t *testing.T) {
	for _, i := range []uint64{0, 7, daxtest.B, daxtest.B + 1, daxtest.B + 511, 2 * daxtest.B} {
		if got, err := daxtest.ParseIndex(daxtest.FormatIndex(i)); err != nil || got != i {
			t.Errorf("%d is written %s and read back as %d, %v", i, daxtest.FormatIndex(i), got, err)
		}
	}
}
