package step_test

import (
	"testing"

	"daxwait/daxcore/step"
)

// TestScheduleInWords: each step is written as it is read.
func TestScheduleInWords(t *testing.T) {
	for text, want := range map[string]step.Schedule{
		"":          {},
		"0f":        step.NewSchedule([]step.Step{{Task: 0}, {Task: 15}}),
		"1s":        step.NewSchedule([]step.Step{{Task: 1, Spurious: true}}),
		"2ny3":      step.NewSchedule([]step.Step{{Task: 2, Yes: 2}, {Task: 3}}),
		"2sy":       step.NewSchedule([]step.Step{{Task: 2, Spurious: true, Yes: 1}}),
		"01x23":     {Steps: []step.Step{{Task: 0}, {Task: 1}, {Task: 2}, {Task: 3}}, Loop: 2},
		"x0":        {Steps: []step.Step{{Task: 0}}, Loop: 0},
		"0nnnnnnny": step.NewSchedule([]step.Step{{Yes: 1 << 7}}),
	} {
		got, err := step.ParseSchedule(text)
		if err != nil || got.Loop != want.Loop || len(got.Steps) != len(want.Steps) || got.String() != text || want.String() != text {
			t.Errorf("%q is read as %+v, %v; and written %q and %q", text, got, err, got, want)
			continue
		}
		for i := range want.Steps {
			if got.Steps[i] != want.Steps[i] {
				t.Errorf("%q, step %d: %+v, want %+v", text, i, got.Steps[i], want.Steps[i])
			}
		}
	}
}

// TestSpacesAndLastNoesAreForTheReader: they are not written again.
func TestSpacesAndLastNoesAreForTheReader(t *testing.T) {
	s, err := step.ParseSchedule("0 1nyn  2nn x3")
	if err != nil || s.String() != "01ny2x3" {
		t.Errorf("written as %q, %v", s, err)
	}
}
