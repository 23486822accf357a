package words

import (
	"strings"
	"testing"

	"daxwait/internal/phrase"
	"daxwait/results/compare"
)

// TestMoreOrFewer: the interval of a loss is that of what is lost; one around
// nothing is left out.
func TestMoreOrFewer(t *testing.T) {
	for want, r := range map[string]compare.Interval{
		"40 % [38, 42] more":  {Value: 1.40, Lo: 1.38, Hi: 1.42},
		"68 % [65, 70] fewer": {Value: 0.32, Lo: 0.30, Hi: 0.35},
		"20 % more":           {Value: 1.2, Lo: 0.9, Hi: 1.4},
	} {
		if got := strings.ReplaceAll(moreOrFewer(r), phrase.NBSP, " "); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
