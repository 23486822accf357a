package term

import (
	"testing"
	"time"
)

// TestETALearns: of a hundred pieces, each of which takes what a function says,
// what the bar says is left after so many. right is what really is left, and the
// factor how far off it may be either way.
func TestETALearns(t *testing.T) {
	const pieces = 100
	steady := func(int) time.Duration { return time.Second }
	slowFirst := func(i int) time.Duration {
		if i == 0 {
			return 50 * time.Second
		}
		return time.Second
	}
	halfAsFast := func(i int) time.Duration {
		if i >= pieces/2 {
			return 2 * time.Second
		}
		return time.Second
	}
	slower := func(int) time.Duration { return 10 * time.Second }
	inTurns := func(i int) time.Duration { return time.Duration(i%2) * 2 * time.Second }
	for _, c := range []struct {
		what      string
		takes     func(i int) time.Duration
		predicted bool
		after     int
		factor    float64 // 0: nothing is said
	}{
		{"as predicted", steady, true, 0, 1},
		{"as predicted", steady, true, 50, 1},
		{"as predicted", steady, true, 99, 1},
		{"a slow first piece", slowFirst, true, 1, 1.3},
		{"a slow first piece", slowFirst, true, 10, 1.2},
		{"a slow first piece", slowFirst, true, 90, 1.1},
		{"half as fast from half way", halfAsFast, true, 50, 2.01}, // nobody knows yet
		{"half as fast from half way", halfAsFast, true, 63, 1.4},
		{"half as fast from half way", halfAsFast, true, 88, 1.1},
		{"ten times as slow as predicted", slower, true, 13, 2},
		{"ten times as slow as predicted", slower, true, 50, 1.1},
		{"two at a time", inTurns, true, 50, 1.1},

		{"nothing predicted", steady, false, 0, 0},
		{"nothing predicted", steady, false, 4, 0},
		{"nothing predicted", steady, false, 5, 1},
		{"nothing predicted, a slow first piece", slowFirst, false, 50, 1.6},
		{"nothing predicted, a slow first piece", slowFirst, false, 90, 1.1},
		{"nothing predicted, half as fast from half way", halfAsFast, false, 88, 1.2},
	} {
		all := float64(pieces)
		cost := 1.0
		if c.predicted { // each a second
			all, cost = pieces*1e9, 1e9
		}
		e := NewETA(all, c.predicted)
		var at, right time.Duration
		for i := range pieces {
			if i < c.after {
				at += c.takes(i)
				e.done(cost, at)
			} else {
				right += c.takes(i)
			}
		}
		left, known, sure := e.left()
		switch off := float64(left) / float64(right); {
		case known != (c.factor != 0):
			t.Errorf("%s, after %d: something is said: %v", c.what, c.after, known)
		case known && (off > c.factor*1.001 || off < 1/c.factor/1.001):
			t.Errorf("%s, after %d: %v are left, it says %v", c.what, c.after, right, left)
		case sure != (c.after >= pieces/enough):
			t.Errorf("%s, after %d: sure: %v", c.what, c.after, sure)
		}
	}
}

// TestETAWords: nothing while there is nothing to go by, a guess where that is
// a prediction alone.
func TestETAWords(t *testing.T) {
	for _, c := range []struct {
		predicted bool
		after     int
		want      string
	}{
		{false, 0, ""},
		{false, 1, ""},
		{false, 2, ", 38s left"},
		{true, 0, ", about 40s left"},
		{true, 1, ", about 39s left"},
		{true, 2, ", 38s left"},
		{true, 40, ", less than 1s left"},
	} {
		all, cost := 40.0, 1.0
		if c.predicted {
			all, cost = 40e9, 1e9
		}
		e := NewETA(all, c.predicted)
		for i := range c.after {
			e.done(cost, time.Duration(i+1)*time.Second)
		}
		if got := e.remains(); got != c.want {
			t.Errorf("predicted %v, after %d of 40: %q, want %q", c.predicted, c.after, got, c.want)
		}
	}
	for d, want := range map[time.Duration]string{
		499 * time.Millisecond: "less than 1s", 90 * time.Second: "1m30s", 123 * time.Second: "2m0s", 31*time.Minute + 40*time.Second: "32m0s", 100 * time.Minute: "1h40m0s",
	} {
		if got := Roughly(d); got != want {
			t.Errorf("%v is roughly %s, want %s", d, got, want)
		}
	}
}
