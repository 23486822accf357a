package words

import (
	"fmt"
	"strings"
	"testing"

	"daxwait/results"
	"daxwait/results/internal/made"
)

// TestFindingsSayWhatTheDataSay: the words change with the data.
func TestFindingsSayWhatTheDataSay(t *testing.T) {
	words := func(other, doubled float64, hung bool) string {
		var records []*results.Record
		for i := range 3 {
			for _, r := range []*results.Record{made.Point("base", "", 1e5, 8), made.Point("other", "", other, 8), made.Point("base", "wake-one*2", 1e5, 8), made.Point("other", "wake-one*2", doubled, 8)} {
				r.Pattern = fmt.Sprint("p", i)
				records = append(records, r)
			}
		}
		if hung {
			records[1].Hangs = []string{"lost"}
		}
		var b strings.Builder
		if err := WriteFindings(&b, records, "base", "daxwait"); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, c := range []struct {
		other, doubled float64
		hung           bool
		want           []string
	}{
		{2e5, 2e5, false, []string{"ahead in 3 (up to +100.0 %, p0)", "Nowhere do others lead", "other in 3, of 3 patterns"}},
		{0.5e5, 2e5, false, []string{"behind in 3 (down to −50.0 %", "3 of these depend on wake-one*2", "base in 3", "3 of these depend on the price of a wake"}},
		{1e5, 1e5, false, []string{"even in 3"}},
		{2e5, 2e5, true, []string{"other loses wakeups: it hung in p0", "ahead in 2"}},
	} {
		got := words(c.other, c.doubled, c.hung)
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("other does %v, doubled %v, hung %v: want %q in\n%s", c.other, c.doubled, c.hung, w, got)
			}
		}
	}
}
