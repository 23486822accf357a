package flag_test

import (
	"runtime/debug"
	"testing"

	"daxwait/internal/cli/flag"
)

// TestSpareMemory: a verb spares memory until it ends, unless the environment says how
// much is to be spared.
func TestSpareMemory(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(70))
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	for gogc, during := range map[string]int{"": 25, "50": 70} {
		restore := flag.SpareMemory(func(string) string { return gogc }, 25)
		if got := percent(); got != during {
			t.Errorf("GOGC=%q: %d %%, want %d %%", gogc, got, during)
		}
		if restore(); percent() != 70 {
			t.Errorf("GOGC=%q: %d %% behind it", gogc, percent())
		}
	}
}
