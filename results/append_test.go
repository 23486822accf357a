package results_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"daxwait/results/internal/made"
	"daxwait/results/store"
)

// BenchmarkAppend is what it costs to keep a line of a record's size, on the file system of
// -test.outputdir or the usual one for temporary files: with a sync of each, as often as
// store.SyncBytes says, and none before the end.
func BenchmarkAppend(b *testing.B) {
	r := made.Simulated("exclusive", made.Ten(100, 1), made.Ten(0, 0))
	line := fmt.Appendf(nil, "%s\n", store.Seal(fmt.Appendf(nil, "%+v}", r)))
	for _, c := range []struct {
		name  string
		every int64
	}{{"each", 1}, {"usual", store.SyncBytes}, {"end", 1 << 62}} {
		b.Run("sync="+c.name, func(b *testing.B) {
			l, err := store.OpenLines(nil, filepath.Join(b.TempDir(), "lines"), 0)
			if err != nil {
				b.Fatal(err)
			}
			l.Every = c.every
			for b.Loop() {
				if _, err := l.Write(line); err != nil {
					b.Fatal(err)
				}
			}
			if err := l.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkSeal is what a checksum costs for each record.
func BenchmarkSeal(b *testing.B) {
	r := made.Simulated("exclusive", made.Ten(100, 1), made.Ten(0, 0))
	line := fmt.Appendf(nil, "%+v}", r)
	b.SetBytes(int64(len(line)))
	sealed := store.Seal(line)
	for b.Loop() {
		if ok, err := store.Unseal(sealed); !ok || err != nil {
			b.Fatal(err)
		}
	}
}
