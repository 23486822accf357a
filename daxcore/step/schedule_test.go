package step_test

import (
	"testing"

	"daxwait/daxcore/step"
)

// FuzzSchedule: what is read is written as it is read again, and nothing
// panics.
func FuzzSchedule(f *testing.F) {
	for _, s := range []string{"", "0120", "01s2y3ny x45", "fsnnyx0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := step.ParseSchedule(text)
		if err != nil {
			return
		}
		again, err := step.ParseSchedule(s.String())
		if err != nil || again.String() != s.String() || len(again.Steps) != len(s.Steps) || again.Loop != s.Loop {
			t.Errorf("%q is written %q and read back as %q, %v", text, s, again, err)
		}
	})
}

func TestScheduleRefuses(t *testing.T) {
	for _, text := range []string{"g", "s", "y0", "0ss", "0ys", "x", "0x", "x0x1", "0x s", "0yyyyyyyyy"} {
		if s, err := step.ParseSchedule(text); err == nil {
			t.Errorf("%q is read as %v", text, s)
		}
	}
}
